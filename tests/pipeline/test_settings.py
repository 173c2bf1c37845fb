"""Settings: which source wins, and what an unusable one says."""

from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import SettingsError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(f"BELEGT_{name.upper()}", raising=False)
    return tmp_path


def test_the_defaults() -> None:
    assert settings.load().model_dump() == {"db": Path("belegt.db"), "model": None, "verbose": False}


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
    assert str(caught.value.cure).endswith("the keys are db, model, verbose")
