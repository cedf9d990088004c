"""Import and export from the window: choosing files, the progress, and a summary of what came of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from annotator.errors import KnownError
from annotator.i18n import _, ngettext
from annotator.paths import resource
from annotator.ui.screens.export_dialog import ExportDialog
from annotator.ui.screens.import_summary import ImportSummary
from annotator.ui.screens.mapping_dialog import MappingDialog
from annotator.workflow.export_formats import FORMATS, reason_text
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.import_report import ImportReport
from annotator.workflow.import_sources import AS_THEY_ARE, ImportWish, preview, remember_mapping, size_of
from annotator.workflow.importing import import_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.formats.incoming.mapping import Mapping
    from annotator.ui.main_window import MainWindow
    from annotator.workflow.exporting import Exported
    from annotator.workflow.import_sources import TablePreview
    from annotator.workflow.workbench import Workbench

IMPORT: Final = "import"
EXPORT: Final = "export"

_STEP_SECONDS: Final = 0.008
"""A key press waits for one step of an import at most; half a frame."""


def ask_import(window: MainWindow) -> None:
    """Ask for files and bring them in."""
    tables = "*.csv *.tsv *.xlsx *.parquet"
    kinds = f"{_('Jobs and reviews')} (*.json *.jsonl {tables});;{_('All files')} (*)"
    chosen, _kind = QFileDialog.getOpenFileNames(window, _("Import"), "", kinds)
    if chosen:
        import_paths(window, [Path(each) for each in chosen])


def import_samples(window: MainWindow) -> None:
    """Bring the sample jobs in."""
    import_paths(window, [resource("samples", "samples.jsonl")])


def import_paths(window: MainWindow, paths: Sequence[Path]) -> None:
    """Bring files in; where one is a table, ask first what its columns are."""

    def look(workbench: Workbench) -> list[TablePreview]:
        return [found for path in paths if (found := _preview(workbench, path)) is not None]

    def ask(previews: list[TablePreview]) -> None:
        _ask_mappings(window, paths, previews, {})

    window.desk.errand(look, ask, window.desk.failed.emit)


def _preview(workbench: Workbench, path: Path) -> TablePreview | None:
    try:
        return preview(workbench, path)
    except (KnownError, OSError):
        return None  # the import says why nothing can be read from it


def _ask_mappings(
    window: MainWindow, paths: Sequence[Path], previews: list[TablePreview], wishes: dict[Path, ImportWish]
) -> None:
    """Ask for one table after the other, then begin; to cancel one is to cancel the import."""
    if not previews:
        _import(window, paths, wishes)
        return
    first, rest = previews[0], previews[1:]
    dialog = MappingDialog(first, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def go_on(mapping: Mapping) -> None:
        columns = first.table.columns
        window.desk.write(lambda workbench: remember_mapping(workbench, columns, mapping))
        chosen = ImportWish(mapping=mapping, table=first.table)
        _ask_mappings(window, paths, rest, {**wishes, first.path: chosen})

    dialog.chosen.connect(go_on)
    dialog.open()


def _steps(
    workbench: Workbench, paths: Sequence[Path], wishes: dict[Path, ImportWish], report: ImportReport
) -> Iterator[tuple[int, int]]:
    """Import one file after the other; yield the bytes done, and all bytes."""
    sizes = [size_of(path) for path in paths]
    for at, path in enumerate(paths):
        wish = wishes.get(path, AS_THEY_ARE)
        for done, _size in import_steps(workbench, [path], report, wish=wish, chunk_seconds=_STEP_SECONDS):
            yield sum(sizes[:at]) + done, sum(sizes)


def _import(window: MainWindow, paths: Sequence[Path], wishes: dict[Path, ImportWish]) -> None:
    report = ImportReport()
    walk = window.desk.walk(lambda workbench: _steps(workbench, paths, wishes, report))
    text = _("Importing {files}…").format(files=", ".join(path.name for path in paths))

    def show_progress(done: int, total: int) -> None:
        window.notices.show_progress(IMPORT, text, done, total, walk.cancel)

    def finish(is_whole: bool) -> None:
        report.is_whole = is_whole
        _show_report(window, report)

    def fail(error: Exception) -> None:
        window.notices.close_notice(IMPORT)
        window.desk.failed.emit(error)
        window.content.refill()

    walk.progressed.connect(show_progress)
    walk.finished.connect(finish)
    walk.failed.connect(fail)
    walk.finished.connect(walk.deleteLater)
    show_progress(0, 1)
    walk.start()


def _show_report(window: MainWindow, report: ImportReport) -> None:
    problems = len(report.rejected) + len(report.conflicts)
    way_out = (_("Details…"), partial(_open_summary, window, report)) if problems else None
    window.notices.close_notice(IMPORT)
    window.notices.show_notice(IMPORT, summary_of(report), is_trouble=bool(problems), way_out=way_out)
    window.content.refill()


def _open_summary(window: MainWindow, report: ImportReport) -> None:
    ImportSummary(report, window).show()


def summary_of(report: ImportReport) -> str:
    """Return what an import did, in a few sentences."""
    sentences = [
        _("Added: {jobs} jobs, {deliverables} deliverables, {reviews} reviews.").format(**report.added),
    ]
    if any(report.updated.values()):
        sentences.append(
            _("Updated: {jobs} jobs, {deliverables} deliverables, {reviews} reviews.").format(**report.updated)
        )
    if any(report.unchanged.values()):
        sentences.append(
            _("Unchanged: {jobs} jobs, {deliverables} deliverables, {reviews} reviews.").format(**report.unchanged)
        )
    if refused := len(report.rejected):
        text = ngettext("{count} was refused.", "{count} were refused.", refused)
        sentences.append(text.format(count=f"{refused:,}"))
    if different := len(report.conflicts):
        text = ngettext("{count} review is different here.", "{count} reviews are different here.", different)
        sentences.append(text.format(count=f"{different:,}"))
    if not report.is_whole:
        sentences.append(_("The import was cancelled; what came in stays, and importing again completes it."))
    return " ".join(sentences)


def ask_export(window: MainWindow) -> None:
    """Ask for a format and then for a file or folder, and write the annotations there."""
    dialog = ExportDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.chosen.connect(partial(_ask_place, window))
    dialog.open()


def _ask_place(window: MainWindow, name: str) -> None:
    """Ask where an export goes; a folder is named like a file, and must not be there yet."""
    shape = FORMATS[name]
    dialog = QFileDialog(window, _("Export"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{_(shape.title)} (*{shape.suffix})")
    dialog.setDefaultSuffix(shape.suffix.removeprefix("."))
    dialog.selectFile(f"annotations{shape.suffix}")
    dialog.fileSelected.connect(lambda path: export_to(window, Path(path), name))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def export_to(window: MainWindow, path: Path, name: str | None = None) -> None:
    """Write all jobs with all reviews to a file, in a named format or the one that its ending tells."""
    window.flush()
    wish = ExportWish(name or ("jsonl" if path.suffix.lower() == ".jsonl" else "json"))
    window.notices.show_notice(EXPORT, _("Exporting to {path}…").format(path=path), is_lasting=True)

    def work(workbench: Workbench) -> Exported:
        return export_file(workbench, path, wish)

    def fail(error: Exception) -> None:
        window.notices.close_notice(EXPORT)
        window.desk.failed.emit(error)

    # What was typed last is still on its way: the export begins when it is stored.
    window.desk.write(_nothing, lambda _none: window.desk.errand(work, partial(_show_exported, window, path), fail))


def _nothing(_workbench: Workbench) -> None:
    return


def _show_exported(window: MainWindow, path: Path, exported: Exported) -> None:
    counts = exported.manifest
    reviews = counts["reviews"]
    text = _("Exported {jobs} jobs, {deliverables} deliverables and {reviews} reviews to {path}.").format(
        jobs=f"{counts['jobs']:,}",
        deliverables=f"{counts['deliverables']:,}",
        reviews=f"{reviews['submitted'] + reviews['draft'] + reviews['skipped']:,}",
        path=path,
    )
    if exported.rows is not None:
        rows = ngettext("{count} row written.", "{count} rows written.", exported.rows).format(count=exported.rows)
        text = " ".join([text, rows, *(f"{reason_text(*each)}." for each in exported.left_out.items())])
    folder = QUrl.fromLocalFile(str(path.parent))
    window.notices.close_notice(EXPORT)
    window.notices.show_notice(EXPORT, text, way_out=(_("Show the folder"), partial(QDesktopServices.openUrl, folder)))
