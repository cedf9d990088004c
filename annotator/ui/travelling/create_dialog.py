"""Making packs: who reviews, which jobs, how they are shared out, and what gives a model away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.i18n import _, ngettext
from annotator.packs.values import PackOptions
from annotator.ui.parts import plain_label
from annotator.workflow.pack_plan import SHUFFLED, PackWish
from annotator.workflow.packing import check_jobs, create_packs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.pack_check import Finding
    from annotator.workflow.packing import Packed
    from annotator.workflow.sheets import QueueFilter

_MOST_SHOWN = 200
_DAYS_TO_WORK = 14


def show_create(window: MainWindow) -> None:
    """Show the dialog; the jobs are those that the queue shows."""
    window.flush()
    queue = window.review_screen.queue
    dialog = CreateDialog(queue.filter, len(window.review_screen.model.keys), window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def check(wish: PackWish) -> None:
        window.desk.errand(lambda workbench: check_jobs(workbench, wish), dialog.show_findings, window.desk.failed.emit)

    def create(wish: PackWish) -> None:
        window.desk.write(lambda workbench: create_packs(workbench, wish), dialog.show_packed)

    dialog.check_requested.connect(check)
    dialog.create_requested.connect(create)
    window.desk.failed.connect(dialog.show_failed)
    dialog.open()


class CreateDialog(QDialog):
    """Asks for what a pack needs.

    Signals:
        check_requested: look through the jobs of this wish (PackWish).
        create_requested: write the packs of this wish (PackWish).
    """

    check_requested = Signal(object)
    create_requested = Signal(object)

    def __init__(self, wanted: QueueFilter, deliverables: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("create_dialog")
        self.setWindowTitle(_("Make packs for reviewers"))
        self.resize(640, 660)
        self._wanted = wanted
        which = ngettext(
            "The {count} deliverable that the queue shows goes out; set its filter first to choose others.",
            "The {count} deliverables that the queue shows go out; set its filter first to choose others.",
            deliverables,
        )
        self._which = plain_label("quiet", which.format(count=deliverables), wraps=True)
        self.reviewers = _text_field(_("Reviewers"), _("One name a line"), 76)
        self.overlap = QSpinBox()
        self.overlap.setRange(0, 100)
        self.overlap.setValue(20)
        self.overlap.setSuffix(" %")
        self.blind = QCheckBox(_("Hide which model made what"))
        self.blind.setChecked(True)
        self.shuffle = QCheckBox(_("Give each reviewer the jobs in an order of their own"))
        self.shuffle.setChecked(True)
        self.leave_out = QCheckBox(_("Leave out jobs whose texts name a model"))
        self.has_deadline = QCheckBox(_("Deadline"))
        self.deadline = QDateEdit(QDate.currentDate().addDays(_DAYS_TO_WORK))
        self.deadline.setDisplayFormat("yyyy-MM-dd")
        self.deadline.setEnabled(False)
        self.split = QSpinBox()
        self.split.setRange(0, 1000)
        self.split.setSuffix(" MB")
        self.split.setSpecialValueText(_("one file"))
        self.practice = QLineEdit()
        self.practice.setPlaceholderText(_("Ids of deliverables, with spaces between them"))
        self.instructions = _text_field(_("Instructions"), _("What reviewers read first, in Markdown"), 110)
        self.folder = QLineEdit(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.news = _text_field(_("What the check found"), "", 110)
        self.news.setReadOnly(True)
        self.news.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        first: tuple[tuple[str, QWidget], ...] = (
            (_("Reviewers"), self.reviewers),
            (_("Jobs that two review"), self.overlap),
        )
        more: tuple[tuple[str, QWidget], ...] = (
            (_("Split files at"), self.split),
            (_("Practice items"), self.practice),
            (_("Instructions"), self.instructions),
        )
        for text, widget in (*first, *more):
            form.addRow(text, widget)
            widget.setAccessibleName(text)
        for box in (self.blind, self.shuffle, self.leave_out):
            form.addRow("", box)
        form.addRow(self.has_deadline, self.deadline)
        choose = QPushButton(_("Choose…"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_folder)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        form.addRow(_("Folder"), place)
        self.folder.setAccessibleName(_("Folder"))
        self.deadline.setAccessibleName(_("Deadline"))
        self.has_deadline.toggled.connect(self.deadline.setEnabled)
        column = QVBoxLayout(self)
        column.addWidget(self._which)
        column.addLayout(form, 1)
        column.addWidget(self.news)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.check = QPushButton(_("Check the jobs"))
        self.check.setAutoDefault(False)
        self.create_button = QPushButton(_("Make the packs"))
        self.create_button.setDefault(True)
        self.create_button.setEnabled(False)
        buttons.addButton(self.check, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.create_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.check.clicked.connect(self._ask_check)
        self.create_button.clicked.connect(self._ask_create)
        self.reviewers.textChanged.connect(lambda: self.create_button.setEnabled(bool(self._names())))
        buttons.rejected.connect(self.reject)
        return buttons

    def _names(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.reviewers.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def wish(self) -> PackWish:
        """Return what is asked for."""
        return PackWish(
            output=Path(self.folder.text()),
            reviewers=self._names(),
            options=PackOptions(
                blind=self.blind.isChecked(),
                order=SHUFFLED if self.shuffle.isChecked() else "as_is",
                overlap=self.overlap.value() / 100,
                deadline=self.deadline.date().toString("yyyy-MM-dd") if self.has_deadline.isChecked() else None,
            ),
            wanted=self._wanted,
            instructions=self.instructions.toPlainText(),
            practice=tuple(self.practice.text().split()),
            most_bytes=self.split.value() * 1_000_000 or None,
            leaves_out_named=self.leave_out.isChecked(),
        )

    @Slot()
    def _ask_check(self) -> None:
        self._say(_("Looking through the jobs…"))
        self.check_requested.emit(self.wish())

    @Slot()
    def _ask_create(self) -> None:
        self.create_button.setEnabled(False)
        self._say(_("Writing the packs…"))
        self.create_requested.emit(self.wish())

    @Slot()
    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the packs"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say what gives a model away."""
        lines = [f"{each.job}, {each.place}: {each.words}" for each in findings[:_MOST_SHOWN]]
        title = ngettext("{count} place gives something away:", "{count} places give something away:", len(findings))
        nothing = _("Nothing gives a model away.")
        self._say("\n".join([title.format(count=len(findings)), *lines]) if findings else nothing)

    def show_packed(self, packed: Packed) -> None:
        """Say which packs were written."""
        lines = [
            _("{file}: {jobs} jobs, {size:.1f} MB").format(
                file=pack.path.name, jobs=pack.manifest.jobs, size=pack.size / 1e6
            )
            for pack in packed.packs
        ]
        self._say("\n".join([_("The packs are ready. Send each reviewer theirs."), *lines]))

    @Slot(object)
    def show_failed(self, error: Exception) -> None:
        """Say what went wrong; the window behind says it too."""
        self._say(str(error))
        self.create_button.setEnabled(bool(self._names()))

    def _say(self, text: str) -> None:
        self.news.setPlainText(text)
        self.news.show()


def _text_field(name: str, hint: str, height: int) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    made.setMaximumHeight(height)
    return made
