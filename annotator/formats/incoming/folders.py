"""Folders: FastChat's and Arena-Hard's questions with their models' answers, and plain folders of files."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any, Final

from annotator.exactjson import loads
from annotator.formats.document.header import Unusable
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.domain.shapes import Record

QUESTIONS: Final = "question.jsonl"
_ANSWERS: Final = "model_answer"
_TEXTS: Final = frozenset({".md", ".markdown", ".txt"})
_BRIEFS: Final = ("brief.md", "brief.txt")
_BETWEEN_TURNS: Final = "\n\n---\n\n"


def is_fast_chat(folder: Path) -> bool:
    """Return whether a folder holds FastChat's questions."""
    return (folder / QUESTIONS).is_file()


def fast_chat_jobs(folder: Path) -> Iterator[tuple[int, Record]]:
    """Yield a job for each question, with the answers of every model in the folder `model_answer`.

    Raises:
        KnownError: a file in it is no JSON Lines.
        OSError: one cannot be read.
    """
    answers: dict[str, list[Record]] = {}
    for path in sorted((folder / _ANSWERS).glob("*.jsonl")):
        for _line, answer in _lines(path):
            answers.setdefault(str(answer.get("question_id")), []).extend(_deliverables(answer, path.stem))
    for line, question in _lines(folder / QUESTIONS):
        job_id = str(question.get("question_id"))
        metadata = {key: value for key, value in question.items() if key not in {"question_id", "turns", "category"}}
        yield (
            line,
            {
                "id": job_id,
                "brief": _BETWEEN_TURNS.join(_turns(question)),
                "category": question.get("cluster") or question.get("category"),
                "metadata": metadata,
                "deliverables": answers.get(job_id, []),
            },
        )


def _deliverables(answer: Record, file_model: str) -> Iterator[Record]:
    choices = answer.get("choices") or []
    model = answer.get("model_id") or file_model
    for at, choice in enumerate(choices):
        base = str(answer.get("answer_id") or f"{answer.get('question_id')}/{model}")
        yield {
            "id": base if not at else f"{base}#{at + 1}",
            "model": model,
            "attempt": at + 1,
            "content": _BETWEEN_TURNS.join(_turns(choice)),
        }


def _turns(given: Any) -> list[str]:  # noqa: ANN401 -- an object of a stranger's file
    turns = given.get("turns") or [] if isinstance(given, dict) else []
    return [turn if isinstance(turn, str) else str(turn.get("content", "")) for turn in turns]


def _lines(path: Path) -> Iterator[tuple[int, Record]]:
    for line, raw in enumerate(path.read_bytes().split(b"\n"), start=1):
        if raw.strip():
            try:
                given = loads(raw.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                given = None
            if not isinstance(given, dict):
                raise Unusable(str(path), _("line {line} is no JSON object").format(line=line))
            yield line, given


def folder_jobs(folder: Path) -> Iterator[tuple[int, Record]]:
    """Yield the jobs of a plain folder.

    A folder in it is a job: `brief.md` or `brief.txt` is its brief, each other text a deliverable named after its
    file, and other files are the job's attachments. Files beside these folders are jobs of their own, with the file as
    the only deliverable.

    Raises:
        KnownError: the folder is empty.
        OSError: a file cannot be read.
    """
    found = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    if not found:
        raise Unusable(str(folder), _("the folder is empty"))
    for number, path in enumerate(found, start=1):
        yield number, _job_of_folder(path) if path.is_dir() else _job_of_file(path)


def _job_of_folder(folder: Path) -> Record:
    files = sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))
    brief = next((each for name in _BRIEFS for each in files if each.name.lower() == name), None)
    texts = [each for each in files if each.suffix.lower() in _TEXTS and each != brief]
    others = [each for each in files if each not in texts and each != brief]
    return {
        "id": folder.name,
        "title": folder.name,
        "brief": _text(brief) if brief is not None else None,
        "attachments": [_attachment(each, f"{folder.name}/{each.name}") for each in others],
        "deliverables": [
            {"id": f"{folder.name}/{each.stem}", "model": each.stem, "content": _text(each)} for each in texts
        ],
    }


def _job_of_file(path: Path) -> Record:
    is_text = path.suffix.lower() in _TEXTS
    held: Record = {"content": _text(path)} if is_text else {"attachments": [_attachment(path, path.name)]}
    return {"id": path.name, "title": path.stem, "deliverables": [{"id": f"{path.name}/1", **held}]}


def _attachment(path: Path, place: str) -> Record:
    return {"name": path.name, "path": place, "media_type": mimetypes.guess_type(path.name)[0]}


def _text(path: Path) -> str:
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
