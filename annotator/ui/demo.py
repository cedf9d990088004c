"""A whole review by real key events, in the real window: what `annotator demo --headless` does, and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain.review import ReviewStatus
from annotator.errors import KnownError
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from annotator.domain.review import Review
    from annotator.ui.main_window import MainWindow
    from annotator.ui.shell import Shell

_PATIENCE_MS: Final = 20_000
_LOOK_MS: Final = 5
_SIZE: Final = (1440, 900)
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_FAILED: Final = 2
"""Which criterion the demonstration lets fail, counted from 0."""

_WORDS_BETWEEN: Final = 132
_NOTE: Final = "The figure in the second section has no source."
_EDIT: Final = "\n\nBook your free survey today: we answer within one working day.\n"


def review_by_keys(window: MainWindow, picture: Path) -> None:
    """Grade the open deliverable as a reviewer would, by keys alone, and leave a picture of the window.

    Raises:
        KnownError: the window did not do what a key asks for.
    """
    hand = _Hand(window)
    hand.wait(lambda: window.review_screen.opening is not None)
    first = hand.review().ref
    _mark(hand)
    _tag(hand)
    _decide(hand)
    _edit(hand)
    hand.press(Qt.Key.Key_R)
    window.review_screen.panel.take_focus()
    hand.wait(lambda: not window.desk.has_unsaved)
    if not window.grab().save(str(picture)):
        raise KnownError(_("The picture of the window was not written."), safe=_("The review is stored."), hint="")
    hand.press(Qt.Key.Key_Return, _CTRL)
    if hand.review().ref == first and hand.review().status is ReviewStatus.DRAFT:
        hand.press(Qt.Key.Key_Return, _CTRL)  # the same key again confirms what was pointed out
    hand.wait(lambda: hand.review().ref != first and not window.desk.has_unsaved)


def perform(shell: Shell, workspace: Path, picture: Path) -> None:
    """Show a workspace, review its first deliverable by keys and close again.

    Raises:
        KnownError: the window did not do what a key asks for.
    """
    failures: list[Exception] = []

    def act() -> None:
        try:
            review_by_keys(shell.window, picture)
        except (KnownError, AssertionError) as error:
            failures.append(error)  # raised outside the event loop
        finally:
            shell.application.quit()

    shell.window.resize(*_SIZE)
    shell.show(workspace)
    QTimer.singleShot(0, shell, act)
    shell.application.exec()
    shell.close()
    if failures:
        raise failures[0]


class _Hand:
    """Presses keys where the focus is, and waits until the window has answered."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._step = 0

    def review(self) -> Review:
        """Return the open review as the window was last told."""
        opening = self.window.review_screen.opening
        assert opening is not None, "a deliverable is open"
        return opening.sheet.review

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE, times: int = 1) -> None:
        """Press a key where the focus is."""
        self._be_active()
        for _time in range(times):
            QTest.keyClick(self._target(), key, modifiers)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for line_number, line in enumerate(text.split("\n")):
            if line_number:
                self.press(Qt.Key.Key_Return)
            QTest.keyClicks(self._target(), line)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until the window has answered."""
        self._step += 1
        if not _held_in_time(holds):
            raise KnownError(
                _("The window did not answer in time, at step {number}.").format(number=self._step),
                safe=_("What was done before is stored."),
                hint=_("Try again on a quieter machine."),
            )

    def _be_active(self) -> None:
        """Be the active window again: without a window system nobody gives that back when a popup closes."""
        if QApplication.activePopupWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow)

    def _target(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        root: QWidget = self.window if popup is None else popup
        focused: QWidget | None = root.focusWidget()
        return root if focused is None else focused


def _held_in_time(holds: Callable[[], bool]) -> bool:
    """Let the window work until something holds; return whether it did within the patience."""
    loop = QEventLoop()
    look = QTimer(interval=_LOOK_MS)
    look.timeout.connect(lambda: loop.quit() if holds() else None)
    look.start()
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    if not holds():
        loop.exec()
    look.stop()
    return holds()


def _mark(hand: _Hand) -> None:
    """Mark every criterion: one fails with a note, all others pass."""
    opening = hand.window.review_screen.opening
    assert opening is not None, "a deliverable is open"
    asked = len(opening.sheet.job.rubric.active)
    for number in range(asked):
        if number == _FAILED:
            hand.press(Qt.Key.Key_F)
            hand.wait(lambda: len(hand.review().marks) == _FAILED + 1)
            hand.press(Qt.Key.Key_C, _SHIFT)
            hand.type(_NOTE)
            hand.press(Qt.Key.Key_Escape)
            hand.wait(lambda: any(mark.note == _NOTE for mark in hand.review().marks))
            hand.press(Qt.Key.Key_J, _SHIFT)
        else:
            hand.press(Qt.Key.Key_P)
    hand.wait(lambda: len([mark for mark in hand.review().marks if mark.kind]) == asked)


def _tag(hand: _Hand) -> None:
    """Tag a strength and a gap, each on words that the keyboard selects: lines end elsewhere with other fonts."""
    hand.press(Qt.Key.Key_3, _CTRL)
    hand.press(Qt.Key.Key_F7)
    hand.press(Qt.Key.Key_Home, _CTRL)
    hand.press(Qt.Key.Key_Right, _CTRL | _SHIFT, times=6)
    hand.press(Qt.Key.Key_Left, _SHIFT)  # without the space behind the last word
    hand.press(Qt.Key.Key_S)
    hand.type("clear")
    hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: len(hand.review().tags) == 1)
    hand.press(Qt.Key.Key_3, _CTRL)
    hand.press(Qt.Key.Key_Right, _CTRL, times=_WORDS_BETWEEN)
    hand.press(Qt.Key.Key_Right, _CTRL | _SHIFT, times=7)
    hand.press(Qt.Key.Key_G)
    hand.type("fabricated")
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_2)
    hand.wait(lambda: len(hand.review().tags) == 2)  # noqa: PLR2004 -- a strength and a gap
    hand.press(Qt.Key.Key_F7)


def _decide(hand: _Hand) -> None:
    """Answer the client question, then decide."""
    hand.press(Qt.Key.Key_Q)
    hand.press(Qt.Key.Key_2)
    hand.press(Qt.Key.Key_O)
    hand.press(Qt.Key.Key_F)
    hand.wait(lambda: hand.review().verdict is not None)


def _edit(hand: _Hand) -> None:
    """Step in: change a copy of the deliverable."""
    hand.press(Qt.Key.Key_E)
    hand.wait(lambda: hand.window.review_screen.editing.is_open)
    hand.press(Qt.Key.Key_End, _CTRL)
    hand.type(_EDIT)
    hand.press(Qt.Key.Key_Escape)
    hand.wait(lambda: any(each.content.endswith(_EDIT) for each in hand.review().interventions))
