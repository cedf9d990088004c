"""The very first jobs of a profile: the tour follows them, or is offered, and then never again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.i18n import _
from annotator.ui.starting.welcome import Welcome

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow
    from annotator.ui.window_content import WindowContent

TOUR: Final = "tour"
_NAME: Final = "start"
_HAS_BEGUN: Final = "has_begun"


class FirstSteps(QObject):
    """Remembers whether anything was ever begun here.

    Who asked for samples or files on the first page wants to look around: the tour begins with the first deliverable.
    Who opened a pack wants to work, and its instructions come first: the tour is one line that can be closed.
    """

    def __init__(self, content: WindowContent, window: MainWindow) -> None:
        super().__init__(content)
        self._content = content
        self._state = window.state
        self._looks_around = False
        self._waits = False
        verbs = window.verbs
        self.welcome = Welcome(window.preferences, is_first=self.is_first)
        self.welcome.pack_requested.connect(verbs.travel.open_file)
        self.welcome.import_requested.connect(verbs.import_files)
        self.welcome.samples_requested.connect(verbs.import_samples)
        for looks in (self.welcome.import_requested, self.welcome.samples_requested):
            looks.connect(self._look_around)

    @property
    def is_first(self) -> bool:
        """Whether nothing was ever begun here."""
        return self._state.value(_NAME).get(_HAS_BEGUN) is not True

    @Slot()
    def _look_around(self) -> None:
        self._looks_around = True

    def open_pack(self) -> None:
        """A pack is being opened: its instructions come first."""
        self._looks_around = False

    def begin(self) -> None:
        """There are jobs where there were none."""
        if not self.is_first:
            return
        self._state.keep(_NAME, {_HAS_BEGUN: True})
        if self._looks_around:
            self._waits = True
            self.see_sheet()
        else:
            self._offer()

    def _offer(self) -> None:
        text = _("New here? A short tour shows what is where in the window.")
        self._content.notices.show_notice(TOUR, text, way_out=(_("Show me around"), self._content.verbs.show_tour))

    @Slot()
    def see_sheet(self) -> None:
        """Begin the tour once there is something to be shown around in, and everything in it has found its place."""
        if self._waits and self._content.review_screen.opening is not None:
            self._waits = False
            QTimer.singleShot(0, self, self._content.verbs.show_tour)
