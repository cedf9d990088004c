"""`python -m annotator`: the window without arguments, otherwise the command line."""

from __future__ import annotations

import multiprocessing
import sys

from annotator.cli.main import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
