"""Where the frozen program starts: the window without arguments, otherwise the command line."""

from __future__ import annotations

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # before anything is imported: a worker process is this program again

    from annotator.cli.main import main

    sys.exit(main())
