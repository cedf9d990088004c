"""Imports something large without halting the window."""

from __future__ import annotations

import gc
import importlib
import sys

from annotator.garbage import left_lying


def load(name: str) -> None:
    """Import a module that makes a hundred thousand values, once; not on the window's thread.

    They all stay: to look for garbage among them would halt every thread for a fifth of a second, meanwhile and later.
    """
    if name in sys.modules:
        return
    with left_lying():
        try:
            importlib.import_module(name)
        finally:
            gc.freeze()
