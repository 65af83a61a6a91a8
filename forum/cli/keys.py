"""Make the keys that sign the record, and say what others need to know of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from forum.audit.keys import LOG_FILE, Keys, NoKeys, make_keys, origin_of, read_keys
from forum.core.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no options: FORUM_KEYS_FOLDER says where, FORUM_BASE_URL for which forum."""
    parser.set_defaults()


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Make the keys unless they are there, and print their public halves."""
    folder = settings.keys_path
    if folder is None:
        print("Set FORUM_KEYS_FOLDER to a folder apart from the database, then run this again.")
        return 1
    try:
        keys = keys_in(folder, settings.base_url)
    except (NoKeys, OSError) as reason:
        print(reason)
        return 1
    print(f"The keys lie in {folder}. Keep a copy offline: without them the log cannot go on.")
    print("Publish these two lines, so that anybody can check the log:")
    print(keys.log.verifier)
    print(keys.promise.verifier)
    return 0


def keys_in(folder: Path, base_url: str) -> Keys:
    """Return the keys in this folder; they are made if there are none."""
    if (folder / LOG_FILE).exists():
        return read_keys(folder)
    return make_keys(folder, origin_of(base_url))
