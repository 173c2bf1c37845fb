"""One settings object: flags before environment (`BELEGT_*`) before `belegt.toml` in the working folder."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from db.server import place_of
from pipeline.errors import SettingsError

TOML = "belegt.toml"


class Settings(BaseSettings):
    """What can be set. Each field is an environment variable `BELEGT_NAME`, a key of belegt.toml, and mostly a flag."""

    model_config = SettingsConfigDict(
        env_prefix="BELEGT_", env_ignore_empty=True, toml_file=TOML, extra="forbid", frozen=True
    )

    db: Annotated[Path, BeforeValidator(place_of)] = Field(
        Path("belegt.db"), description="The database: a file, or an address postgresql+psycopg://USER@HOST/NAME."
    )
    model: str | None = Field(
        None, description='An installed spaCy pipeline in place of the shipped model; "none": the rules alone.'
    )
    verbose: bool = Field(default=False, description="Say on stderr what is being done.")
    sources: Path = Field(Path("sources.toml"), description="The file of named sources.")
    pages: Path | None = Field(None, description="The file of fetched pages; none: beside the database, as NAME.pages.")
    workers: int = Field(1, ge=0, description="Processes that extract; 1: this one, 0: one a core.")
    cluster: str | None = Field(None, description="The address of a Dask scheduler whose workers extract.")
    extract_seconds: float = Field(300.0, gt=0, description="The longest extraction of one text.")
    extract_memory: int = Field(4_000_000_000, ge=100_000_000, description="Bytes for it beside the loaded model.")
    watch_seconds: float = Field(10.0, gt=0, description="Between two looks at a watched folder.")
    contact: str | None = Field(None, description="A mail or web address by which the asker can be reached.")
    allow_private_hosts: bool = Field(default=False, description="Also ask hosts of this machine and its network.")
    fetch_rate: float = Field(1.0, gt=0, description="Requests per second to one host.")
    fetch_per_host: int = Field(2, ge=1, description="Requests to one host that are under way at once.")
    fetch_at_once: int = Field(16, ge=1, description="Requests to all hosts that are under way at once.")
    fetch_connect_seconds: float = Field(10.0, gt=0, description="The longest wait for a connection.")
    fetch_read_seconds: float = Field(20.0, gt=0, description="The longest silence in an answer.")
    fetch_page_seconds: float = Field(60.0, gt=0, description="The longest time for one whole answer.")
    fetch_max_bytes: int = Field(20_000_000, ge=1, description="The largest answer, as sent and as unpacked.")
    fetch_max_links: int = Field(10_000, ge=1, description="Pages that one feed, sitemap or listing may lead to.")
    fetch_redirects: int = Field(5, ge=0, description="The longest chain of redirects.")
    fetch_attempts: int = Field(4, ge=1, description="How often a page is asked for when the failure may pass.")
    fetch_backoff_seconds: float = Field(1.0, ge=0, description="The first pause between two attempts; it doubles.")
    fetch_max_wait_seconds: float = Field(120.0, ge=0, description="The longest pause a host may ask for.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, environment, file; nothing else."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load(**flags: Any) -> Settings:
    """The settings; a flag that is None was not given.

    Raises:
        SettingsError: when the file is no TOML, or a value does not fit.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"it cannot be read: {error}", TOML, "mend or remove the file") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        variable = f"BELEGT_{name.upper()}"
        if flags.get(name) is not None:
            source, cure = f"--{name}", "give it another value"
        elif os.environ.get(variable):
            source, cure = variable, "give this environment variable another value, or unset it"
        else:
            source, cure = TOML, f"mend or remove that line; the keys are {', '.join(Settings.model_fields)}"
        raise SettingsError(f"{name}: {first['msg']} (given: {first['input']!r})", source, cure) from error
