"""A bundle holds installer and pack byte for byte, and a page that says how to begin."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.errors import KnownError
from annotator.i18n import current_language
from annotator.workflow.bundling import installers_in, make_bundle
from tests.unit.packs.travelling import Travels

STAND_IN = (
    '#!/bin/sh\necho "inner $*"\nwhile [ $# -gt 0 ]; do [ "$1" != --pack ] || cat "$2"; shift; done\nexit 0\n#\xff'
)
NAMES = (
    "Annotator-0.1.0-setup.exe",
    "Annotator-0.1.0.dmg",
    "annotator_0.1.0_amd64.deb",
    "annotator-0.1.0-linux-x86_64.run",
)


@pytest.fixture
def pack(travels: Travels) -> Path:
    travels.prepare()
    (pack,) = travels.pack("Mika O'Neill").packs
    return pack.path


@pytest.fixture
def installers(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "installers"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes(f"\0{name}\xff".encode("latin-1"))
    (folder / "annotator-0.1.0.cdx.json").write_bytes(b"{}")
    return list(installers_in([tmp_path / "nowhere", folder]))


def test_a_folder_holds_all_unchanged_and_a_page_in_both_languages(tmp_path, pack, installers):
    bundle = make_bundle(pack, installers, tmp_path / "for Mika")
    assert {path.name for path in bundle.path.iterdir()} == {*NAMES, pack.name, "START-HERE.html"} == set(bundle.names)
    assert all((bundle.path / each.name).read_bytes() == each.read_bytes() for each in (*installers, pack))
    assert os.access(bundle.path / NAMES[3], os.X_OK)
    page = (bundle.path / "START-HERE.html").read_text(encoding="utf-8")
    assert [page.count(f"<b>{name}</b>") for name in NAMES] == [2, 2, 4, 2]
    assert "Mika O&#x27;Neill" in page
    assert page.index('<section lang="en">') < page.index("How to begin") < page.index('<section lang="ja">')
    assert "はじめに" in page
    assert not re.search(r"https?:|src=|href=|\{", page.partition("</style>")[2])
    assert current_language() == "en"


def test_a_zip_has_the_same_in_one_folder(tmp_path, pack, installers):
    bundle = make_bundle(pack, installers, tmp_path / "mika.zip")
    with zipfile.ZipFile(bundle.path) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {f"mika/{name}" for name in bundle.names}
        assert archive.read(f"mika/{pack.name}") == pack.read_bytes()
        assert archive.getinfo(f"mika/{NAMES[3]}").external_attr >> 16 == 0o100755


def test_what_is_no_installer_or_no_pack_makes_no_bundle(tmp_path, pack, installers):
    for wrong, others in ((pack, [pack]), (installers[0], installers)):
        with pytest.raises(KnownError):
            make_bundle(wrong, others, tmp_path / "bundle")
    with pytest.raises(KnownError, match=r"ends in \.run"):
        make_bundle(pack, installers[:1], tmp_path / "bundle.run")
    assert not (tmp_path / "bundle").exists()
    assert not (tmp_path / "bundle.run").exists()


def test_the_command_finds_the_installers_beside_the_pack(tmp_path, pack, installers, capsys, monkeypatch):
    beside = installers[0].parent / pack.name
    beside.write_bytes(pack.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert main(["bundle", "--pack", str(beside)]) == 0
    assert "Mika O'Neill" in capsys.readouterr().err
    assert (tmp_path / f"{pack.stem}.zip").is_file()
