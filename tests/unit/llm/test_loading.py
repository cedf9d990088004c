"""Importing the client: nothing else may stand still meanwhile."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import gc
from annotator.llm.loading import load
from annotator.llm.openai_model import _CLIENT
gc.set_threshold(50, 2, 2)
full = []
gc.callbacks.append(lambda phase, info: full.append(phase) if info["generation"] == 2 else None)
load(_CLIENT)
assert not full, full
assert gc.isenabled()
import openai
assert gc.get_freeze_count() > 50_000, gc.get_freeze_count()
frozen = gc.get_freeze_count()
load(_CLIENT)
assert gc.get_freeze_count() == frozen
"""


def test_no_garbage_is_looked_for_while_the_client_is_imported_nor_among_it_later():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
