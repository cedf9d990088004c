"""Practice items: compared with the reference once they are done, and never counted or sent."""

from __future__ import annotations

from annotator.domain.review import ReviewStatus, Verdict
from annotator.packs.unsealing import unsealed
from annotator.packs.values import RESULT_FORMAT
from annotator.ui.screens.help_window import HelpWindow
from annotator.ui.travelling.practice_news import PRACTICE, PracticeDialog
from annotator.workflow.commands import SetStatus
from annotator.workflow.practice_here import practice_of
from annotator.workflow.result_sending import send_result, study_progress
from tests.unit.packs.travelling import AT, grade, ref_of


def test_a_practice_item_is_compared_and_never_counts(qtbot, empty, travels, tmp_path):
    reference = ref_of("study-x", "model-alpha/secret-1")
    grade(travels.coordinator, reference, Verdict.FAIL)
    (pack,) = travels.pack("Ada", practice=("model-alpha/secret-1",)).packs
    assert (pack.manifest.practice, pack.manifest.deliverables) == (1, 2)

    empty.open_files([pack.path])
    window = empty.window
    qtbot.waitUntil(lambda: window.notices.text_of(PRACTICE) is not None)
    qtbot.waitUntil(lambda: window.findChild(HelpWindow) is not None)
    workbench = empty.desk.house.workbench
    ref = window.review_screen.opening.sheet.ref
    grade(workbench, ref, Verdict.PASS, is_done=False)
    with qtbot.waitSignal(empty.desk.changed):
        empty.desk.run(SetStatus(ref, ReviewStatus.SUBMITTED, AT))
    qtbot.waitUntil(lambda: window.notices.text_of("practice compared") is not None)
    said = window.notices.text_of("practice compared")
    assert said == "Practice: you and the reference agree on 0 of 2 criteria; verdict: Pass, reference: Fail."
    dialog = PracticeDialog(practice_of(ref, workbench), window)
    assert [dialog.table.item(1, column).text() for column in range(3)] == ["It is a letter.", "≠ Pass", "Fail"]

    progress = study_progress(workbench)
    assert (progress.receipt.expected, progress.receipt.done, progress.unsent) == (2, 0, 0)
    sent = send_result(workbench, tmp_path / "back")
    with unsealed(sent.path, RESULT_FORMAT) as result:
        assert result.text("reviews.jsonl") == b""
