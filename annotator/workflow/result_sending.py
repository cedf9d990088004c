"""Sending back: what a reviewer did with a pack as one small file, a receipt to keep, and words for the mail."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from annotator import __version__
from annotator.domain.moments import now
from annotator.domain.opinions import is_opinion_for
from annotator.errors import KnownError, Refused
from annotator.exactjson import dumps
from annotator.i18n import _
from annotator.packs.sealing import write_sealed
from annotator.packs.values import FILES_FOLDER, RESULT_SUFFIX, REVIEWS_NAME, Party, Question, Request, ResultManifest
from annotator.storage import exchange_known as known
from annotator.storage import opened_packs, packs, studies
from annotator.storage.database import reading, transaction
from annotator.storage.exchange_out import stored_jobs
from annotator.workflow.file_names import telling_name
from annotator.workflow.packing import current_study
from annotator.workflow.progress import StudyProgress, counted, progress_of, real_items
from annotator.workflow.workspaces import DEFAULT_REVIEWER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.storage.exchange_out import StoredDeliverable
    from annotator.storage.files import FileStore
    from annotator.storage.opened_packs import OpenedPack
    from annotator.workflow.workbench import Workbench

REQUESTING: Final = frozenset({"I0", "I1", "I2", "I3", "I4"})
"""The interventions after which the model acts next; without a result they are requests."""

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """A result that was written: the file, what it says, and how many of its finished reviews are new in it."""

    path: Path
    manifest: ResultManifest
    sha256: str
    fresh: int

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as the command line prints it."""
        return {"file": str(self.path), "sha256": self.sha256, "fresh": self.fresh, **self.manifest.as_json()}


def study_progress(workbench: Workbench) -> StudyProgress | None:
    """Return how far the reviewer is with the current study; nothing for one that did not come in a pack."""
    with reading(workbench.database) as session:
        study_key = studies.current_key(session)
        return None if study_key is None else progress_of(session, study_key, workbench.reviewer.id)


def opened_studies(workbench: Workbench) -> tuple[StudyProgress, ...]:
    """Return the studies that came in packs, in the order they came."""
    with reading(workbench.database) as session:
        found = (progress_of(session, each.key, workbench.reviewer.id) for each in studies.studies(session))
        return tuple(each for each in found if each is not None)


def send_result(workbench: Workbench, folder: Path, question: str = "") -> Sent:
    """Write the current study's result into a folder under a telling name; sending again makes a higher revision.

    Args:
        workbench: the reviewer's workspace.
        folder: where the file goes.
        question: what the reviewer asks the coordinator beside the flags of single reviews.

    Raises:
        Refused: the study did not come in a pack.
        KnownError: the disk refused.
    """
    with reading(workbench.database) as session:
        study_key = current_study(session)
        pack = opened_packs.opened(session, study_key)
        if pack is None:
            raise Refused(
                _("There is nobody to send to: this study did not come in a pack."),
                safe=_("Your reviews are stored."),
                hint=_("Export them instead."),
            )
        gathered = _Gathering(session, study_key, pack, workbench)
        lines = b"".join(dumps(line) + b"\n" for line in gathered.lines())
        digests = gathered.digests
        fresh = sum(1 for key, digest in digests.items() if gathered.sent.get(key) != digest)
        manifest = replace(gathered.manifest(), questions=gathered.questions(question))
    path = folder / _name(manifest)
    try:
        sha256 = write_sealed(path, manifest.as_json(), {REVIEWS_NAME: lines, **gathered.files})
    except OSError as error:
        raise KnownError(
            _("The result could not be written: {reason}.").format(reason=error.strerror or error),
            safe=_("Your reviews are stored."),
            hint=_("Check that you may write to {path}.").format(path=folder),
        ) from error
    sent = opened_packs.SentResult(manifest.revision, manifest.created_at, path.name, sha256, manifest.as_json())
    with transaction(workbench.database) as session:
        opened_packs.add_sent(session, study_key, sent)
        opened_packs.remember_digests(session, digests)
    return Sent(path, manifest, sha256, fresh)


