"""Any server that speaks the protocol of OpenAI, through its own client; the only module that imports it."""

from __future__ import annotations

import asyncio
import ssl
from socket import gaierror
from typing import TYPE_CHECKING, Any, Final, cast

from annotator.llm.loading import load
from annotator.llm.model import Trouble
from annotator.llm.retry_after import seconds_of
from annotator.llm.troubles import quoted, trouble_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    import openai

    from annotator.domain.message import Message
    from annotator.llm.keys import ApiKey
    from annotator.llm.model import Completion, ModelTrouble, Reception
    from annotator.settings.connections import Connection

_CLIENT: Final = "openai.resources.chat.completions"
"""Takes four times as long to import as the window to appear."""

_NO_KEY: Final = "none"
"""What is sent to a server for which there is no key: the client insists on one, servers at home do not look."""

_OK, _UNPAID, _FORBIDDEN, _NOT_FOUND, _TOO_LARGE, _TOO_MANY, _SERVER = 200, 402, (401, 403), 404, 413, 429, 500
_OF_THE_SERVER: Final = (408, 409, 425)


class OpenAIModel:
    """A connection's model, asked through one client; to be closed in the loop in which it was asked."""

    def __init__(self, connection: Connection, key: ApiKey | None) -> None:
        self._connection = connection
        self._key = key
        self._client: openai.AsyncOpenAI | None = None
        self._limit = "max_tokens"

    async def ask(self, messages: Sequence[Message], reception: Reception) -> Completion:
        """Send the messages and return the answer; `reception` holds what came at any time, whatever happens.

        Raises:
            ModelTrouble: it could not be asked, or was cut short.
        """
        load(_CLIENT)
        import openai  # noqa: PLC0415

        try:
            content_type = await self._receive(messages, reception)
        except (openai.OpenAIError, OSError, ValueError) as error:
            if reception.finish_reason is None:  # else the last words had come before
                # Without a cause: the client's errors carry the request, and the request carries the key.
                raise self._trouble(error, reception) from None
        else:
            self._require_end(reception, content_type)
        completion = reception.completion()
        if not completion.text:
            raise trouble_of(Trouble.EMPTY, self._connection)
        return completion

    async def models(self) -> tuple[str, ...]:
        """Return the names of the models that the server offers.

        Raises:
            ModelTrouble: it could not be asked.
        """
        load(_CLIENT)
        import openai  # noqa: PLC0415

        try:
            async with asyncio.timeout(self._connection.first_token_s):
                page = await self._open().models.list()
            return tuple(sorted(str(each.id) for each in page.data or ()))
        except (openai.OpenAIError, OSError, ValueError, AttributeError, TypeError) as error:
            raise self._trouble(error, None) from None

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    def _open(self) -> openai.AsyncOpenAI:
        import openai  # noqa: PLC0415

        if self._client is None:
            # A server on this computer is reached directly, whatever proxy the environment names.
            http = openai.DefaultAsyncHttpxClient(trust_env=False) if self._connection.is_local else None
            self._client = openai.AsyncOpenAI(
                base_url=self._connection.base_url,
                api_key=self._key.secret if self._key is not None else _NO_KEY,
                max_retries=0,
                timeout=openai.Timeout(None, connect=self._connection.connect_s),
                http_client=http,
            )
        return self._client

    async def _receive(self, messages: Sequence[Message], reception: Reception) -> str:
        """Take the answer in, and return what kind of content the server said it was."""
        self._open()  # takes its time, which is not the server's
        async with asyncio.timeout(self._connection.first_token_s):
            stream = await self._send(messages)
        try:
            pieces = stream.__aiter__()
            while (chunk := await self._next(pieces, reception)) is not None:
                _take(chunk, reception)
        finally:
            await stream.close()
        return str(stream.response.headers.get("content-type", ""))

    async def _send(self, messages: Sequence[Message]) -> Any:  # noqa: ANN401 -- the client's stream
        import openai  # noqa: PLC0415

        parameters = dict(self._connection.parameters)
        if "max_tokens" in parameters:
            parameters[self._limit] = parameters.pop("max_tokens")
        completions = cast("Any", self._open().chat.completions)
        try:
            return await completions.create(
                messages=[each.as_json() for each in messages],
                stream=True,
                stream_options={"include_usage": True},
                **parameters,
            )
        except openai.BadRequestError as error:
            # The vendor's newer models know this limit by another name, other servers by the old one alone.
            if self._limit in parameters and "max_completion_tokens" in str(error) and self._limit == "max_tokens":
                self._limit = "max_completion_tokens"
                return await self._send(messages)
            raise

    async def _next(self, pieces: AsyncIterator[Any], reception: Reception) -> Any | None:  # noqa: ANN401
        patience = self._connection.between_tokens_s if reception.has_begun else self._connection.first_token_s
        async with asyncio.timeout(patience):
            return await anext(pieces, None)

    def _require_end(self, reception: Reception, content_type: str) -> None:
        """Refuse an answer that ended without saying so: the client does not."""
        if reception.finish_reason is None:
            is_stream = "event-stream" in content_type
            raise trouble_of(Trouble.TRUNCATED if is_stream else Trouble.NOT_A_SERVER, self._connection)

    def _trouble(self, error: Exception, reception: Reception | None) -> ModelTrouble:
        kind = _kind_of(error)
        if kind is Trouble.FIRST_TIMEOUT and reception is not None and reception.has_begun:
            kind = Trouble.STALLED
        headers = getattr(getattr(error, "response", None), "headers", {})
        said = quoted(_words_of(error), self._key)
        return trouble_of(kind, self._connection, said=said, retry_after_s=seconds_of(headers))


