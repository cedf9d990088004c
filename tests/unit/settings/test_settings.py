from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import DomainError, KnownError
from annotator.settings.schema import BY_KEY, SCHEMA, Kind, Setting
from annotator.settings.store import Settings, load_settings, save_settings


def values_of(setting: Setting) -> st.SearchStrategy[bool | int | str]:
    match setting.kind:
        case Kind.BOOL:
            return st.booleans()
        case Kind.NUMBER:
            return st.integers(setting.least, setting.most)
        case Kind.CHOICE:
            return st.sampled_from([choice for choice, _label in setting.choices])
        case Kind.TEXT:
            return st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


CHANGES = st.sampled_from(SCHEMA).flatmap(lambda setting: st.tuples(st.just(setting.key), values_of(setting)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def test_every_key_is_named_once():
    assert len(BY_KEY) == len(SCHEMA)


def test_without_a_file_everything_has_its_default(path):
    settings = load_settings(path)

    assert all(settings[setting.key] == setting.default for setting in SCHEMA)
    assert not path.exists()


@given(changes=st.lists(CHANGES, max_size=6))
def test_what_was_set_comes_back_and_defaults_are_not_stored(tmp_path_factory, changes):
    path = tmp_path_factory.getbasetemp() / "settings.json"
    settings = Settings()
    for key, value in changes:
        settings = settings.with_value(key, value)

    save_settings(path, settings)

    loaded = load_settings(path)
    wanted = {setting.key: setting.default for setting in SCHEMA} | dict(changes)
    assert {key: loaded[key] for key in wanted} == wanted
    assert set(json.loads(path.read_bytes())) == {key for key, value in wanted.items() if value != BY_KEY[key].default}


def test_what_a_newer_version_stored_is_kept(path):
    path.parent.mkdir()
    path.write_text('{"from_the_future": [1, {"a": null}], "colours": "dark"}')

    save_settings(path, load_settings(path).with_value("colours", "system"))

    assert json.loads(path.read_bytes()) == {"from_the_future": [1, {"a": None}]}


@pytest.mark.parametrize("stored", [[], "mauve", 7, None])
def test_a_value_that_a_setting_cannot_have_counts_as_its_default(path, stored):
    path.parent.mkdir()
    path.write_text(json.dumps({"colours": stored, "letter_keys": stored, "away_minutes": True}))

    settings = load_settings(path)

    assert settings.text("colours") == "system"
    assert settings.is_on("letter_keys")
    assert settings.number("away_minutes") == 2


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'"text"', b"\xff\xfe\x00", b"[" * 100_000], ids=lambda content: repr(content[:8])
)
def test_a_broken_file_is_set_aside_and_does_not_stop_the_program(path, content):
    path.parent.mkdir()
    path.write_bytes(content)

    assert load_settings(path) == Settings()
    assert not path.exists()
    assert path.with_name("settings.json.broken").read_bytes() == content


def test_an_unknown_setting_or_value_is_refused():
    with pytest.raises(DomainError, match="colour"):
        Settings()["colour"]
    with pytest.raises(DomainError, match="colour"):
        Settings().with_value("colour", "dark")
    with pytest.raises(DomainError, match="mauve"):
        Settings().with_value("colours", "mauve")
    with pytest.raises(DomainError, match="away_minutes"):
        Setting("away_minutes", Kind.NUMBER, 99, "Minutes", least=1, most=60)


def test_settings_cannot_be_changed_behind_ones_back():
    overrides = {"colours": "dark"}
    settings = Settings(overrides)

    overrides["colours"] = "light"

    assert settings.text("colours") == "dark"


def test_a_disk_that_refuses_is_a_known_error(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()

    with pytest.raises(KnownError, match="could not be saved"):
        save_settings(in_the_way / "settings.json", Settings())


def test_a_folder_in_the_files_place_is_a_known_error(path):
    path.mkdir(parents=True)

    with pytest.raises(KnownError, match="could not be read"):
        load_settings(path)


def test_a_broken_file_that_cannot_be_set_aside_is_a_known_error(path):
    path.with_name("settings.json.broken").mkdir(parents=True)
    path.write_bytes(b"{")

    with pytest.raises(KnownError, match="could not be read"):
        load_settings(path)
