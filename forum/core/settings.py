"""Settings, read once from the environment. Each is explained in docs/settings.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

REDIS = ("redis://", "rediss://", "unix://")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between two installations."""

    database_url: str = "sqlite://forum.db"
    base_url: str = "http://localhost:8000"
    site_name: str = "Forum Konsultasi"
    site_place: str = ""
    time_zone: str = "Asia/Jakarta"
    debug: bool = False
    demo: bool = False
    run_jobs: bool = True
    bus: str = ""
    keys_folder: str = ""
    erasures_file: str = ""
    witnesses: tuple[str, ...] = ()
    witness_quorum: int = 1
    tally_percent: int = 25
    mail_folder: str = "mail"
    mail_from: str = "forum@localhost"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = True
    hosts: tuple[str, ...] = ()
    trusted_proxies: str = "127.0.0.1"
    password_memory: int = 19 * 1024
    password_passes: int = 2

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read FORUM_* variables; one that cannot be read names itself in the error."""
        given: dict[str, object] = {}
        for setting in fields(cls):
            name = f"FORUM_{setting.name.upper()}"
            if name in env:
                given[setting.name] = _read(name, env[name], setting.default)
        settings = cls(**given)  # type: ignore[arg-type]  # each value was read by its own type
        return settings.checked()

    def checked(self) -> Settings:
        """Return the same settings, or stop with a sentence about what cannot work."""
        if self.debug and self.secure:
            raise SystemExit("FORUM_DEBUG must be off when FORUM_BASE_URL is https.")
        if self.demo and self.secure:
            raise SystemExit("The demonstration signs anybody in. It never runs under https.")
        if self.bus == "postgres" and self.database_url.startswith("sqlite"):
            raise SystemExit("FORUM_BUS=postgres needs a PostgreSQL in FORUM_DATABASE_URL.")
        if self.bus not in ("", "postgres") and not self.bus.startswith(REDIS):
            raise SystemExit(f"FORUM_BUS cannot be {self.bus!r}; see docs/settings.md")
        return self

    @property
    def secure(self) -> bool:
        """Whether people reach the forum over https."""
        return self.base_url.startswith("https://")

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """The names by which the forum may be called."""
        return self.hosts or (urlsplit(self.base_url).hostname or "localhost",)

    @property
    def mail_path(self) -> Path:
        """The folder for mail when no SMTP server is set."""
        return Path(self.mail_folder)

    @property
    def keys_path(self) -> Path | None:
        """The folder with the keys of the log; None where nothing is signed."""
        return Path(self.keys_folder) if self.keys_folder else None

    @property
    def erasures_path(self) -> Path | None:
        """The list of what was erased: beside the keys, or else beside a SQLite file."""
        if self.erasures_file:
            return Path(self.erasures_file)
        if self.keys_path:
            return self.keys_path / "erasures"
        scheme, _separator, rest = self.database_url.partition("://")
        return Path(f"{rest.partition('?')[0]}.erasures") if scheme == "sqlite" else None


def _read(name: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                text.strip().lower()
            ]
        if isinstance(default, int):
            return int(text)
        if isinstance(default, tuple):
            return tuple(part.strip() for part in text.split(",") if part.strip())
    except (KeyError, ValueError):
        raise SystemExit(f"{name} cannot be {text!r}; see docs/settings.md") from None
    return text
