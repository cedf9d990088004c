from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

import annotator

pytestmark = pytest.mark.system
ROOT = Path(annotator.__file__).resolve().parents[1]


def test_the_wheel_carries_every_resource_and_the_compiled_languages(wheel):
    carried = set(zipfile.ZipFile(wheel).namelist())
    resources = ROOT / "resources"

    wanted = {path.relative_to(resources).as_posix() for path in resources.rglob("*") if path.is_file()}

    assert {f"annotator/_resources/{name}" for name in wanted} <= carried
    assert "annotator/_resources/i18n/ja/LC_MESSAGES/annotator.mo" in carried
    assert "annotator/py.typed" in carried
    assert not [name for name in carried if name.startswith(("tests/", "packaging/"))]


def test_the_installed_packages_fit_together(run, installed, tmp_path):
    run(installed / "python", "-m", "pip", "check", cwd=tmp_path)


def test_the_installed_program_speaks_japanese_from_its_own_resources(run, installed, tmp_path):
    ask = (
        "from annotator import paths, i18n; i18n.use_language(None);"
        "print(i18n.current_language(), i18n._('Colours'), paths.resource('i18n'), sep='|')"
    )

    language, text, resources = run(installed / "python", "-c", ask, cwd=tmp_path).stdout.strip().split("|")

    assert language == "ja"
    assert text != "Colours"
    assert Path(resources).parts[-3:] == ("annotator", "_resources", "i18n")


def test_the_installed_program_knows_its_version_and_itself(run, installed, tmp_path):
    assert annotator.__version__ in run(installed / "annotator", "--version", cwd=tmp_path).stdout
    run(installed / "annotator", "--self-test", cwd=tmp_path)


def test_the_installed_program_takes_jobs_and_gives_them_back(run, installed, tmp_path):
    jobs = tmp_path / "jobs.json"
    jobs.write_text('{"format": "annotator/1", "jobs": [{"id": "a", "brief": "Write a haiku."}]}', encoding="utf-8")
    workspace = ("--workspace", tmp_path / "workspace")

    added = json.loads(run(installed / "annotator", *workspace, "import", jobs, "--json", cwd=tmp_path).stdout)
    exported = json.loads(run(installed / "annotator", *workspace, "export", cwd=tmp_path).stdout)

    assert added["added"]["jobs"] == 1
    assert [job["brief"] for job in exported["jobs"]] == ["Write a haiku."]


def test_the_installed_demonstration_reviews_a_job_by_itself(run, installed, tmp_path):
    run(installed / "annotator", "demo", "--headless", "--output", tmp_path / "demo", cwd=tmp_path)

    assert json.loads((tmp_path / "demo" / "annotations.json").read_bytes())["manifest"]["reviews"]["submitted"] >= 1
    assert (tmp_path / "demo" / "screenshot.png").stat().st_size > 10_000
