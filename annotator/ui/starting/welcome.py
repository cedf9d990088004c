"""What stands in the window while there are no jobs: the ways to begin and, at the first start, who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QFormLayout, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.settings.schema import BY_KEY
from annotator.ui.assessment.upright import Upright
from annotator.ui.parts import plain_label
from annotator.ui.screens.setting_field import setting_field

if TYPE_CHECKING:
    from annotator.ui.preferences import Preferences

ASKED: Final = ("language", "reviewer", "colours")
"""The settings that the first start asks for; each has an answer already, and none has to be given."""

_WIDTH: Final = 620


class Welcome(Upright):
    """Offers the ways to begin. It asks for no account, and nothing on it has to be filled in.

    Signals:
        pack_requested: open a pack.
        import_requested: bring jobs in from a file.
        samples_requested: bring the sample jobs in.
    """

    pack_requested = Signal()
    import_requested = Signal()
    samples_requested = Signal()

    def __init__(self, preferences: Preferences, *, is_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._fields = {key: setting_field(preferences, BY_KEY[key]) for key in ASKED} if is_first else {}
        self._page = QWidget()
        self._page.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self._page)
        column.setSpacing(10)
        column.addStretch(2)
        title = _("Welcome to Annotator") if is_first else _("No jobs yet")
        column.addWidget(plain_label("welcomeTitle", title))
        column.addWidget(
            plain_label(
                "quiet",
                _("Everything stays on this computer. There is no account, and nothing is sent by itself."),
                wraps=True,
            )
        )
        if is_first:
            column.addLayout(self._asked())
        column.addLayout(self._ways())
        column.addStretch(3)
        whole = QWidget()
        whole.setObjectName("welcome_page")
        row = QVBoxLayout(whole)
        row.setContentsMargins(24, 8, 24, 8)
        row.addWidget(self._page, 1)
        row.setAlignment(self._page, Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(whole)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_ready(is_ready=False)

    def _asked(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 6, 0, 6)
        form.setVerticalSpacing(6)
        for key, field in self._fields.items():
            form.addRow(_(BY_KEY[key].label), field)
        form.addRow("", plain_label("quiet", _("All of this can be changed later in the settings."), wraps=True))
        return form

    def _ways(self) -> QGridLayout:
        ways = (
            (
                "open_pack",
                _("Open a pack…"),
                _("You were sent a file that ends in .annotator. You can also drop it here, or double-click it."),
                self.pack_requested,
            ),
            (
                "import_jobs",
                _("Import a file…"),
                _("You have jobs and deliverables of your own: JSON, CSV, Excel or Parquet."),
                self.import_requested,
            ),
            (
                "try_samples",
                _("Try the samples"),
                _("You want to look around first; the sample jobs come with the program."),
                self.samples_requested,
            ),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        buttons = [self._way(*way) for way in ways]
        for row, (button, (_name, _text, note, _asks)) in enumerate(zip(buttons, ways, strict=True)):
            grid.addWidget(button, row, 0)
            grid.addWidget(plain_label("quiet", note, wraps=True), row, 1)
        self._first_way = buttons[0]
        return grid

    def _way(self, name: str, text: str, note: str, asks: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleDescription(note)
        button.setAutoDefault(True)
        button.clicked.connect(self._keep_name)
        button.clicked.connect(asks)
        return button

    def show_ready(self, *, is_ready: bool) -> None:
        """Offer the ways to begin once it is known that there are no jobs."""
        self._page.setVisible(is_ready)

    def take_focus(self) -> None:
        """Put the focus where one begins."""
        first: QWidget = next(iter(self._fields.values()), self._first_way)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_over(self, before: Welcome) -> None:
        """Be what another was: it said the same in other words. The focus stays where it was."""
        self.show_ready(is_ready=True)
        focused: QWidget | None = before.focusWidget()
        target = None if focused is None else self.findChild(QWidget, focused.objectName())
        if target is None:
            self.take_focus()
        else:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _keep_name(self) -> None:
        """A button that is clicked does not take the focus on every system: what was typed counts all the same."""
        name = self._fields.get("reviewer")
        if isinstance(name, QLineEdit):
            name.editingFinished.emit()
