"""Asks which column of a table is what, with a look at its first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.incoming.mapping import FIELDS, Mapping
from annotator.i18n import _, ngettext
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.workflow.import_sources import TablePreview

_ROWS: Final = 20
_MOST_CELL: Final = 200
_LEAST_WIDTH: Final = 110
_CONSTANTS: Final = frozenset({"currency", "language", "category", "model"})
"""What may also be one text for all rows, typed in."""


class MappingDialog(QDialog):
    """Shows what was guessed or remembered, and lets it be changed.

    Signals:
        chosen: what the columns are (Mapping).
    """

    chosen = Signal(object)

    def __init__(self, preview: TablePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = preview.table
        self._given = preview.mapping
        self.setWindowTitle(_("Import {file}").format(file=preview.path.name))
        self.setObjectName("mapping_dialog")
        self.boxes = {name: self._box(name) for name in FIELDS}
        self._rows = self._preview()
        self._trouble = plain_label("trouble", wraps=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._import = self._buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._buttons.accepted.connect(self._choose)
        self._buttons.rejected.connect(self.reject)
        for box in self.boxes.values():
            box.currentTextChanged.connect(self._show_mapping)
        self._show_mapping()
        self.resize(980, 560)

    def _lay_out(self) -> None:
        form = QFormLayout()
        for name, box in self.boxes.items():
            form.addRow(_(FIELDS[name]), box)
        row = QHBoxLayout()
        row.addLayout(form)
        row.addWidget(self._rows, 1)
        layout = QVBoxLayout(self)
        count = len(self._table.rows)
        words = ngettext("{count} row.", "{count} rows.", count).format(count=f"{count:,}")
        ask = _("Say what each column is; rows with the same id or brief are one job. Other columns are kept with it.")
        layout.addWidget(plain_label("quiet", f"{words} {ask}", wraps=True))
        layout.addLayout(row, 1)
        layout.addWidget(self._trouble)
        layout.addWidget(self._buttons)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"map_{name}")
        box.setAccessibleName(_(FIELDS[name]))
        box.setEditable(name in _CONSTANTS)
        box.setMinimumContentsLength(14)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem("" if name in _CONSTANTS else _("(none)"), "")
        for column in self._table.columns:
            box.addItem(column, column)
        if name == "content" and len(self._given.contents) > 1:
            box.addItem(", ".join(self._given.contents), self._given.contents)
            box.setCurrentIndex(box.count() - 1)
            return box
        given = (*self._given.contents, "")[0] if name == "content" else self._given.columns.get(name, "")
        if given.startswith("="):
            box.setEditText(given[1:])
        else:
            box.setCurrentIndex(max(0, box.findData(given)))
        return box

    def _preview(self) -> QTableWidget:
        rows = self._table.rows[:_ROWS]
        shown = QTableWidget(len(rows), len(self._table.columns))
        shown.setAccessibleName(_("First rows"))
        shown.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        shown.setVerticalHeaderLabels([str(row.line) for row in rows])
        for at, row in enumerate(rows):
            for column, name in enumerate(self._table.columns):
                text = str(row.cells.get(name, ""))[:_MOST_CELL].replace("\n", " ")
                shown.setItem(at, column, QTableWidgetItem(text))
        shown.setWordWrap(False)
        shown.horizontalHeader().setStretchLastSection(True)
        return shown

    @property
    def mapping(self) -> Mapping:
        """What is chosen now; text that is no column is the same text for every row."""
        columns: dict[str, str] = {}
        contents: tuple[str, ...] = ()
        for name, box in self.boxes.items():
            column = self._column(box)
            if name == "content":
                contents = column if isinstance(column, tuple) else (column,) if column else ()
            elif column and isinstance(column, str):
                columns[name] = column
        return Mapping(columns, contents)

    def _column(self, box: QComboBox) -> str | tuple[str, ...]:
        if box.isEditable() and box.findText(box.currentText()) < 0:
            return f"={box.currentText().strip()}" if box.currentText().strip() else ""
        data: str | tuple[str, ...] | list[str] | None = box.itemData(box.findText(box.currentText()))
        return tuple(data) if isinstance(data, list) else data or ""

    @Slot()
    def _show_mapping(self) -> None:
        mapping = self.mapping
        use = {column: _(FIELDS[name]) for name, column in mapping.columns.items()}
        deliverable = FIELDS["content"]
        use |= dict.fromkeys(mapping.contents, _(deliverable))
        labels = [f"{column}\n→ {use[column]}" if column in use else column for column in self._table.columns]
        self._rows.setHorizontalHeaderLabels(labels)
        header = self._rows.horizontalHeader()
        for at in range(len(labels)):
            self._rows.setColumnWidth(at, max(_LEAST_WIDTH, header.sectionSizeHint(at)))
        self._trouble.setText("" if mapping.is_enough else _("Choose the column that holds the brief, or the title."))
        self._import.setEnabled(mapping.is_enough)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(self.mapping)
        self.accept()
