from __future__ import annotations

import sys

import pytest

from annotator import paths
from annotator.errors import DomainError


def test_a_checkout_has_its_resources_at_the_root():
    assert paths.is_checkout()
    assert paths.resource("i18n", "ja.po") == paths.checkout_root() / "resources" / "i18n" / "ja.po"


def test_a_wheel_has_its_resources_in_the_package(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "annotator"
    shipped = package / "_resources" / "i18n" / "ja.po"
    shipped.parent.mkdir(parents=True)
    shipped.touch()
    monkeypatch.setattr(paths, "_PACKAGE", package)

    assert not paths.is_checkout()
    assert paths.resource("i18n", "ja.po") == shipped


@pytest.mark.parametrize("folder", ["resources", "annotator/_resources"])
def test_a_frozen_program_has_them_where_it_unpacked(tmp_path, monkeypatch, folder):
    shipped = tmp_path / "unpacked" / folder / "icons"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "unpacked"), raising=False)

    assert paths.resource("icons") == shipped


def test_a_frozen_program_may_have_them_beside_itself(tmp_path, monkeypatch):
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "annotator"))

    assert paths.resource("icons") == tmp_path / "resources" / "icons"


def test_a_resource_that_was_not_shipped_is_a_programmers_error():
    with pytest.raises(DomainError, match="no-such/thing"):
        paths.resource("no-such", "thing")


def test_the_users_folders_are_the_users(own_folders):
    if sys.platform == "linux":
        assert own_folders in paths.data_folder().parents
        assert own_folders in paths.settings_file().parents
        assert own_folders in paths.log_folder().parents
    assert paths.default_workspace().parent == paths.data_folder()
    assert paths.settings_file().name == "settings.json"
