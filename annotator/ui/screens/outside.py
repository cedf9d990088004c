"""What leaves the window: links, after asking once a site, and the files of a job."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox

from annotator.errors import KnownError
from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.domain.job import Attachment
    from annotator.ui.main_window import MainWindow
    from annotator.workflow.workbench import Workbench

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_OPENED: Final = frozenset(
    f".{suffix}"
    for suffix in (
        *("bmp", "csv", "docx", "gif", "jpeg", "jpg", "json", "md", "odp", "ods", "odt", "pdf"),
        *("png", "pptx", "rtf", "tsv", "txt", "webp", "xlsx"),
    )
)
"""What a viewer opens; anything else might run, and is only saved."""

_FILE: Final = "file"


def open_link(address: str, window: MainWindow) -> None:
    """Open a link in the browser, after showing where it leads and asking, once a site."""
    url = QUrl(address)
    if url.scheme().lower() not in _SCHEMES:
        text = _("This link leads to no web page: {address}").format(address=address)
        window.notices.show_notice("link", text)
        return
    site = url.host() or url.scheme()
    if site not in window.allowed_sites:
        question = QMessageBox(QMessageBox.Icon.Question, _("Open a link"), _("Open this page in the browser?"))
        question.setInformativeText(url.toDisplayString(QUrl.ComponentFormattingOption.FullyEncoded))
        question.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
        if question.exec() != QMessageBox.StandardButton.Open:
            return
        window.allowed_sites.add(site)
    QDesktopServices.openUrl(url)


def open_file(file: Attachment, window: MainWindow) -> None:
    """Open a copy of a job's file with the system's program for it; one that might run is saved where one says."""
    target = _place_for(file, window) if file.sha256 is not None else None
    if file.sha256 is None:
        _say_missing(file, window)
    elif target is not None:
        window.desk.read(partial(_copied, file.sha256, target), partial(_show_copy, file, window))


def _place_for(file: Attachment, window: MainWindow) -> Path | None:
    """Return where the copy goes; `None` if the reviewer changed their mind."""
    name = Path(file.name.replace("\\", "/")).name or "file"
    if Path(name).suffix.lower() in _OPENED:
        return Path(tempfile.mkdtemp(prefix="annotator-")) / name
    chosen, _kind = QFileDialog.getSaveFileName(window, _("Save the file"), name)
    return Path(chosen) if chosen else None


def _copied(sha256: str, target: Path, workbench: Workbench) -> Path | None:
    source = workbench.attachment_path(sha256)
    if source is None:
        return None
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise KnownError(
            _("The file could not be copied: {reason}.").format(reason=error.strerror or error),
            safe=_("The workspace is as it was."),
            hint=_("Check that you may write to {path}.").format(path=target.parent),
        ) from error
    return target


def _show_copy(file: Attachment, window: MainWindow, copied: Path | None) -> None:
    if copied is None:
        _say_missing(file, window)
    elif copied.suffix.lower() in _OPENED:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copied)))


def _say_missing(file: Attachment, window: MainWindow) -> None:
    text = _("The file {name} did not come with the job.").format(name=file.name)
    window.notices.show_notice(_FILE, text)
