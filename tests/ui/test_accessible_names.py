"""A screen reader can name every control that takes the focus: in the window, in every tab, sheet and dialog."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QCalendarWidget, QComboBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.review import EvidenceKind
from annotator.formats.document.jobs import Rejected
from annotator.packs.values import Receipt
from annotator.settings.connections import Connection
from annotator.ui.connections.form import ConnectionForm
from annotator.ui.connections.page import ModelsPage
from annotator.ui.connections.template_dialog import TemplateDialog
from annotator.ui.reading.source_view import SourceView
from annotator.ui.results.money_dialog import MoneyDialog
from annotator.ui.screens.exchange import import_paths
from annotator.ui.screens.export_dialog import ExportDialog
from annotator.ui.screens.import_summary import ImportSummary
from annotator.ui.screens.mapping_dialog import MappingDialog
from annotator.ui.screens.report_dialog import ReportDialog
from annotator.ui.starting.welcome import Welcome
from annotator.ui.travelling.adjudication_window import AdjudicationWindow
from annotator.ui.travelling.practice_news import PracticeDialog
from annotator.ui.travelling.send_dialog import SendDialog
from annotator.ui.widgets.filter_popup import FilterPopup
from annotator.workflow.adjudicating import Dispute, View
from annotator.workflow.import_report import ImportReport
from annotator.workflow.practice import Compared, Comparison
from annotator.workflow.progress import StudyProgress
from annotator.workflow.prompting import PromptTemplate
from annotator.workflow.results.question import Assumptions
from tests.ui.test_window import SHIFT, press

ACTS_THAT_OPEN = (
    "settings", "keys", "help", "timesheet", "results", "studies", "create_packs", "returns", "time",
    "adjudicate", "outbox",
)  # fmt: skip


def nameless(root: QWidget) -> list[str]:
    """Return a line for every control below a widget that takes the focus and has no name."""
    return [_line(each) for each in (root, *root.findChildren(QWidget)) if _takes_focus(each) and not _name(each)]


def _takes_focus(widget: QWidget) -> bool:
    if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
        return False
    return not widget.objectName().startswith("qt_") and not any(_parts_of(widget))


def _parts_of(widget: QWidget) -> Iterator[QWidget]:
    """Yield the boxes that a widget is only a part of: they have the name."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractSpinBox | QCalendarWidget):
            yield above
        above = above.parentWidget()


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def _line(widget: QWidget) -> str:
    names = []
    above: QWidget | None = widget
    while above is not None and len(names) < 4:
        names.append(f"{type(above).__name__} {above.objectName()}".strip())
        above = above.parentWidget()
    return " in ".join(names)


def nameless_when_shown(qtbot: QtBot, made: list[QWidget]) -> list[str]:
    found = []
    for widget in made:
        qtbot.addWidget(widget)
        widget.show()
        found += nameless(widget)
    return found


def open_dialogs(window: QWidget) -> list[QDialog]:
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def test_the_review_screen_and_its_tabs(qtbot, window):
    press(Qt.Key.Key_F)
    press(Qt.Key.Key_C, SHIFT)
    press(Qt.Key.Key_Escape)
    found = []
    for act in ("read", "edit", "compare", "read", "find"):
        window.content.acts.trigger(act)
        found += nameless(window)
    window.review_screen.stepping.begin("I1")
    qtbot.waitUntil(lambda: window.review_screen.stepping.is_open)
    pane = window.review_screen.stepping.pane
    pane.sending.show_leaving(())
    for box in (pane.answer, pane.sending):
        pane.show_box(box)
        found += nameless(window)
    for act in ("read", "flag", "strength"):
        window.content.acts.trigger(act)
        found += nameless(window)
    assert sorted(set(found)) == []


@pytest.mark.parametrize("act", ACTS_THAT_OPEN)
def test_what_an_act_opens(qtbot, window, act):
    window.content.acts.trigger(act)
    qtbot.waitUntil(lambda: bool(open_dialogs(window)), timeout=20_000)
    found = [each for dialog in open_dialogs(window) for each in nameless(dialog)]
    for dialog in open_dialogs(window):
        dialog.close()
    assert found == []


@pytest.mark.parametrize("kind", [EvidenceKind.OUTSIDE, EvidenceKind.FILE])
def test_the_evidence_dialog(qtbot, window, kind):
    window.review_screen.panel.marking.ask_evidence(kind)
    qtbot.waitUntil(lambda: bool(open_dialogs(window)))
    assert [each for dialog in open_dialogs(window) for each in nameless(dialog)] == []


@pytest.mark.parametrize("act", ["strength", "gap"])
def test_the_tag_picker(qtbot, window, act):
    window.content.acts.trigger(act)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None or bool(open_dialogs(window)))
    popup = QApplication.activePopupWidget()
    assert nameless(popup if popup is not None else window) == []


def test_the_filter_of_the_queue(window):
    popup = window.review_screen.queue.findChild(FilterPopup)
    popup.open_at(window.pos(), window.review_screen.queue.filter)
    assert nameless(popup) == []
    popup.close()


def test_the_table_that_is_asked_about(qtbot, window, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("what,who,reply\nTranslate it,model-a,Done\n", encoding="utf-8")
    import_paths(window, [path])
    qtbot.waitUntil(lambda: window.findChild(MappingDialog) is not None, timeout=20_000)
    dialog = window.findChild(MappingDialog)
    assert nameless(dialog) == []
    dialog.reject()


def test_the_dialogs_that_need_something_to_say(qtbot, window):
    report = ImportReport(rejected=[Rejected("jobs.jsonl", 3, "jobs[2]", "it has no brief")])
    made = [
        ImportSummary(report),
        ReportDialog("Something went wrong."),
        MoneyDialog(Assumptions(hourly_rate=30)),
        TemplateDialog(PromptTemplate()),
        ConnectionForm(Connection("Mine", "http://localhost:1/v1", "m"), frozenset()),
        ModelsPage(window.preferences, window.desk),
        Welcome(window.preferences, is_first=True),
    ]
    assert nameless_when_shown(qtbot, made) == []


def test_the_dialogs_about_what_others_marked_and_sent(qtbot, window):
    criterion = Compared("The total is right", "pass", "fail", "The third row is not in it.")
    views = tuple(View(f"review-{verdict}", verdict, None, "", {"c1": (verdict, "")}) for verdict in ("pass", "fail"))
    dispute = Dispute(1, "d1", "A letter", (("c1", "The total is right"),), views, None, ("c1",), ("Bo",))
    adjudication = AdjudicationWindow()
    adjudication.show_disputes([dispute])
    made = [
        adjudication,
        ExportDialog(),
        PracticeDialog(
            Comparison(
                is_done=True, own_verdict="pass", reference_verdict="fail", explanation="", criteria=(criterion,)
            )
        ),
        SendDialog(
            StudyProgress("study", "Study", None, Receipt(expected=2, done=1), 1, 1, "", has_new_instructions=False)
        ),
        SourceView(window.review_screen.texts.deliverable.pages.current.text),
    ]
    assert nameless_when_shown(qtbot, made) == []