def _take(chunk: Any, reception: Reception) -> None:  # noqa: ANN401 -- servers leave out what they like
    reception.served_model = getattr(chunk, "model", None) or reception.served_model
    usage = getattr(chunk, "usage", None)
    if usage is not None:
        reception.usage = usage.model_dump(mode="json", exclude_none=True)
    for choice in getattr(chunk, "choices", None) or ():
        delta = getattr(choice, "delta", None)
        text = getattr(delta, "content", None)
        if isinstance(text, str) and text:
            reception.add(text)
            reception.has_begun = True
        elif getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None):
            reception.has_begun = True  # it thinks aloud: it is alive
        reception.finish_reason = getattr(choice, "finish_reason", None) or reception.finish_reason


def _kind_of(error: Exception) -> Trouble:
    import openai  # noqa: PLC0415

    match error:
        case TimeoutError():
            kind = Trouble.FIRST_TIMEOUT
        case openai.APITimeoutError():
            kind = Trouble.CONNECT_TIMEOUT
        case openai.APIConnectionError():
            kind = _of_connection(error)
        case openai.APIStatusError():
            kind = _of_status(error.status_code, f"{error.code or ''} {_words_of(error)}".lower())
        case openai.OpenAIError():  # an error in the middle of the stream
            code = str(getattr(error, "code", "")).lower()
            kind = Trouble.RATE if "rate" in code or code == str(_TOO_MANY) else Trouble.SERVER
        case OSError():  # the client could not even be made
            kind = Trouble.CERTIFICATES
        case _:
            kind = Trouble.MALFORMED
    return kind


def _of_connection(error: Exception) -> Trouble:
    causes = list(_causes(error))
    if any(isinstance(each, gaierror) for each in causes):
        return Trouble.NAME
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return Trouble.CERTIFICATES
    has_never_stood = any(type(each).__name__ == "ConnectError" for each in causes)
    return Trouble.REFUSED if has_never_stood else Trouble.DISCONNECTED


def _of_status(status: int, said: str) -> Trouble:
    if status in _FORBIDDEN:
        return Trouble.KEY
    if status == _UNPAID or "insufficient_quota" in said:
        return Trouble.MONEY
    if status == _TOO_MANY:
        return Trouble.RATE
    if status >= _SERVER or status in _OF_THE_SERVER:
        return Trouble.SERVER
    return _of_request(status, said)


def _of_request(status: int, said: str) -> Trouble:
    if status == _TOO_LARGE or ("context" in said and any(word in said for word in ("length", "window", "exceed"))):
        return Trouble.TOO_LONG
    if "model" in said and ("not found" in said or "not_found" in said or "not exist" in said):
        return Trouble.MODEL
    return Trouble.ADDRESS if status == _NOT_FOUND else Trouble.REQUEST


def _words_of(error: Exception) -> str:
    """Return the server's own words, with the status in front if there is one."""
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    status = getattr(error, "status_code", None)
    words = said if isinstance(said, str) else str(getattr(error, "message", ""))
    return f"{status} {words}" if status is not None and not words.startswith("Error code") else words


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _causes(each)
        error = error.__cause__ or error.__context__
