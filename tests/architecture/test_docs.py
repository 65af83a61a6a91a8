"""What the docs say of settings, permissions and the record is what the code does."""

from __future__ import annotations

import ast
import re
from dataclasses import fields

from docs import permissions
from forum.core.settings import Settings
from tests.architecture.places import CODE, ROOT
from tests.architecture.record_page import record_types

ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` \| (?P<default>[^|]*) \| (?P<meaning>[^|]*) \|$", re.MULTILINE
)

LINK = re.compile(r"\]\(([^)]+)\)")
PAGE = re.compile(r"docs/[a-z-]+\.md")
TYPE = re.compile(r"[a-z]+\.[a-z_]+")
WRITERS = {"Prepared", "record", "enter", "_record_step"}


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


def test_what_the_docs_and_the_code_point_to_is_there():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(ROOT)} → {link}"
        for page in pages
        for link in LINK.findall(page.read_text("utf-8"))
        if "://" not in link and not (page.parent / link.partition("#")[0]).exists()
    ]
    missing += [
        f"{file.relative_to(ROOT)} → {named}"
        for file in CODE
        for named in PAGE.findall(file.read_text("utf-8"))
        if not (ROOT / named).exists()
    ]

    assert missing == []


def test_every_type_of_entry_is_described():
    assert set(record_types()) == types_in_code()


def types_in_code() -> set[str]:
    """The types that actions write: every text of that shape in a call that writes an entry."""
    found = set()
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            writes = isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS
            table = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ENTRIES"
            names_type = (
                isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "type_"
            )
            if writes or table or names_type:
                texts = (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant))
                found |= {text for text in texts if isinstance(text, str) and TYPE.fullmatch(text)}
    return found


def shown(default: object) -> str:
    match default:
        case bool():
            return f"`{str(default).lower()}`"
        case "" | ():
            return "*(empty)*"
    return f"`{default}`"
