"""A program's life with a key: kept, used, refused, logged, exported, reported; run as a process of its own.

Prints, as JSON, where the key was kept, whether another set of keys finds it, and what the window said.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop

from annotator.bootstrap import make_shell
from annotator.domain.job import Arm
from annotator.llm.keys import Keys
from annotator.paths import resource
from annotator.settings.connections import Connection
from annotator.ui.screens.exchange import export_to, import_paths
from annotator.workflow.requests import Ask

SENTINEL = "sk-test-SENTINEL"


def main(folder: Path, url: str) -> None:
    """Live it, in a folder, against a server that refuses the first requests and quotes the key."""

    def until(is_so) -> None:
        end = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < end, f"it did not come about; {said}"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    said: list[str] = []
    shell = make_shell()
    shell.messages.install()
    shell.messages.start_log()
    shell.messages.bug.connect(said.append)
    shell.show(folder / "workspace")
    until(lambda: shell.desk.is_ready)
    import_paths(shell.window, [resource("samples", "samples.jsonl")])
    until(lambda: shell.window.content is not None and shell.window.review_screen.opening is not None)
    asking = shell.desk.asking
    connection = Connection("Vendor", url, "gpt-4o")
    shell.preferences.set_connections([connection])
    kept: list[bool] = []
    asking.connecting.kept.connect(kept.append)
    asking.connecting.keep(connection, SENTINEL)
    until(lambda: bool(kept))
    tried: list[str] = []
    asking.connecting.attempt(connection, "", lambda _is_answered, sentence: tried.append(sentence))
    until(lambda: bool(tried))
    ends: list[object] = []
    asking.failed.connect(lambda error: (said.append(repr(error)), ends.append(error)))
    asking.finished.connect(ends.append)
    for number in range(4):
        ask = Ask(shell.window.review_screen.opening.sheet.ref, Arm.FEEDBACK, f"Again {number}")
        asking.ask(ask, connection)
        until(lambda number=number: len(ends) == number + 1)
    _break(shell, asking.asker.keys, connection.origin)
    export_to(shell.window, folder / "annotations.json")
    until((folder / "annotations.json").exists)
    until(lambda: not shell.desk.has_unsaved)
    is_found = Keys().get(connection.origin) is not None
    said += tried
    assert shell.close()
    print(json.dumps({"kept": kept, "is_found": is_found, "said": said, "answers": len(ends)}))  # noqa: T201
    sys.stdout.flush()
    os._exit(0)


def _break(shell, keys, origin: str) -> None:
    """Let something go wrong with the key at hand, and the window report it."""

    def fail() -> None:
        raise RuntimeError(keys.get(origin).secret)

    try:
        fail()
    except RuntimeError as error:
        shell.messages.tell(error)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
