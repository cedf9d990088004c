"""Where data, settings, logs and resources live: from a checkout, a wheel or a frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

from annotator.errors import DomainError

_NAME = "Annotator"
_PACKAGE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """Return the platform's folder for the user's data; the default workspace is in it."""
    return platformdirs.user_data_path(_NAME, appauthor=False)


def default_workspace() -> Path:
    """Return the workspace that opens when none is named."""
    return data_folder() / "workspace"


def settings_file() -> Path:
    """Return the file that holds the settings the user changed."""
    return platformdirs.user_config_path(_NAME, appauthor=False, roaming=True) / "settings.json"


def log_folder() -> Path:
    """Return the folder of the log files."""
    return platformdirs.user_log_path(_NAME, appauthor=False)


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder, such as `resource("schemas", "annotator-1.json")`.

    Raises:
        DomainError: the program was not shipped with it.
    """
    for root in resource_roots():
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise DomainError(f"no resource {'/'.join(parts)!r} in {', '.join(map(str, resource_roots()))}")


def resource_roots() -> tuple[Path, ...]:
    """Return the folders that may hold the resources, the most specific first."""
    if is_frozen():
        beside = Path(sys.executable).resolve().parent
        unpacked = Path(getattr(sys, "_MEIPASS", beside))
        return (unpacked / "resources", unpacked / "annotator" / "_resources", beside / "resources")
    return (checkout_root() / "resources", _PACKAGE / "_resources") if is_checkout() else (_PACKAGE / "_resources",)


def is_frozen() -> bool:
    """Return whether this is the installed program that carries its own Python."""
    return bool(getattr(sys, "frozen", False))


def is_checkout() -> bool:
    """Return whether the program runs from its source tree."""
    return (checkout_root() / "pyproject.toml").is_file() and (checkout_root() / "resources").is_dir()


def checkout_root() -> Path:
    """Return the folder above the package: the source tree, if this is one."""
    return _PACKAGE.parent
