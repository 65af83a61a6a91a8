"""What every template keeps to: no inline script or style, one gate for HTML, one layout."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import chain
from pathlib import PurePosixPath

import jinja2.nodes as parts
import pytest
from jinja2 import meta

from forum.core.templating import environment
from tests.architecture.places import CODE, ROOT, TEMPLATES

HTML = sorted(TEMPLATES.rglob("*.html"))
TREES = {
    file.relative_to(TEMPLATES).as_posix(): environment().parse(file.read_text("utf-8"))
    for file in sorted(TEMPLATES.rglob("*.*"))
}
MACROS = (parts.Macro, parts.FromImport, parts.Import, parts.Assign)


def shows_nothing(node: parts.Node) -> bool:
    """Whether this part of a template defines macros for others, or is the space between them."""
    space = isinstance(node, parts.Output) and all(
        isinstance(text, parts.TemplateData) and not text.data.strip() for text in node.nodes
    )
    return space or isinstance(node, MACROS)


PAGES = [
    name
    for name, tree in TREES.items()
    if name.endswith(".html")
    and not name.startswith(("components/", "layouts/"))
    and not all(map(shows_nothing, tree.body))
]
LAYOUTS = {f"layouts/{name}.html" for name in ("page", "desk", "room", "embed", "file")}

JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
FORBIDDEN = {
    "a style of its own": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a script of its own": re.compile(r"\son[a-z]+\s*=|javascript:", re.IGNORECASE),
    "a script without a file": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style sheet inside": re.compile(r"<style", re.IGNORECASE),
    "something from another site": re.compile(r"(?:src|href|action)=[\"']?(?:https?:)?//"),
}

FROM_CORE_TEXT = {"components/voice.html", "components/written.html"}
"""Macros that are given HTML which `core.text` made; nobody else may switch escaping off."""


@pytest.mark.parametrize("name", TREES)
def test_every_template_compiles(name):
    environment().get_template(name)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    found = [
        f"{file.relative_to(ROOT)}: {match[0].strip()}"
        for file in HTML
        for match in FORBIDDEN[what].finditer(JINJA.sub("", file.read_text("utf-8")))
    ]

    assert found == []


def test_only_the_macros_of_peoples_text_switch_escaping_off():
    unescaped = {
        name
        for name, tree in TREES.items()
        if any(node.name == "safe" for node in tree.find_all(parts.Filter))
        or any(tree.find_all(parts.ScopedEvalContextModifier))
    }

    assert unescaped == FROM_CORE_TEXT


def test_html_is_made_in_one_module_only():
    makers = {
        file.relative_to(ROOT / "forum").as_posix()
        for file in CODE
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "markupsafe"
    }

    assert makers == {"core/text.py"}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_in_a_layout(name):
    """Perhaps in the frame of its area, which stands in one."""
    while name not in LAYOUTS:
        [name] = [node.template.value for node in TREES[name].find_all(parts.Extends)]


@cache
def named_in_code() -> set[str]:
    """Every text that stands in the code."""
    return {
        node.value
        for file in CODE
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_no_template_is_forgotten():
    named = named_in_code()
    used = chain.from_iterable(map(meta.find_referenced_templates, TREES.values()))
    letters = {f"mail/{name}.txt" for name in named}

    assert set(TREES) - named - letters - set(used) == set()


def taken(tree: parts.Template) -> set[str]:
    """The names that a template takes from others, as they are called there."""
    names = chain.from_iterable(node.names for node in tree.find_all(parts.FromImport))
    return {name if isinstance(name, str) else name[0] for name in names}


def used(tree: parts.Template) -> set[str]:
    """The names that a template reads."""
    return {node.name for node in tree.find_all(parts.Name) if node.ctx == "load"}


def regions() -> set[str]:
    """The macros of the stage, which code draws: each has the name of its file."""
    return {PurePosixPath(name).stem for name in TREES if name.startswith("stage/")} & {
        PurePosixPath(name).stem for name in named_in_code()
    }


def test_every_macro_is_drawn_by_something():
    wanted = set(chain.from_iterable(map(taken, TREES.values())))
    wanted |= regions()
    drawn = {
        name: {macro.name for macro in tree.find_all(parts.Macro)} for name, tree in TREES.items()
    }
    forgotten = {name: macros - wanted - used(TREES[name]) for name, macros in drawn.items()}

    assert {name: macros for name, macros in forgotten.items() if macros} == {}


def test_no_template_takes_what_it_does_not_use():
    called = {
        name: {
            one if isinstance(one, str) else one[1]
            for node in tree.find_all(parts.FromImport)
            for one in node.names
        }
        for name, tree in TREES.items()
    }
    idle = {name: names - used(TREES[name]) for name, names in called.items()}

    assert {name: names for name, names in idle.items() if names} == {}


PLURAL = re.compile(
    r"{%-?\+? *trans +(\w+)[^%]*%}(?:(?!endtrans).)*?{% *pluralize *(\w*) *%}", re.DOTALL
)


def test_sentences_of_several_are_chosen_by_a_number():
    """Without a name behind `pluralize` the first word counts: in Indonesian a text is refused."""
    counted = [
        (file.relative_to(ROOT).as_posix(), match[2] or match[1])
        for file in sorted(TEMPLATES.rglob("*.*"))
        for match in PLURAL.finditer(file.read_text("utf-8"))
    ]

    assert len(counted) > 40
    assert [where for where, name in counted if name not in ("num", "n")] == []
