from __future__ import annotations

import os
import random

import pytest

from tests.e2e.killing import killed_run


@pytest.mark.parametrize("run", range(4))
def test_what_the_window_called_saved_survives_a_kill(tmp_path, run):
    outcome = killed_run(tmp_path, random.Random(int.from_bytes(os.urandom(4))))
    assert outcome.missing == ()
    assert outcome.is_sound
