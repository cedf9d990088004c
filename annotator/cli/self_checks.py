"""The checks of `annotator --self-test`: each does one thing that an incomplete installation could not."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from annotator import __version__
from annotator.errors import DomainError
from annotator.i18n import LANGUAGES, _, current_language, use_language
from annotator.paths import is_frozen, resource

_CLOSED_PORT = "https://127.0.0.1:9/v1"  # nobody answers there, and nothing leaves the computer


def origin() -> str:
    """Check that the program knows what it was built from."""
    if not is_frozen():
        return f"version: {__version__}"
    data = json.loads(resource("build.json").read_bytes())
    if sys.platform == "win32" and not Path(sys.executable).with_name("annotator-cli.exe").is_file():
        raise DomainError("the executable for the command line is missing")
    if data["version"] != __version__:
        raise DomainError("the build data are another version's")
    return f"version: {__version__}, built from {data['commit'][:12]}, SQLite {sqlite3.sqlite_version}"


def languages() -> str:
    """Check that each language has its catalogue."""
    before = current_language()
    said = set()
    for code in LANGUAGES:
        use_language(code)
        said.add(_("Deliverable"))
    use_language(before)
    if len(said) != len(LANGUAGES):
        raise DomainError("a language has no catalogue")
    return f"languages: {', '.join(LANGUAGES)}"


def resources() -> str:
    """Check the schema, the help pages and the taxonomy."""
    from annotator.workflow.taxonomy import taxonomy  # noqa: PLC0415 -- as all below: --version needs none of it

    schema = json.loads(resource("schemas", "annotator-1.schema.json").read_bytes())
    for code in LANGUAGES:
        resource("help", code, "getting_started.md")
    return f"resources: schema {schema['title']}, {len(taxonomy().tags)} tags"


def round_trip() -> str:
    """Check that the samples come in and go out again."""
    from annotator.workflow.exporting import export_file  # noqa: PLC0415
    from annotator.workflow.importing import import_files  # noqa: PLC0415
    from annotator.workflow.workspaces import open_workspace  # noqa: PLC0415

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workbench = open_workspace(Path(folder) / "workspace")
        try:
            report = import_files(workbench, [resource("samples", "samples.jsonl")])
            exported = export_file(workbench, Path(folder) / "out.json")
        finally:
            workbench.close()
    if not report.is_clean:
        raise DomainError("the samples did not come in whole")
    return f"database: {exported.manifest['deliverables']} sample deliverables in and out"


def migrations() -> str:
    """Check that an older database is brought up to date, through every revision."""
    from annotator.storage.database import HEAD  # noqa: PLC0415
    from annotator.workflow.workspaces import DATABASE_NAME, open_workspace  # noqa: PLC0415

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with closing(sqlite3.connect(Path(folder) / DATABASE_NAME)) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            connection.commit()
        open_workspace(Path(folder)).close()
    return f"migrations: from nothing to {HEAD}"


def worker_process() -> str:
    """Check that a long text is rendered in a process of its own: there the program starts itself again."""
    from annotator.workflow.rendering import RenderingService  # noqa: PLC0415

    service = RenderingService(limit_seconds=60.0)
    try:
        rendered = service.render("**Long** text. " * 2_000)
    finally:
        service.close()
    if rendered.notice is not None:
        raise DomainError("the worker process did not answer")
    return "worker process: a long text rendered"


def japanese() -> str:
    """Check that Japanese text is cut into phrases, by the library's model."""
    from annotator.domain.segmentation import words  # noqa: PLC0415

    count = len(words("今日は天気がいいので、公園を散歩します。"))
    if count < 5:  # noqa: PLR2004 -- uncut, it would be one or two
        raise DomainError("the model of the phrases is missing")
    return f"Japanese: a sentence cut into {count}"


def spreadsheet() -> str:
    """Check that tables can be written and read."""
    from openpyxl import Workbook, load_workbook  # noqa: PLC0415

    file, book = io.BytesIO(), Workbook()
    book.create_sheet("jobs").append(["納品物"])
    book.save(file)
    if load_workbook(file)["jobs"]["A1"].value != "納品物":
        raise DomainError("a table does not come back as it was")
    return "tables: XLSX written and read"


def edit_distance() -> str:
    """Check that the effort of an edit is counted, by compiled code."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    from annotator.metrics.shifts import edits_with_shifts  # noqa: PLC0415

    if edits_with_shifts("abcdef", "defabc") != (1, 1) or "_cpp" not in Levenshtein.distance.__module__:
        raise DomainError("the edit distance is missing or slow")
    return "edits: their distance"


def plot() -> str:
    """Check that figures are drawn, as pixels and as lines."""
    from annotator.metrics.rates import Rate  # noqa: PLC0415
    from annotator.workflow.results.plots.drawing import draw  # noqa: PLC0415
    from annotator.workflow.results.plots.look import Look  # noqa: PLC0415
    from annotator.workflow.results.plots.values import Bar, Bars  # noqa: PLC0415

    figure = Bars("$20-$50", (Bar("$x^2$", Rate(1, 2, 0.1, 0.9)),))
    for kind, beginning in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        if not draw(figure, Look(), kind).startswith(beginning):
            raise DomainError("a figure was not drawn")
    return "figures: PNG and SVG"


def keychain() -> str:
    """Check that the back ends of the keychain are found; that one answers depends on the computer."""
    from keyring.backend import get_all_keyring  # noqa: PLC0415

    from annotator.llm.keys import Keys  # noqa: PLC0415

    if not get_all_keyring():
        raise DomainError("no back end of the keychain was found")
    return "keychain: " + ("the system's own" if Keys.has_keychain() else "none here; keys last for the session")


def model_client() -> str:
    """Check that a model could be asked: the whole client is loaded, and a server that is not there is told."""
    from annotator.llm.keys import ApiKey  # noqa: PLC0415
    from annotator.llm.model import ModelTrouble  # noqa: PLC0415
    from annotator.llm.openai_model import OpenAIModel  # noqa: PLC0415
    from annotator.settings.connections import Connection  # noqa: PLC0415

    async def ask() -> None:
        model = OpenAIModel(Connection(name="self-test", base_url=_CLOSED_PORT, model="none"), ApiKey("none"))
        try:
            await model.models()
        finally:
            await model.close()

    try:
        asyncio.run(ask())
    except ModelTrouble:
        return "models: the client loads, certificates too"
    raise DomainError("somebody answered who cannot")
