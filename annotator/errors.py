"""The two kinds of trouble the program expects."""

from __future__ import annotations


class DomainError(ValueError):
    """A rule of the domain was broken: the programmer or the file is wrong.

    The message says which rule, on which value. Importers catch it for the unit
    they are reading and report it; nobody else catches it.
    """


class KnownError(Exception):
    """The world got in the way (disk, network, another reviewer) and the user can act.

    Args:
        what: what did not happen, in the user's words.
        safe: what was kept, so that nobody fears for their work.
        hint: the next thing to try.
    """

    def __init__(self, what: str, *, safe: str, hint: str) -> None:
        super().__init__(what, safe, hint)
        self.what = what
        self.safe = safe
        self.hint = hint

    def __str__(self) -> str:
        """Return the three sentences as one line."""
        return " ".join(sentence for sentence in (self.what, self.safe, self.hint) if sentence)


class Refused(KnownError):  # noqa: N818 -- as Cancelled: it is no fault
    """The program itself said no, as things stand: to try the same again leads nowhere."""


class Cancelled(Exception):  # noqa: N818 -- nothing went wrong: the result is no longer wanted
    """Long work stopped early because it was told that nobody waits for it."""
