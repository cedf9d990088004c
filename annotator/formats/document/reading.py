"""Reading a document as a stream: its header, then job by job, with what is refused and why.

The smallest faulty unit (review, deliverable, job) is refused; the rest of the file comes in. A document whose header
stands behind its jobs is read twice rather than held.
"""

from __future__ import annotations

import codecs
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from annotator.domain.document import HEADER_KEYS
from annotator.formats.document.decoding import Decoder, TooDeep, shown
from annotator.formats.document.header import Header, Unusable, read_header
from annotator.formats.document.jobs import JobReader, ReadJob, Rejected
from annotator.formats.document.scanning import BrokenJson, JsonStream, items, keys
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_HEAD_BYTES: Final = 4096
_LONG_LINE: Final = 1 << 20
"""A first line of more bytes than this may be a whole document, which is not held."""
_NEEDED_FIRST: Final = frozenset({"study", "reviewers", "tags"})
"""Keys that decide where jobs belong; when they stand before the jobs, one reading is enough."""


class DocumentReader:
    """A document that is being read: iterate over it for its header, its jobs and what was refused.

    A header comes first, always; in a file of lines that several exports were joined into, several do.

    Args:
        stream: the file's bytes, from the beginning; it must be able to go back.
        name: the file's name, for messages.

    Raises:
        KnownError: nothing in the file can be read as a document.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.name = name
        self._stream = stream
        self._decoder = Decoder()
        self._first: tuple[bytes, object, bool] | None = None
        self._start = _start_of(stream, name)
        self._is_document = self._is_one_document()

    def __iter__(self) -> Iterator[Header | ReadJob | Rejected]:
        yield from self._document() if self._is_document else self._lines()

    @property
    def bytes_read(self) -> int:
        """How far the reading is."""
        return self._stream.tell()

    def _rewound(self) -> JsonStream:
        self._stream.seek(self._start)
        return JsonStream(self._stream, self._decoder)

    def _is_one_document(self) -> bool:
        """Return whether the file is one document, rather than a job a line."""
        if self._begins_with_job():
            return False
        scan = self._rewound()
        seen: set[str] = set()
        try:
            for key in keys(scan):
                if key == "jobs" and scan.next_sign() == "[" and ("format" in seen or "id" not in seen):
                    return True
                seen.add(key)
                scan.value()
            return not scan.next_sign() and "id" not in seen and ("format" in seen or "jobs" in seen)
        except BrokenJson as broken:
            if self._has_second_line():
                return False
            raise Unusable(self.name, _sentence(broken)) from None

    def _begins_with_job(self) -> bool:
        """Return whether the first line is a job, as in most files; it is kept, since it is often the longest."""
        self._stream.seek(self._start)
        raw = self._stream.readline(_LONG_LINE)
        if not raw.endswith(b"\n"):
            return False
        value, _reason = self._value(raw)
        if not isinstance(value, dict) or "id" not in value or not value.keys().isdisjoint({"format", "jobs"}):
            return False
        self._first = raw, value, self._decoder.is_suspicious
        return True

    def _has_second_line(self) -> bool:
        """Return whether the line after a broken first one is a JSON object on its own."""
        self._stream.seek(self._start)
        self._stream.readline()
        try:
            return isinstance(json.loads(self._stream.readline()), dict)
        except (ValueError, RecursionError):
            return False

    # One document

    def _document(self) -> Iterator[Header | ReadJob | Rejected]:
        given = self._keys_before_jobs()
        header = read_header(given if given.keys() >= _NEEDED_FIRST else self._all_keys(), self.name)
        yield header
        jobs = JobReader(self.name)
        yield from self._jobs(self._rewound(), jobs, header)
        yield from self._missing(header, jobs)

    def _keys_before_jobs(self) -> dict[str, object]:
        scan = self._rewound()
        given: dict[str, object] = {}
        for key in keys(scan):
            if key == "jobs":
                break
            given.setdefault(key, scan.value())
        return given

    def _all_keys(self) -> dict[str, object]:
        """Return the header's keys, wherever they stand; a broken file has those before the break."""
        scan = self._rewound()
        given: dict[str, object] = {}
        try:
            for key in keys(scan):
                if key == "jobs" and scan.next_sign() == "[":
                    for _index in items(scan):
                        scan.value()
                else:
                    given.setdefault(key, scan.value())
        except BrokenJson:
            pass  # reported where the jobs are read
        return given

    def _jobs(self, scan: JsonStream, jobs: JobReader, header: Header) -> Iterator[Header | ReadJob | Rejected]:
        seen: dict[str, object] = {}
        path = ""
        try:
            for key in keys(scan):
                path = shown(key)
                if key in seen:
                    yield Rejected(self.name, scan.line, path, _("the key stands there twice"))
                if key != "jobs" or scan.next_sign() != "[":
                    seen.setdefault(key, scan.value())
                    continue
                seen[key] = None
                for index in items(scan):
                    path = f"jobs[{index}]"
                    line, value = scan.line, scan.value()
                    yield from jobs.read(value, line, is_suspicious=scan.is_suspicious)
                    path = "jobs"
            if scan.next_sign():
                yield Rejected(self.name, scan.line, "", _("something follows the end of the document"))
        except BrokenJson as broken:
            yield Rejected(self.name, broken.line, path, _sentence(broken))
        if seen.get("jobs") is not None:
            yield Rejected(self.name, None, "jobs", _("it must be a list"))
        yield from self._late(seen, header)

    def _late(self, seen: dict[str, object], header: Header) -> Iterator[Header]:
        """Yield the unknown keys that stand behind the jobs."""
        late = {key: value for key, value in seen.items() if key not in header.extra and key not in HEADER_KEYS}
        if late:
            yield replace(read_header(late, self.name), is_late=True)

    # A job a line

    def _lines(self) -> Iterator[Header | ReadJob | Rejected]:
        self._stream.seek(self._start)
        header: Header | None = None
        jobs = JobReader(self.name)
        for line, raw in enumerate(self._stream, start=1):
            if raw.isspace():
                continue
            value, reason = self._value(raw)
            if isinstance(value, dict) and "format" in value and value.get("id") is None:
                yield from self._missing(header, jobs)
                header = read_header(value, self.name, line)
                jobs = JobReader(self.name)
                yield header
                continue
            if header is None:
                header = Header()
                yield header
            if reason:
                yield Rejected(self.name, line, jobs.skip(), reason)
            else:
                yield from jobs.read(value, line, is_suspicious=self._decoder.is_suspicious)
        yield from self._missing(header, jobs)

    def _value(self, raw: bytes) -> tuple[object, str]:
        """Return the value of a line, or why there is none."""
        first, self._first = self._first, None
        if first is not None and first[0] == raw:
            _raw, value, self._decoder.is_suspicious = first
            return value, ""
        is_utf8 = True
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text, is_utf8 = raw.decode("utf-8", "surrogateescape"), False
        try:
            value = self._decoder.decode(text)
        except json.JSONDecodeError as error:
            return None, _("it is not JSON from column {column} on").format(column=error.pos + 1)
        except RecursionError:
            return TooDeep(), ""
        self._decoder.is_suspicious |= not is_utf8
        return value, ""

    def _missing(self, header: Header | None, jobs: JobReader) -> Iterator[Rejected]:
        if header is not None and header.jobs is not None and header.jobs > jobs.count:
            reason = _("the file says that it holds {promised} jobs, but only {found} are there")
            yield Rejected(self.name, None, "manifest.jobs", reason.format(promised=header.jobs, found=jobs.count))


def _start_of(stream: BinaryIO, name: str) -> int:
    """Return where the text begins.

    Raises:
        KnownError: the file is empty, or no JSON at all.
    """
    head = stream.read(_HEAD_BYTES)
    if not head:
        raise Unusable(name, _("the file is empty"))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unusable(name, _("it is text in UTF-16; only UTF-8 can be read"))
    start = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    text = head[start:].lstrip(b" \t\r\n")
    if not text and len(head) < _HEAD_BYTES:
        raise Unusable(name, _("the file is empty"))
    if text and not text.startswith(b"{"):
        raise Unusable(name, _("it is neither a document annotator/1 nor a file with a job a line"))
    return start


def _sentence(broken: BrokenJson) -> str:
    if broken.is_cut_off:
        return _("the file breaks off in line {line}").format(line=broken.line)
    return _("it is not JSON from line {line}, column {column} on").format(line=broken.line, column=broken.column)
