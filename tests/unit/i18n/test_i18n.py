from __future__ import annotations

import gettext
import os
import sys

import pytest

from annotator import i18n, paths
from annotator.i18n import N_, _, catalogues, ngettext, use_language

CATALOGUE = """\
msgid ""
msgstr ""
"Language: ja\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Pass"
msgstr "合格"

msgid "{count} job"
msgid_plural "{count} jobs"
msgstr[0] "案件{count}件"
"""


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A checkout of its own with a small Japanese catalogue."""
    path = tmp_path / "resources" / "i18n" / "ja.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "annotator")
    return path


def test_the_language_changes_while_the_program_runs(source):
    assert _("Pass") == "Pass"
    use_language("ja")
    assert (_("Pass"), i18n.current_language()) == ("合格", "ja")
    use_language("en")
    assert (_("Pass"), i18n.current_language()) == ("Pass", "en")


def test_plurals_follow_the_language(source):
    assert ngettext("{count} job", "{count} jobs", 1) == "{count} job"
    assert ngettext("{count} job", "{count} jobs", 2) == "{count} jobs"
    use_language("ja")
    assert ngettext("{count} job", "{count} jobs", 2) == "案件{count}件"


def test_a_text_without_translation_stays_english(source):
    use_language("ja")
    assert _("Not in the catalogue") == "Not in the catalogue"


def test_marking_changes_nothing(source):
    use_language("ja")
    assert N_("Pass") == "Pass"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ja", "ja"),
        ("ja_JP.UTF-8", "ja"),
        ("ja-JP", "ja"),
        ("JA", "ja"),
        ("en_GB", "en"),
        ("C.UTF-8", "en"),
        ("fr", "en"),
    ],
)
def test_the_nearest_language_is_spoken(code, language):
    assert i18n.spoken(code) == language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_the_environment_chooses_unless_told(monkeypatch, source, variables, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    use_language(None)

    assert i18n.current_language() == language


if sys.platform != "win32":

    def test_an_empty_environment_means_english(monkeypatch):
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        assert i18n.system_language() == "en"


def test_a_newer_source_is_compiled_again(source):
    use_language("ja")
    compiled = catalogues.compiled_path(source)
    source.write_text(CATALOGUE.replace("合格", "良い"), encoding="utf-8")
    later = compiled.stat().st_mtime + 10
    os.utime(source, (later, later))

    use_language("ja")

    assert _("Pass") == "良い"


def test_without_the_compiler_the_program_speaks_english(source, monkeypatch):
    monkeypatch.setitem(sys.modules, "babel.messages.mofile", None)

    use_language("ja")

    assert _("Pass") == "Pass"


def test_without_a_catalogue_the_program_speaks_english(source):
    source.unlink()

    assert type(catalogues.load("ja")) is gettext.NullTranslations
