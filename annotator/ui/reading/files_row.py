"""The files that belong to a text, each a button with its name and size."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.i18n import _, current_language
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from annotator.domain.job import Attachment

_LEAST_WIDTH: Final = 170
_NAME_PIXELS: Final = 150


class FilesRow(QWidget):
    """Shows attached files; hidden while there is none.

    Signals:
        file_requested: the reviewer wants to open this file (Attachment).
    """

    file_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("files_row")
        self._files: tuple[Attachment, ...] = ()
        self._columns = 0
        self._buttons: list[QPushButton] = []
        self._title: QLabel = plain_label("quiet")
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        stretched = QHBoxLayout()
        stretched.addLayout(self._grid)
        stretched.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addLayout(stretched)
        self.hide()

    def show_files(self, files: tuple[Attachment, ...]) -> None:
        """Show these files."""
        self._title.setText(_("Files"))
        if files == self._files and self._buttons:
            return
        self._files = files
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(file) for file in files]
        self._columns = 0
        self._place()
        self.setVisible(bool(files))

    def _button(self, file: Attachment) -> QPushButton:
        made = QPushButton(self)
        name = made.fontMetrics().elidedText(file.name, Qt.TextElideMode.ElideMiddle, _NAME_PIXELS)
        size = _size(file)
        made.setText(f"▤ {name}  {size}".replace("&", "&&").rstrip())
        made.setToolTip(f"{file.name}\n{size}".rstrip())
        made.setAccessibleName(f"{file.name} {size}".rstrip())
        made.setObjectName("file")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setEnabled(file.sha256 is not None)
        made.clicked.connect(partial(self._open, file))
        return made

    def _open(self, file: Attachment, _is_checked: bool = False) -> None:
        self.file_requested.emit(file)

    def _place(self) -> None:
        columns = max(1, self.width() // _LEAST_WIDTH)
        if columns == self._columns:
            return
        self._columns = columns
        for at, button in enumerate(self._buttons):
            self._grid.addWidget(button, at // columns, at % columns)
            button.show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def _size(file: Attachment) -> str:
    if file.sha256 is None:
        return _("not delivered")
    if file.size is None:
        return ""
    return QLocale(current_language()).formattedDataSize(file.size, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
