"""The settings as a value, and the file that holds only what differs from the defaults."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotator.errors import DomainError, KnownError
from annotator.files import write_whole
from annotator.i18n import _
from annotator.settings.schema import BY_KEY, Value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user set; everything else has its default.

    Keys that this version does not know are kept, so that an older program
    does not forget what a newer one was told.
    """

    overrides: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take a copy that nobody can change."""
        object.__setattr__(self, "overrides", MappingProxyType(dict(self.overrides)))

    def __getitem__(self, key: str) -> Value:
        """Return the value of the setting `key`; a stored value that it cannot have counts as its default.

        Raises:
            DomainError: there is no such setting.
        """
        setting = BY_KEY.get(key)
        if setting is None:
            raise DomainError(f"there is no setting {key!r}")
        stored = self.overrides.get(key)
        return stored if isinstance(stored, bool | int | str) and setting.accepts(stored) else setting.default

    def text(self, key: str) -> str:
        """Return the value of a choice or text setting."""
        return str(self[key])

    def number(self, key: str) -> int:
        """Return the value of a number setting."""
        return int(self[key])

    def is_on(self, key: str) -> bool:
        """Return whether a yes-or-no setting is on."""
        return self[key] is True

    def with_value(self, key: str, value: Value) -> Settings:
        """Return the settings with one changed; its default is forgotten rather than stored.

        Raises:
            DomainError: there is no such setting, or it cannot have that value.
        """
        setting = BY_KEY.get(key)
        if setting is None or not setting.accepts(value):
            raise DomainError(f"setting {key!r} cannot be {value!r}")
        others = {name: kept for name, kept in self.overrides.items() if name != key}
        return Settings(others if value == setting.default else {**others, key: value})


def load_settings(path: Path) -> Settings:
    """Return what the file at `path` sets; without a file, everything has its default.

    A file that is no JSON object is set aside as `*.broken` and the defaults are used:
    settings must never keep the program from starting.

    Raises:
        KnownError: the file is there but may not be read or set aside.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (ValueError, RecursionError):  # no JSON, no UTF-8, or nested without end
        return _set_aside(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    return Settings(stored) if isinstance(stored, dict) else _set_aside(path)


def save_settings(path: Path, settings: Settings) -> None:
    """Store what differs from the defaults, whole or not at all.

    Raises:
        KnownError: the disk refused.
    """
    text = json.dumps(dict(settings.overrides), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    try:
        write_whole(path, text)
    except OSError as error:
        raise KnownError(
            _("The settings could not be saved: {reason}.").format(reason=error.strerror),
            safe=_("They hold until the program closes, and your reviews are not affected."),
            hint=_("Check that you may write to {path}.").format(path=path),
        ) from error


def _set_aside(path: Path) -> Settings:
    try:
        path.replace(path.with_name(path.name + ".broken"))
    except OSError as error:
        raise _unreadable(path, error) from error
    return Settings()


def _unreadable(path: Path, error: OSError) -> KnownError:
    return KnownError(
        _("The settings could not be read: {reason}.").format(reason=error.strerror),
        safe=_("Your reviews are not affected."),
        hint=_("Check that you may read and write {path}.").format(path=path),
    )
