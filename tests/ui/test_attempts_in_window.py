"""A deliverable that is made in the program appears in the open window."""

from __future__ import annotations

from annotator.domain.job import Arm
from annotator.workflow.attempts import Delivery, NewAttempt


def test_a_new_attempt_stands_in_the_queue_and_the_chooser_and_can_be_opened(qtbot, window):
    desk, screen = window.desk, window.review_screen
    ref, rows = screen.opening.sheet.ref, len(screen.model.keys)
    known = len(screen.opening.sheet.attempts)
    with qtbot.waitSignal(desk.attempt_added) as heard:
        desk.add_attempt(NewAttempt(ref, Arm.FEEDBACK, Delivery("The next text.")))
    added = heard.args[0]

    qtbot.waitUntil(lambda: len(screen.model.keys) == rows + 1)
    qtbot.waitUntil(lambda: len(screen.opening.sheet.attempts) == known + 1)
    assert screen.opening.sheet.ref == ref
    assert len(screen.header._attempts.menu().actions()) == known + 1

    desk.open(added.key)
    qtbot.waitUntil(lambda: screen.opening.sheet.ref == added.ref)
    assert screen.opening.sheet.deliverable.content == "The next text."
