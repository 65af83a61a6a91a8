"""Fill a demonstration and serve it."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path

from forum.app import create_app
from forum.audit.queries import latest_entries
from forum.cli import serve
from forum.cli.crowd import crowd, number_of_people
from forum.cli.keys import keys_in
from forum.core.settings import Settings
from forum.database.alone import Busy, alone
from forum.database.config import open_database
from forum.database.holding import tables_with_rows
from forum.database.migrate import migrate
from forum.demo.play import BEGINNING, play, set_clock
from forum.demo.script import ZONE
from forum.demo.stage import cast_is_here

FILE = "forum.sqlite3"


def configure(parser: argparse.ArgumentParser) -> None:
    """Say where to listen and where to keep the demonstration."""
    serve.configure(parser)
    parser.add_argument("--folder", default="demo", help="where it is kept (demo)")
    parser.add_argument("--fresh", action="store_true", help="begin again at day zero")
    parser.add_argument("--fill-only", action="store_true", help="fill it and stop")
    parser.add_argument(
        "--crowd",
        type=number_of_people,
        default=0,
        metavar="NUMBER",
        help="so many simulated citizens take part in the session in progress (0)",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Fill the demonstration unless it is there, then serve it until Ctrl-C."""
    folder = Path(arguments.folder)
    settings = settings_for(settings, folder, arguments.host, arguments.port)
    try:
        with alone(settings.database_url):
            asyncio.run(prepare(settings, fresh=arguments.fresh))
            host, port = arguments.host, arguments.port
            beside = crowd(settings, arguments.crowd, host=host, port=port)
            if arguments.fill_only:
                return 0
            print(f"Open {settings.base_url}/demo (Ctrl-C ends it).", flush=True)
            serve.listen(settings, host=host, port=port, beside=beside)
    except Busy as reason:
        print(reason)
        return 1
    return 0


def settings_for(settings: Settings, folder: Path, host: str, port: int) -> Settings:
    """Return the settings of a demonstration; FORUM_DATABASE_URL puts it on PostgreSQL.

    Where people reach a forum under https there is none, whatever its own address would be.
    """
    replace(settings, demo=True).checked()
    folder.mkdir(parents=True, exist_ok=True)
    elsewhere = "FORUM_DATABASE_URL" in os.environ
    return replace(
        settings,
        demo=True,
        database_url=settings.database_url if elsewhere else f"sqlite://{folder / FILE}",
        base_url=f"http://localhost:{port}",
        hosts=("localhost", "127.0.0.1", host),
        site_place="Kabupaten Contoh",
        time_zone=ZONE.key,
        mail_folder=str(folder / "mail"),
        keys_folder=str(folder / "keys"),
        smtp_host="",
    ).checked()


async def prepare(settings: Settings, *, fresh: bool) -> None:
    """Leave a filled database, and the clock where the demonstration stands.

    A SQLite file is filled beside its place and moved there once it is whole. Before anything is
    written, a database that holds something else is refused.
    """
    await check_free(settings.database_url)
    if not settings.database_url.startswith("sqlite"):
        await migrate(settings.database_url)
        async with open_database(settings.database_url):
            await _fill_or_go_on(settings)
        return
    file = _file_at(settings.database_url)
    if fresh or not file.exists():
        print("Filling the demonstration, which takes a moment …", flush=True)
        half = file.with_name(f"{file.name}.half")
        _remove(half, file)
        await migrate(f"sqlite://{half}")
        async with open_database(f"sqlite://{half}?synchronous=OFF&journal_mode=MEMORY"):
            await _fill_or_go_on(settings)
        half.rename(file)
    else:
        await migrate(settings.database_url)
        async with open_database(settings.database_url):
            await _fill_or_go_on(settings)


async def check_free(url: str) -> None:
    """End the program if this database holds anything but the demonstration."""
    if url.startswith("sqlite") and not _file_at(url).exists():
        return
    async with open_database(url):
        filled = await tables_with_rows()
        if not filled or ("person" in filled and await cast_is_here()):
            return
    raise SystemExit(
        "This database holds something that is not the demonstration, so nothing was written to it."
        " Unset FORUM_DATABASE_URL or choose another --folder, or name an empty database."
    )


async def _fill_or_go_on(settings: Settings) -> None:
    """Play the story into an empty forum; else set the clock to where the story had come to.

    The record of an empty one is signed with new keys: the old ones know of what is gone.
    """
    create_app(settings)
    latest = await latest_entries(1)
    if not latest:
        shutil.rmtree(settings.keys_folder, ignore_errors=True)
    keys_in(Path(settings.keys_folder), settings.base_url)
    if not latest:
        await play()
        return
    set_clock(max(latest[0].at or BEGINNING, BEGINNING))


def _file_at(url: str) -> Path:
    return Path(url.partition("://")[2].partition("?")[0])


def _remove(*files: Path) -> None:
    for file in files:
        for suffix in ("", "-wal", "-shm", "-journal"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
