"""Studies as documents, built by formula: the fixture of metrics M19, and a simulated UpBench."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

M19 = {
    "Writing": (20, 9, 11, 6, 120, 0.40, (12, 15, 18, 22, 20, 14, 25, 30, 16, 19, 21)),
    "Data": (14, 9, 5, 4, 150, 0.60, (10, 12, 9, 15, 11)),
    "Design": (12, 2, 10, 1, 110, 0.30, (25, 40, 35, 30, 28, 45, 33, 38, 29, 41)),
    "Translation": (14, 7, 7, 4, 45, 0.20, (18, 16, 20, 22, 15, 19, 17)),
}
"""Jobs, passed at attempt 1, retried, rescued, value, run cost and minutes by category."""

UPBENCH = {
    "Claude Sonnet 4": (128, 159, 37),
    "Gemini 2.5 Pro": (64, 222, 40),
    "GPT-5": (63, 237, 45),
}
"""Passed at attempt 1, failures retried and rescued by model, of 322 jobs (arXiv 2511.12306)."""

UPBENCH_JOBS = 322


def review(verdict: str | None, reviewer: str = "ada", **more: Any) -> Json:
    """Return a submitted review."""
    return {"reviewer": reviewer, "status": "submitted", "verdict": verdict, **more}


def feedback(minutes: float, kind: str = "I1") -> Json:
    """Return an intervention that took some minutes."""
    time = {"activity": "intervention", "started_at": "2026-11-01T09:00:00Z", "seconds": minutes * 60}
    return {"kind": kind, "primary": True, "content": "Please mend this.", "time": [time]}


def deliverable(id_: str, *reviews: Json, model: str = "model", **more: Any) -> Json:
    """Return a deliverable with its reviews."""
    return {"id": id_, "model": model, "content": f"Text of {id_}", "reviews": list(reviews), **more}


def job(id_: str, *deliverables: Json, **more: Any) -> Json:
    """Return a job."""
    return {"id": id_, "title": id_, "brief": f"Brief of {id_}", "deliverables": list(deliverables), **more}


def document(jobs: Iterable[Json], **more: Any) -> Json:
    """Return a document with jobs."""
    return {"format": "annotator/1", "study": {"id": "study", "name": "Study"}, "jobs": list(jobs), **more}


def write(folder: Path, content: Json) -> Path:
    """Write a document into a folder."""
    path = folder / "study.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def m19() -> Json:
    """Return the fixture of M19 as a document: the first jobs pass, then come the rescued ones, then the others."""
    return document(each for category in M19 for each in _category(category))


def _category(category: str) -> Iterator[Json]:
    n, passed, retried, rescued, value, run, minutes = M19[category]
    cost = {"amount": run, "currency": "USD"}
    for at in range(n):
        id_ = f"{category}-{at}"
        if at < passed:
            made = [deliverable(f"{id_}/1", review("pass"), attempt=1, cost=cost)]
        else:
            again = at - passed
            steps = [feedback(minutes[again])] if again < retried else []
            made = [deliverable(f"{id_}/1", review("fail", interventions=steps), attempt=1, cost=cost)]
            if again < retried:
                said = review("pass" if again < rescued else "fail")
                made.append(deliverable(f"{id_}/2", said, attempt=2, arm="feedback", parent=f"{id_}/1", cost=cost))
        yield job(id_, *made, category=category, budget={"amount": value, "currency": "USD"})


def upbench() -> Json:
    """Return a simulated UpBench: 322 jobs by three models, some of whose failures were answered and retried."""
    return document(
        job(f"job-{at}", *(made for model in UPBENCH for made in _attempts(at, model))) for at in range(UPBENCH_JOBS)
    )


def _attempts(at: int, model: str) -> Iterator[Json]:
    passed, retried, rescued = UPBENCH[model]
    id_ = f"job-{at}/{model}"
    yield deliverable(f"{id_}/1", review("pass" if at < passed else "fail"), model=model, attempt=1)
    if passed <= at < passed + retried:
        said = review("pass" if at - passed < rescued else "fail")
        yield deliverable(f"{id_}/2", said, model=model, attempt=2, parent=f"{id_}/1")
