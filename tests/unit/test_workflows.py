"""The workflow files are what GitHub reads, as far as its own schema says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WORKFLOWS = sorted((Path(__file__).resolve().parents[2] / ".github" / "workflows").glob("*.yml"))


def lint(*files: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *map(str, files),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_workflows_fit_githubs_schema():
    done = lint(*WORKFLOWS)

    assert len(WORKFLOWS) == 2
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("spoilt", ["runs-on:", "steps:"])
def test_a_spoilt_workflow_does_not(spoilt, tmp_path):
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace(spoilt, "nonsense:"), encoding="utf-8")

    assert lint(wrong).returncode != 0
