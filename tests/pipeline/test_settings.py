"""Settings: which source wins, and what an unusable one says."""

from importlib.metadata import version
from pathlib import Path

import pytest

from corpus.manners import Manners
from pipeline import settings
from pipeline.errors import SettingsError
from pipeline.fetching import manners_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(f"BELEGT_{name.upper()}", raising=False)
    return tmp_path


def test_the_defaults() -> None:
    loaded = settings.load()
    assert (loaded.db, loaded.model, loaded.verbose) == (Path("belegt.db"), None, False)
    assert (loaded.sources, loaded.pages, loaded.contact) == (Path("sources.toml"), None, None)
    assert not loaded.allow_private_hosts


def test_the_manners_are_those_of_a_careful_guest_unless_the_settings_say_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert manners_of(settings.load()) == Manners(version=version("belegt"))
    monkeypatch.setenv("BELEGT_CONTACT", "post@klinik.example")
    monkeypatch.setenv("BELEGT_FETCH_RATE", "0.5")
    found = manners_of(settings.load(allow_private_hosts=True))
    assert found == Manners(
        contact="post@klinik.example", version=version("belegt"), rate=0.5, allow_private_hosts=True
    )


def test_a_rate_of_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELEGT_FETCH_RATE", "0")
    with pytest.raises(SettingsError, match=r"fetch_rate: .*greater than 0"):
        settings.load()


def test_flags_before_environment_before_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "belegt.toml").write_text('db = "file.db"\nmodel = "m_file"\nverbose = true\n', "utf-8")
    monkeypatch.setenv("BELEGT_DB", "env.db")
    monkeypatch.setenv("BELEGT_MODEL", "m_env")
    loaded = settings.load(db=Path("flag.db"), model=None)
    assert (loaded.db, loaded.model, loaded.verbose) == (Path("flag.db"), "m_env", True)


def test_an_empty_variable_is_none_and_others_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELEGT_DB", "")
    monkeypatch.setenv("BELEGT_SHARED", "somewhere")
    assert settings.load().db == Path("belegt.db")


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        (b"db = ", "belegt.toml", "cannot be read"),
        (b'db = "\xff"', "belegt.toml", "cannot be read"),
        (b'dp = "a.db"', "belegt.toml", "dp: .*not permitted"),
        (b'verbose = "perhaps"', "belegt.toml", "verbose: .*boolean"),
        (b"model = 3", "belegt.toml", "model: .*string"),
    ],
)
def test_an_unusable_file_names_itself_and_the_cure(folder: Path, text: bytes, source: str, message: str) -> None:
    (folder / "belegt.toml").write_bytes(text)
    with pytest.raises(SettingsError, match=message) as caught:
        settings.load()
    assert caught.value.source == source
    assert caught.value.cure
    assert caught.value.exit_code == 2


def test_an_unusable_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELEGT_VERBOSE", "vielleicht")
    with pytest.raises(SettingsError, match="vielleicht") as caught:
        settings.load()
    assert caught.value.source == "BELEGT_VERBOSE"


def test_the_cure_of_the_file_names_its_keys(folder: Path) -> None:
    (folder / "belegt.toml").write_text("datenbank = 1", "utf-8")
    with pytest.raises(SettingsError, match="datenbank") as caught:
        settings.load(db=Path("a.db"))
    assert "the keys are db, model, verbose, " in str(caught.value.cure)
