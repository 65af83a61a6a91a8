"""What the docs say of settings, permissions and the record is what the code does."""

from __future__ import annotations

import re
from dataclasses import fields

from docs import permissions
from forum.core.settings import Settings
from tests.architecture.places import CODE, ROOT

ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` \| (?P<default>[^|]*) \| (?P<meaning>[^|]*) \|$", re.MULTILINE
)


def test_every_setting_is_explained_with_its_default():
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    explained = {row["name"]: row["default"] for row in ROW.finditer(page)}

    assert explained == {
        f"FORUM_{setting.name.upper()}": shown(setting.default) for setting in fields(Settings)
    }


def test_every_setting_is_used():
    own = (ROOT / "forum" / "core" / "settings.py").read_text("utf-8")
    properties = own.partition("@property")[2]
    elsewhere = [*CODE, *(ROOT / "templates").rglob("*.*")]
    text = "".join(file.read_text("utf-8") for file in elsewhere).replace(own, "")
    unused = [
        setting.name
        for setting in fields(Settings)
        if not re.search(rf"\b(?:settings|site)\.{setting.name}\b", text)
        and f"self.{setting.name}" not in properties
    ]

    assert unused == []


def test_the_page_of_permissions_is_written_from_the_table():
    assert permissions.FILE.read_text("utf-8") == permissions.text(), "run `make permissions`"


def shown(default: object) -> str:
    match default:
        case bool():
            return f"`{str(default).lower()}`"
        case "" | ():
            return "*(empty)*"
    return f"`{default}`"
