"""Going on at another computer: the reviewer's own result, opened where the pack was opened too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import Refused
from annotator.i18n import _
from annotator.packs.manifests import result_manifest
from annotator.packs.trouble import Damaged, Refusal
from annotator.packs.unsealing import unsealed
from annotator.packs.values import RESULT_FORMAT, REVIEWS_NAME
from annotator.storage import exchange_known as known
from annotator.storage import opened_packs, studies
from annotator.storage.database import reading, transaction
from annotator.workflow.import_pace import WINDOW_SECONDS
from annotator.workflow.importing import import_files
from annotator.workflow.pack_opening import unpacked
from annotator.workflow.result_reading import ResultDocument

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.packs.values import ResultManifest
    from annotator.workflow.import_report import ImportReport
    from annotator.workflow.workbench import Workbench


def continue_from(workbench: Workbench, path: Path) -> ImportReport:
    """Take the reviewer's own result in and go on from it; own drafts and later revisions here stay as they are.

    Raises:
        Damaged: the file cannot be trusted.
        Refused: its pack is not open here, or is another reviewer's.
    """
    with unsealed(path, RESULT_FORMAT) as sealed, unpacked(sealed, REVIEWS_NAME) as folder:
        try:
            manifest = result_manifest(sealed.manifest)
        except Refusal as refusal:
            raise Damaged(path, refusal.reason, refusal.hint) from refusal
        own = workbench.reviewer
        with reading(workbench.database) as session:
            study_key = known.study_key(session, manifest.study.id)
            pack = None if study_key is None else opened_packs.opened(session, study_key)
            if study_key is None or pack is None:
                raise _refused(manifest, _("Open its pack first, then this file."))
            if pack.reviewer_id != manifest.reviewer.id:
                raise _refused(manifest, _("It is the work of somebody else."))
            document = ResultDocument(session, study_key, {}, (own.id, own.name), is_newer=False, file=path.name)
            document.write(sealed, folder / "document.jsonl")
        report = import_files(workbench, [folder / "document.jsonl"], chunk_seconds=WINDOW_SECONDS)
        report.rejected += document.rejected
        said = opened_packs.SentResult(
            manifest.revision, manifest.created_at, path.name, sealed.sha256, manifest.as_json()
        )
    with transaction(workbench.database) as session:
        opened_packs.add_sent(session, study_key, said)
        key = studies.reviewer_key(session, own.id)
        here = {} if key is None or report.conflicts else opened_packs.finished(session, study_key, key)
        opened_packs.remember_digests(session, {each: here[each] for each in document.taken if each in here})
    return report


def _refused(manifest: ResultManifest, hint: str) -> Refused:
    return Refused(
        _("The result of {name} was not opened.").format(name=manifest.reviewer.name),
        safe=_("Nothing was changed."),
        hint=hint,
    )
