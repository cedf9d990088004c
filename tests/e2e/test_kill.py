from __future__ import annotations

import os
import random

import pytest

from tests.e2e.killing import killed_run


@pytest.mark.parametrize("run", range(10))
def test_what_was_called_saved_survives_a_kill(tmp_path, run):
    outcome = killed_run(tmp_path / "workspace", random.Random(int.from_bytes(os.urandom(4))))
    assert outcome.called_saved <= outcome.on_disk <= outcome.called_saved + 1
    assert outcome.is_sound
    assert outcome.is_as_expected
