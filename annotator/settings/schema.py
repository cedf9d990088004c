"""The only list of settings: dialog, documentation and validation derive from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import assert_never

from annotator.errors import DomainError
from annotator.i18n import N_

Value = bool | int | str

_NO_TEXT = frozenset({"\0", *map(chr, range(0xD800, 0xE000))})
"""What no file and no database takes as text."""


class Kind(Enum):
    """What values a setting takes."""

    BOOL = "bool"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing the user can set.

    `label`, `note` and the second part of each choice are marked ids: translate them when they are shown.
    `least` and `most` bound a number; both ends are allowed. `needs_connection` says that nobody is offered it who has
    no connection to a model.
    """

    key: str
    kind: Kind
    default: Value
    label: str
    note: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 0
    needs_connection: bool = False

    def __post_init__(self) -> None:
        """Refuse a default that the setting itself would not accept."""
        if not self.accepts(self.default):
            raise DomainError(f"setting {self.key!r} does not accept its own default {self.default!r}")

    def accepts(self, value: object) -> bool:
        """Return whether `value` is one this setting can have."""
        match self.kind:
            case Kind.BOOL:
                return isinstance(value, bool)
            case Kind.NUMBER:
                return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most
            case Kind.CHOICE:
                return value in [choice for choice, _label in self.choices]
            case Kind.TEXT:
                return isinstance(value, str) and not any(letter in _NO_TEXT for letter in value)
            case _:
                assert_never(self.kind)


SCHEMA: tuple[Setting, ...] = (
    Setting(
        "language",
        Kind.CHOICE,
        "system",
        N_("Language"),
        N_("The language of the window; texts of a job keep their own."),
        choices=(("system", N_("As the system")), ("en", "English"), ("ja", "日本語")),
    ),
    Setting(
        "colours",
        Kind.CHOICE,
        "system",
        N_("Colours"),
        choices=(("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark"))),
    ),
    Setting(
        "reviewer",
        Kind.TEXT,
        "",
        N_("Your name"),
        N_("It stands beside your reviews in the exported file."),
    ),
    Setting(
        "pass_rule",
        Kind.CHOICE,
        "strict_upbench",
        N_("Pass rule"),
        N_("Which criteria must pass for the rule's own answer, shown after your verdict. A pack's own rule wins."),
        choices=(
            ("strict_upbench", N_("Critical and important criteria")),
            ("critical_only", N_("Critical criteria only")),
            ("strict_plus_pitfalls", N_("Critical and important criteria, and every pitfall")),
            ("all_criteria", N_("All criteria")),
        ),
    ),
    Setting(
        "letter_keys",
        Kind.BOOL,
        True,
        N_("Single-letter keys"),
        N_("Keys such as P and F act outside text fields."),
    ),
    Setting(
        "earlier_marks",
        Kind.BOOL,
        False,
        N_("Show earlier marks at once"),
        N_("Otherwise the marks of the attempt before stay hidden until all are set."),
    ),
    Setting(
        "blind",
        Kind.BOOL,
        False,
        N_("Hide the models"),
        N_("Which model made a deliverable is shown once its review is done; exports are blind until all are."),
    ),
    Setting(
        "second_opinion",
        Kind.BOOL,
        False,
        N_("Offer a model's marks beside yours"),
        N_("A model can mark the criteria too. You see its marks after yours; they never count as a review."),
        needs_connection=True,
    ),
    Setting(
        "away_minutes",
        Kind.NUMBER,
        2,
        N_("Minutes until the break question"),
        N_("After this long without a key or a click, one line asks whether you were working."),
        least=1,
        most=60,
    ),
)

BY_KEY = MappingProxyType({setting.key: setting for setting in SCHEMA})
"""The settings by their key."""