class _Gathering:
    """What goes into a result: the reviews that count, requests, questions, and the state they are in."""

    def __init__(self, session: Session, study_key: int, pack: OpenedPack, workbench: Workbench) -> None:
        self._session = session
        self._study_key = study_key
        self._pack = pack
        self._store: FileStore = workbench.files
        self._own = workbench.reviewer
        self._name = pack.reviewer_name if self._own.name == DEFAULT_REVIEWER else self._own.name
        self._places = {each.key: each for each in packs.placed(session, study_key)}
        self._items = real_items(session, study_key)
        self._order = {key: at for at, key in enumerate(self._items, start=1)}
        self._requests: list[Request] = []
        self._questions: list[Question] = []
        self._reviewer_key = studies.reviewer_key(session, self._own.id)
        finished = {} if self._reviewer_key is None else opened_packs.finished(session, study_key, self._reviewer_key)
        self.digests = {key: digest for key, digest in finished.items() if key in self._order}
        self.sent = opened_packs.sent_digests(session, study_key)
        self.files: dict[str, bytes | Path] = {}

    def lines(self) -> Iterator[Record]:
        """Yield a line for each job that the reviewer worked on."""
        jobs = list(dict.fromkeys(self._places[key].job_key for key in self._items))
        for at in range(0, len(jobs), _AT_ONCE):
            for job in stored_jobs(self._session, jobs[at : at + _AT_ONCE], is_parsed=True):
                found = [self._deliverable(each) for each in job.deliverables.values() if each.key in self._order]
                deliverables = [each for each in found if each["reviews"]]
                if deliverables:
                    yield {"id": job.record["id"], "deliverables": deliverables}

    def _deliverable(self, stored: StoredDeliverable) -> Record:
        counting = [each.record for each in stored.reviews.that_count()]
        reviews = [self._review(stored, each) for each in counting if each["reviewer_id"] == self._own.id]
        if reviews:
            reviews += [each for each in counting if is_opinion_for(each, self._own.id)]
        return {
            "id": stored.record["id"],
            "content_sha256": content_hash(stored.record["content"]),
            "reviews": reviews,
        }

    def _review(self, stored: StoredDeliverable, review: Record) -> Record:
        """Return a review as it goes out, and note what it asks for."""
        id_ = stored.record["id"]
        if review["flagged"] and review["flag_reason"]:
            self._questions.append(Question(review["flag_reason"], id_))
        for step in review["interventions"]:
            if step["kind"] in REQUESTING and step["result"] is None and step["content"] is not None:
                self._requests.append(Request(step["id"], id_, step["kind"], step["content"]))
            step["attachments"] = [self._file(file) for file in step["attachments"]]
        return {
            **review,
            "reviewer": self._name,
            "reviewer_id": self._pack.reviewer_id,
            "blind": self._pack.options["blind"] if review["blind"] is None else review["blind"],
            "order_shown": review["order_shown"] or self._order[stored.key],
        }

    def _file(self, file: Record) -> Record:
        path = self._store.path_of(file["sha256"] or "")
        if path is None:
            return file
        name = f"{FILES_FOLDER}/{file['sha256']}"
        self.files[name] = path
        return {**file, "path": name}

    def manifest(self) -> ResultManifest:
        """Return what the result says of itself, once its lines are made."""
        study = known.study_record(self._session, self._study_key)[0]
        before = opened_packs.sent_results(self._session, self._study_key)
        return ResultManifest(
            study=Party(study["id"], study["name"] or ""),
            reviewer=Party(self._pack.reviewer_id, self._name),
            pack=self._pack.id,
            number=self._pack.number,
            revision=before[-1].revision + 1 if before else 1,
            created_at=now(),
            app_version=__version__,
            receipt=counted(self._session, self._reviewer_key, self._items),
            requests=tuple(self._requests),
        )

    def questions(self, about_all: str) -> tuple[Question, ...]:
        """Return what the reviewer asks, about everything first."""
        return (*([Question(about_all.strip())] if about_all.strip() else []), *self._questions)


def content_hash(content: str | None) -> str | None:
    """Return what stands for a deliverable's text in a result."""
    return None if content is None else hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _name(manifest: ResultManifest) -> str:
    return telling_name(manifest.study.name, manifest.reviewer.name, str(manifest.revision)) + RESULT_SUFFIX
