"""What every test stands on: no screen, folders of its own, English, and no noise."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotator.i18n import use_language

os.environ["QT_QPA_PLATFORM"] = "offscreen"
for name in ("QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

# The same examples every time: a run speaks of the change, not of its luck. HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("steady"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's own data, settings and logs out of reach."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    return home


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test during which something logged a warning or worse."""
    yield
    noise = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not noise, f"logged: {[record.getMessage() for record in noise]}"


def pytest_collection_finish() -> None:
    """From now on look for garbage on the main thread alone, as the program does: servers of tests have threads too."""
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.fixture(autouse=True)
def _swept() -> None:
    """Find what the test before left, windows above all; whatever it made is young."""
    gc.collect(1)


def pytest_sessionfinish() -> None:
    """Empty the clipboard: what Python put there must not outlive Python, or the process dies as it ends."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
