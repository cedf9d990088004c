"""A gate on loopback in front of a server: it can hold an answer at any piece, or put an error in a piece's place."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader

_PATIENCE_S = 30


class Gate:
    """What passes between a client and a server, piece by piece; one answer a connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._hold_at: int | None = None
        self._error: tuple[int, dict[str, object]] | None = None
        self.has_held = threading.Event()
        self._is_open = threading.Event()

    def hold(self, at: int) -> None:
        """Let nothing more through from this piece on, until `open`."""
        self.has_held.clear()
        self._is_open.clear()
        self._hold_at = at

    def put_error(self, at: int, error: dict[str, object]) -> None:
        """Put an error in the place of this piece, as servers do that had begun to answer."""
        self._error = at, error

    def open(self) -> None:
        """Let everything through, from now on too."""
        self._hold_at = self._error = None
        self._is_open.set()

    def pass_on(self, client: socket.socket) -> None:
        """Carry a request to the server, and its answer back."""
        with socket.create_connection(("127.0.0.1", self._port)) as server, server.makefile("rb") as answer:
            threading.Thread(target=_pump, args=(client, server), daemon=True).start()
            with suppress(OSError):  # the client has gone
                self._carry(answer, client)
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)

    def _carry(self, answer: BufferedReader, client: socket.socket) -> None:
        head = b""
        while (line := answer.readline()) not in {b"", b"\r\n"}:
            head += line
        client.sendall(head + b"connection: close\r\n\r\n")
        if b"chunked" not in head.lower():
            client.sendall(answer.read(_length(head)))
            return
        for number, piece in enumerate(self._pieces(answer)):
            if self._error is not None and self._error[0] == number:
                said = f"data: {json.dumps({'error': self._error[1]})}\n\n".encode()
                client.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(said), said))
                return
            client.sendall(piece)

    def _pieces(self, answer: BufferedReader) -> Iterator[bytes]:
        """Return the pieces with their lengths in front; a server that hangs up ends them without the last one."""
        number = 0
        while True:
            if number == self._hold_at:
                self.has_held.set()
                self._is_open.wait(_PATIENCE_S)
            size = answer.readline()
            if not size:
                return
            yield size + answer.read(int(size, 16) + 2)
            if int(size, 16) == 0:
                return
            number += 1


def _length(head: bytes) -> int:
    return next(int(line.split(b":")[1]) for line in head.splitlines() if line.lower().startswith(b"content-length"))


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@contextmanager
def gate_before(port: int) -> Iterator[tuple[Gate, str]]:
    """Stand before a server on loopback; give the gate and the address of its own."""
    gate = Gate(port)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            gate.pass_on(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield gate, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            gate.open()
            server.shutdown()
