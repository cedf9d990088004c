"""Files that come to the window: named at the start, dropped, double-clicked, handed over by a second start.

A second start with files finds the first window by a local socket, gives it the paths and ends.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFileOpenEvent
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtNetwork import QLocalServer
    from PySide6.QtWidgets import QApplication, QWidget

_ANSWER_MS: Final = 1000
_MOST_BYTES: Final = 1 << 20


def hand_over(paths: Sequence[Path], workspace: Path | str) -> bool:
    """Give files to the window that has the workspace open; return whether there is one."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 -- only a start with files needs it

    socket = QLocalSocket()
    socket.connectToServer(server_name(workspace))
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
    is_taken = socket.waitForBytesWritten(_ANSWER_MS) and socket.waitForReadyRead(_ANSWER_MS)
    socket.disconnectFromServer()
    return bool(is_taken)


def server_name(workspace: Path | str) -> str:
    """Return the name under which the window on a workspace listens: this user's, this workspace's."""
    place = str(workspace) if "://" in str(workspace) else str(Path(workspace).absolute())
    digest = hashlib.sha256(f"{Path.home()}\n{place}".encode()).hexdigest()
    return f"annotator-{digest[:24]}"


class Arrivals(QObject):
    """Listens for files wherever they may come from.

    Signals:
        arrived: files for the window (list of Path).
    """

    arrived = Signal(object)

    def __init__(
        self, application: QApplication, window: QWidget, *, is_told_by_system: bool = sys.platform == "darwin"
    ) -> None:
        super().__init__(window)
        self._window = window
        self._server: QLocalServer | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        if is_told_by_system:  # every event of the program passes here: only where files come that way
            application.installEventFilter(self)

    def listen(self, workspace: Path | str) -> None:
        """Let second starts find this window; where another window listens already, it stays the one."""
        from PySide6.QtNetwork import QLocalServer, QLocalSocket  # noqa: PLC0415 -- after the first paint

        if self._server is not None:
            self._server.close()
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = server_name(workspace)
        if not server.listen(name):
            probe = QLocalSocket()
            probe.connectToServer(name)
            if probe.waitForConnected(_ANSWER_MS // 4):
                probe.disconnectFromServer()
                return
            QLocalServer.removeServer(name)  # a window that was killed left it behind
            server.listen(name)
        server.newConnection.connect(self._take_over)
        self._server = server

    @Slot()
    def _take_over(self) -> None:
        if self._server is None:
            return
        socket = self._server.nextPendingConnection()

        def read() -> None:
            if not socket.canReadLine() or socket.bytesAvailable() > _MOST_BYTES:
                return
            try:
                given = json.loads(bytes(socket.readLine().data()))
            except ValueError:
                given = []
            socket.write(b"ok\n")
            socket.flush()
            self._arrive([Path(each) for each in given if isinstance(each, str)] if isinstance(given, list) else [])

        socket.readyRead.connect(read)
        socket.disconnected.connect(socket.deleteLater)

    def _arrive(self, paths: list[Path]) -> None:
        self._window.raise_()
        self._window.activateWindow()
        if paths:
            self.arrived.emit(paths)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent) and event.file():
            self._arrive([Path(event.file())])
            return True
        if watched is self._window:
            if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter and dropped(event):
                event.acceptProposedAction()
                return True
            if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and dropped(event):
                event.acceptProposedAction()
                self._arrive(dropped(event))
                return True
        return super().eventFilter(watched, event)


def dropped(event: QDropEvent) -> list[Path]:
    """Return the files that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
