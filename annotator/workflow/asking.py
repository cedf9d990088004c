"""Asking a model for the next attempt: written down, sent, taken in as it comes, stored; whatever happens, kept."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from annotator.errors import DomainError
from annotator.llm.keys import Keys
from annotator.llm.model import ModelTrouble, Reception
from annotator.llm.network import Network, aside
from annotator.llm.openai_model import OpenAIModel
from annotator.llm.patience import IMPATIENT, ask_patiently
from annotator.workflow import requests
from annotator.workflow.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from annotator.domain.message import Message
    from annotator.llm.network import Call
    from annotator.settings.connections import Connection
    from annotator.workflow.attempts import Added
    from annotator.workflow.requests import Ask
    from annotator.workflow.workbench import Workbench

T = TypeVar("T")

_NOTE_S: Final = 1.0
"""How often what came in is stored while an answer streams: a killed program loses no more."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a request ended: with a stored attempt, or with nothing because it was stopped before anything came.

    `text` is what came, `is_partial` says that it is not whole.
    """

    added: Added | None
    text: str
    is_partial: bool


class UnderWay:
    """One request under way; the answer so far may be read at any time, from any thread."""

    def __init__(self, workbench: Workbench, ask: Ask, connection: Connection, request_id: str | None) -> None:
        self._workbench = workbench
        self._ask = ask
        self._connection = connection
        self._request_id = request_id
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="asking")
        self._call: Call | None = None
        self._messages: tuple[Message, ...] = ()
        self._seconds = 0.0
        self.reception = Reception()

    @property
    def request_id(self) -> str | None:
        """The id under which the request is written down, once it is."""
        return self._request_id

    def keep(self) -> Added:
        """Store what came of an answer that failed, as an attempt that is marked partial.

        Raises:
            DomainError: nothing came.
        """
        completion = self.reception.completion()
        if not completion.text or self._request_id is None:
            raise DomainError("nothing came of this answer")
        answer = Answer(completion, self._connection, self._messages, self._seconds)
        return requests.finish(self._workbench, self._request_id, self._ask, answer)

    def start(
        self, network: Network, keys: Keys, done: Callable[[Ended], object], failed: Callable[[BaseException], object]
    ) -> None:
        """Begin; `done` or `failed` is called in the network's thread."""
        self._call = network.start(partial(self._run, keys), done, failed)

    def stop(self) -> None:
        """Stop the answer; what came of it becomes an attempt that is marked partial."""
        if self._call is not None:
            self._call.cancel()

    async def _run(self, keys: Keys) -> Ended:
        try:
            return await self._ask_and_store(keys)
        finally:
            self._disk.shutdown(wait=False)

    async def _ask_and_store(self, keys: Keys) -> Ended:
        id_, messages = await self._on_disk(
            partial(requests.begin, self._workbench, self._ask, self._connection, self._request_id)
        )
        self._request_id, self._messages = id_, messages
        key = await aside(partial(keys.get, self._connection.origin))
        model = OpenAIModel(self._connection, key)
        noting = asyncio.create_task(self._note(id_))
        begun = time.monotonic()
        patience = IMPATIENT.before(partial(self._on_disk, partial(requests.sending, self._workbench, id_)))
        try:
            completion = await ask_patiently(model, messages, self.reception, patience)
        except asyncio.CancelledError:
            _take_back_cancelling()
            completion = self.reception.completion()
            if not completion.text:
                await self._on_disk(partial(requests.stop, self._workbench, id_))
                return Ended(None, "", is_partial=True)
        except ModelTrouble as trouble:
            await self._on_disk(partial(requests.fail, self._workbench, id_, str(trouble), self.reception.text))
            raise
        finally:
            self._seconds = time.monotonic() - begun
            noting.cancel()
            await model.close()
        answer = Answer(completion, self._connection, messages, self._seconds)
        added = await self._on_disk(partial(requests.finish, self._workbench, id_, self._ask, answer))
        return Ended(added, completion.text, completion.is_partial)

    async def _note(self, id_: str) -> None:
        noted = ""
        while True:
            await asyncio.sleep(_NOTE_S)
            text = self.reception.text
            if text != noted:
                await self._on_disk(partial(requests.note_partial, self._workbench, id_, text))
                noted = text

    async def _on_disk(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._disk, work)


def _take_back_cancelling() -> None:
    """Go on in a task that was cancelled: what came has still to be stored."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


class Asker:
    """Sends requests for a window; owns the network's thread and the keys of this session."""

    def __init__(self) -> None:
        self.keys = Keys()
        self._network = Network()

    def ask(
        self,
        request: UnderWay,
        done: Callable[[Ended], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Begin a request; `done` or `failed` is called in the network's thread."""
        request.start(self._network, self.keys, done, failed)

    def call(
        self,
        work: Callable[[Keys], Coroutine[Any, Any, T]],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> Callable[[], None]:
        """Do something else in the network's thread, such as trying a connection; return what cancels it."""
        return self._network.start(partial(work, self.keys), done, failed).cancel

    def close(self, timeout_s: float) -> bool:
        """Stop everything, keep what came, and return whether that was done in time."""
        return self._network.close(timeout_s)
