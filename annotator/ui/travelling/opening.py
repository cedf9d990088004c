"""Opening files that arrive in the window: packs, results, and anything else that can be imported."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from annotator.i18n import _
from annotator.ui.screens.exchange import import_paths, summary_of
from annotator.workflow.arriving import Arrival, arrival_of, looked_at
from annotator.workflow.import_report import ImportReport
from annotator.workflow.pack_opening import opening_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.pack_opening import FoundPack
    from annotator.workflow.workbench import Workbench

PACK: Final = "pack"
_STEP_SECONDS: Final = 0.008


def ask_file(window: MainWindow) -> None:
    """Ask for a pack or a result and open it."""
    kinds = f"{_('Packs and results')} (*.annotator *.annotator-result);;{_('All files')} (*)"
    dialog = QFileDialog(window, _("Open a pack or a result"), "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: open_names(window, names))
    dialog.open()


def open_names(window: MainWindow, names: Sequence[str]) -> None:
    """Open files by their names."""
    from pathlib import Path  # noqa: PLC0415

    open_files(window, [Path(name) for name in names])


def open_files(window: MainWindow, paths: Sequence[Path]) -> None:
    """Open what arrived: a pack as a study, results where they belong, the rest as jobs."""
    kinds: dict[Arrival, list[Path]] = {}
    for path in paths:
        kinds.setdefault(arrival_of(path), []).append(path)
    for path in kinds.get(Arrival.PACK, ()):
        open_pack(window, path)
    if results := kinds.get(Arrival.RESULT):
        take_results(window, results)
    if others := kinds.get(Arrival.OTHER):
        import_paths(window, others)


def open_pack(window: MainWindow, path: Path) -> None:
    """Open a pack; only one that names somebody else is asked about first."""
    window.flush()
    window.content.first.open_pack()

    def go_on(found: FoundPack) -> None:
        if found.asks is None:
            _open(window, found)
        else:
            _ask_whether_mine(window, found)

    window.desk.errand(partial(looked_at, path), go_on, window.desk.failed.emit)


def _ask_whether_mine(window: MainWindow, found: FoundPack) -> None:
    box = QMessageBox(window)
    box.setObjectName("whose_pack")
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_("Is this pack yours?"))
    box.setText(
        _("The pack {file} is addressed to {name}. You are {own} here.").format(
            file=found.path.name, name=found.manifest.reviewer.name, own=found.asks
        )
    )
    box.setInformativeText(_("If it is yours, what you do in it goes back under the name that it is addressed to."))
    mine = box.addButton(_("It is mine: open it"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    mine.clicked.connect(partial(_open, window, found))
    box.open()


def _open(window: MainWindow, found: FoundPack) -> None:
    report = ImportReport()

    def steps(workbench: Workbench) -> object:
        return opening_steps(workbench, found.path, report, is_confirmed=True, seconds=_STEP_SECONDS)

    walk = window.desk.walk(steps)  # type: ignore[arg-type]
    text = _("Opening {file}…").format(file=found.path.name)

    def show_progress(done: int, total: int) -> None:
        window.notices.show_progress(PACK, text, done, total, walk.cancel)

    def finish(is_whole: bool) -> None:
        window.notices.close_notice(PACK)
        if not is_whole:
            window.notices.show_notice(PACK, _("The pack was not opened to its end; open it again to go on."))
        elif not report.is_clean:
            window.notices.show_notice(PACK, summary_of(report), is_trouble=True)
        window.content.show_another_study()
        if is_whole:
            window.verbs.travel.show_new_instructions()

    def fail(error: Exception) -> None:
        window.notices.close_notice(PACK)
        window.desk.failed.emit(error)
        window.content.refill()

    walk.progressed.connect(show_progress)
    walk.finished.connect(finish)
    walk.failed.connect(fail)
    walk.finished.connect(walk.deleteLater)
    show_progress(0, 1)
    walk.start()


def take_results(window: MainWindow, paths: Sequence[Path]) -> None:
    """Take results in: those of this workspace's packs are merged, the reviewer's own goes on here."""
    from annotator.ui.travelling.returns_window import show_returns  # noqa: PLC0415 -- only when results come
    from annotator.ui.travelling.taking_in import taking_in  # noqa: PLC0415
    from annotator.workflow.arriving import TakenIn, take_in_steps  # noqa: PLC0415

    window.flush()
    taken = TakenIn()

    def steps(workbench: Workbench, is_stopped: Callable[[], bool]) -> Iterator[tuple[int, int]]:
        return take_in_steps(workbench, paths, taken, is_stopped)

    def done() -> None:
        if taken.own:
            problems = [f"{each.file}: {each.reason}" for report in taken.own for each in report.conflicts]
            text = "\n".join([*map(summary_of, taken.own), *problems])
            window.notices.show_notice(PACK, text, is_trouble=bool(problems))
            window.content.refill()
            window.verbs.travel.refresh()
        if taken.merging.paths:
            show_returns(window, taken.merging)
            window.content.refill()

    taking_in(window.desk).begin(steps, lambda: window.notices, done)
