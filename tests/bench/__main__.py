"""Runs every benchmark in a process of its own: `make bench`, or `make bench-quick` for small numbers.

A benchmark never fails because it is slow; it fails only when it could not measure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.bench._scale import MADE

HERE = Path(__file__).resolve().parent
LONGEST_S = {True: 300, False: 1800}


def main() -> int:
    """Run them one after the other; return 1 if one of them could not measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers, a few minutes")
    parser.add_argument("only", nargs="*", help="names of benchmarks; all of them if none is named")
    arguments = parser.parse_args()
    names = arguments.only or sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    with tempfile.TemporaryDirectory() as made:
        os.environ[MADE] = made
        broken = [name for name in names if not measured(name, is_quick=arguments.quick)]
    if broken:
        print(f"could not measure: {', '.join(broken)}")
    return 1 if broken else 0


def measured(name: str, *, is_quick: bool) -> bool:
    """Run one benchmark and return whether it measured."""
    print(f"\n== {name}", flush=True)
    begun = monotonic()
    command = [sys.executable, "-m", f"tests.bench.{name}", *(["--quick"] if is_quick else [])]
    try:
        done = subprocess.run(command, cwd=HERE.parent.parent, timeout=LONGEST_S[is_quick], check=False)
    except subprocess.TimeoutExpired as error:
        print(f"stopped after {error.timeout:.0f} s")
        return False
    print(f"   measured in {monotonic() - begun:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
