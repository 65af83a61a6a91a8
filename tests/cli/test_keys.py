"""The keys of the log: made once, kept from others' eyes, and a log that was cut is noticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx2
import pytest

from forum.__main__ import main
from forum.app import create_app
from forum.audit.actions import open_log, record, sequence
from forum.audit.keys import NoKeys, keep_last, make_keys, read_keys
from forum.audit.queries.log import lacks, newest_log
from forum.core.db import transaction
from forum.core.settings import Settings
from forum.database.config import open_database

BASE = "https://konsultasi.contoh.go.id"


@pytest.fixture
def folder(monkeypatch, tmp_path) -> Path:
    monkeypatch.setenv("FORUM_KEYS_FOLDER", str(tmp_path / "keys"))
    monkeypatch.setenv("FORUM_BASE_URL", BASE)
    return tmp_path / "keys"


def test_the_operator_makes_keys_once_and_is_told_what_to_publish(folder, capsys):
    assert main(["keys"]) == 0
    first = capsys.readouterr().out
    made = [(folder / name).read_bytes() for name in ("log.key", "promise.key")]
    assert main(["keys"]) == 0
    second = capsys.readouterr().out

    assert [(folder / name).read_bytes() for name in ("log.key", "promise.key")] == made
    assert first == second
    assert "konsultasi.contoh.go.id/log/1+" in first
    assert "konsultasi.contoh.go.id/log/1/promise+" in first
    assert "PRIVATE" not in first
    assert {(folder / name).stat().st_mode & 0o777 for name in ("log.key", "promise.key")} == {
        0o600
    }


def test_without_a_folder_the_operator_is_told_what_to_set(monkeypatch, capsys):
    monkeypatch.delenv("FORUM_KEYS_FOLDER", raising=False)
    assert main(["keys"]) == 1
    assert "FORUM_KEYS_FOLDER" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["", "PRIVATE+KEY+a+b+c", "PRIVATE+KEY+x+00000000+AQ=="])
def test_a_damaged_key_is_told_in_a_sentence(folder, damage, capsys):
    main(["keys"])
    (folder / "log.key").write_text(damage)
    capsys.readouterr()
    assert main(["keys"]) == 1
    assert "Take it from your copy" in capsys.readouterr().out


def test_serving_without_the_keys_it_was_told_of_says_how_to_make_them(
    folder, database_url, monkeypatch, capsys
):
    monkeypatch.setenv("FORUM_DATABASE_URL", database_url)
    assert main(["serve", "--port", "0"]) == 1
    assert "Make keys with `forum keys`." in capsys.readouterr().out


async def act() -> None:
    async with transaction():
        await record("comment.received", by="citizen")


async def test_a_database_that_was_put_back_is_noticed(folder, database_url):
    main(["keys"])
    keys = read_keys(folder)
    async with open_database(database_url):
        await open_log(keys)
        await act()
        await sequence(keys)
        older = (await newest_log()).note
        await act()
        await sequence(keys)
        assert await lacks(keys) == ""
        later = (await newest_log()).note

        keep_last(keys, older)  # a copy of the keys that is a day old
        assert await lacks(keys) == ""
        keep_last(keys, later.replace("\n3\n", "\n4\n"))
        assert "does not fit" in await lacks(keys)
        keys.last_file.write_text("")
        assert await lacks(keys) == ""
        keys.last_file.write_text(later[:40])
        assert "is damaged" in await lacks(keys)


async def test_where_signed_entries_are_missing_sari_can_read_but_send_nothing(
    folder, database_url, tmp_path
):
    main(["keys"])
    keys = read_keys(folder)
    file = Path(database_url.removeprefix("sqlite://"))
    async with open_database(database_url):
        await open_log(keys)
    copy = shutil.copy(file, tmp_path / "copy.sqlite3")
    async with open_database(database_url):
        await act()
        await sequence(keys)

    settings = Settings(
        database_url=f"sqlite://{copy}",
        base_url="http://forum.test",
        keys_folder=str(folder),
        mail_folder=str(tmp_path / "mail"),
    )
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="http://forum.test"
        ) as sari,
    ):
        read = await sari.get("/", headers={"accept-language": "en"})
        sent = await sari.post("/sign-in", data={"email": "sari@contoh.id"})

    assert read.status_code == 200
    assert sent.status_code == 503
    assert sent.headers["retry-after"] == "600"
    assert "hanya dapat dibaca" in sent.text


async def test_a_promise_key_of_another_log_is_refused(folder):
    main(["keys"])
    other = folder.with_name("other")
    shutil.copytree(folder, other)
    (other / "promise.key").write_text((folder / "log.key").read_text())
    with pytest.raises(NoKeys, match="belong to two logs"):
        read_keys(other)


async def test_keys_of_another_log_do_not_go_on_with_this_one(folder, database_url, tmp_path):
    main(["keys"])
    async with open_database(database_url):
        await open_log(read_keys(folder))
        other = make_keys(tmp_path / "other", "konsultasi.contoh.go.id/log/1")

        assert "is signed by another key" in await lacks(other)
