"""Go on with the record after the database was put back to an earlier day.

    forum log recover

The forum says at start that entries are missing which it had signed, and can only be read. This
opens another log, /log/2, whose first entry names the former one and how far it had come. The keys
of the former log are kept in the folder, as `log-1`.
"""

from __future__ import annotations

import argparse
import asyncio

from forum.audit.actions import begin_next_log, next_number
from forum.audit.keys import Keys, NoKeys, keys_to_come, read_keys, signs, take_up
from forum.audit.models import LogHead
from forum.audit.queries.log import lacks
from forum.core.errors import Refused
from forum.core.i18n import speaking
from forum.core.settings import Settings
from forum.database.alone import Busy, alone
from forum.database.config import open_database


def configure(parser: argparse.ArgumentParser) -> None:
    """There is one thing to do with it."""
    parser.add_argument("what", choices=["recover"])


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Open the next log, then sign with its keys. The forum must not run meanwhile."""
    if settings.keys_path is None:
        print("This forum signs no record: FORUM_KEYS_FOLDER is not set.")
        return 1
    try:
        with speaking("en"), alone(settings.database_url):
            keys, missing = asyncio.run(_recovered(settings, read_keys(settings.keys_path)))
    except (Refused, Busy, NoKeys, OSError) as reason:
        print(getattr(reason, "message", reason))
        return 1
    print(missing)
    print(f"The record goes on in {keys.log.name}. Publish these two lines:")
    print(keys.log.verifier)
    print(keys.promise.verifier)
    print("Tell everybody who watched the former log, and witnesses of it, what was lost and why.")
    return 0


async def _recovered(settings: Settings, old: Keys) -> tuple[Keys, str]:
    async with open_database(settings.database_url):
        missing = await lacks(old)
        newest = await LogHead.all().order_by("-number").first()
        begun = newest.origin if newest and newest.key != str(old.log.verifier) else ""
        if not (begun and signs(old.folder, begun)):  # or it was cut short after opening it
            new = keys_to_come(old.folder, _name(old, await next_number(old)))
            await begin_next_log(old, new)
    return take_up(old.folder), missing


def _name(old: Keys, number: int) -> str:
    return f"{old.log.name.rpartition('/')[0]}/{number}"
