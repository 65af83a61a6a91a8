"""Standards as JSON, in the shape of the published samples: components with items and values."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic_core import from_json as parse

from forum.core.errors import Invalid
from forum.core.i18n import _, local
from forum.drafts.field_forms import Asked
from forum.drafts.importing.names import Names
from forum.drafts.importing.standard import (
    Component,
    ImportedStandard,
    Profile,
    Sheet,
    check_size,
    unreadable,
)

Words = Mapping[str, str]

_KNOWN = frozenset({"code", "group", "order", "name", "basis", "items", "structured"})


def parse_json(text: str | bytes) -> Mapping[str, object]:
    """Return the object that a JSON text holds."""
    check_size(len(text))
    try:
        document = parse(text)
    except ValueError:  # also: nested too deep, or not Unicode
        raise unreadable(_("This is not a JSON document that can be read.")) from None
    if not isinstance(document, dict):
        raise unreadable(_("A standard in JSON is an object with a list of components."))
    return document


def from_json(document: Mapping[str, object], profile: Profile) -> ImportedStandard:
    """Return the standard that a JSON document describes; every text in it becomes a clause.

    A component that the profile does not know, and a value that is no typed field, is told in
    `unread`.
    """
    reader = _Reader(profile)
    components = document.get("components")
    if not isinstance(components, list) or not components:
        raise unreadable(_("A standard in JSON is an object with a list of components."))
    for part in components:
        reader.component(part)
    if not reader.sheet.clauses:
        raise unreadable(_("No component of a standard was found in this document."))
    return reader.sheet.standard(reader.words(document.get("title")) or {})


class _Reader:
    def __init__(self, profile: Profile) -> None:
        self.profile, self.sheet = profile, Sheet(profile)
        self.names = Names(profile.components)

    def component(self, part: object) -> None:
        if not isinstance(part, dict):
            raise unreadable(_("Each component is an object with a code and a list of items."))
        name = self.words(part.get("name")) or {}
        component = self.known(part.get("code"), name)
        heading = component.name if component else name or str(part.get("code", ""))
        items = [self.text(item, heading) for item in _list(part.get("items"), heading)]
        if component:
            for item in items:
                self.sheet.item(component, item)
            self.structured(component, part.get("structured"))
        else:
            for item in items or [name]:
                self.sheet.left(heading, local(item))
        for key, value in part.items():
            if key not in _KNOWN and value is not None:
                self.sheet.left(heading, value if isinstance(value, str) else key)

    def known(self, code: object, name: Words) -> Component | None:
        spelled = [code] if isinstance(code, str) else []
        found = map(self.names.exactly, [*spelled, *name.values()])
        return next(filter(None, found), None)

    def structured(self, component: Component, values: object) -> None:
        if values is None:
            return
        if not isinstance(values, dict):
            raise _no_texts(component.name)
        for variant in _list(values.get("variants"), component.name):
            self.variant(component, variant)
        taken = {"variants"}
        for asked in component.fields:
            keys, value = _value(asked, values, self.profile.currency)
            taken |= keys
            if value is not None:
                self.sheet.value(component, asked.code, value)
        self.others(component, {key: one for key, one in values.items() if key not in taken})

    def variant(self, component: Component, variant: object) -> None:
        """Take what holds for one kind of applicant: "Lost or damaged: police report of loss"."""
        if not isinstance(variant, dict):
            raise _no_texts(component.name)
        name = self.text(variant.get("name"), component.name)
        for item in _list(variant.get("items"), component.name):
            self.sheet.clause(component, self.told(name, self.text(item, component.name)))

    def others(self, component: Component, values: Mapping[str, object]) -> None:
        """Take any other text as a clause, and a list together with the note that explains it."""
        lists = {key: value for key, value in values.items() if isinstance(value, list)}
        notes = {f"{key}_note" for key in lists if isinstance(values.get(f"{key}_note"), dict)}
        for key, value in values.items():
            if key in notes or value is None:
                continue
            note = self.words(values[f"{key}_note"]) if f"{key}_note" in notes else None
            for one in lists.get(key, [value]):
                if isinstance(one, dict) and (words := self.words(one)):
                    self.sheet.clause(component, self.told(note, words))
                else:
                    self.sheet.left(component.name, one if isinstance(one, str) else key)

    def told(self, name: Words | None, words: Words) -> Words:
        if not name:
            return words
        any_name = name.get(self.profile.default_language) or next(iter(name.values()))
        return {
            language: f"{name.get(language) or any_name}: {text}"
            for language, text in words.items()
            if text.strip()
        }

    def text(self, value: object, heading: Words | str) -> Words:
        """Return a text that has to be there; a language the profile lacks finds no place."""
        words = self.words(value)
        if words is None:
            raise _no_texts(heading)
        if isinstance(value, dict):
            for language, other in value.items():
                if language not in words:
                    self.sheet.left(heading, other)
        return words

    def words(self, value: object) -> Words | None:
        """Return a text in its languages; a plain string is in the language that binds."""
        if isinstance(value, str):
            return {self.profile.default_language: value}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            return None
        return {name: value[name] for name in self.profile.languages if name in value} or None


def _value(
    asked: Asked, values: Mapping[str, object], currency: str
) -> tuple[set[str], dict[str, object] | None]:
    """Return the keys that belong to a typed field, and what they say if they say anything."""
    value = values.get(asked.code)
    match asked.kind:
        case "duration" if isinstance(value, dict):
            return {asked.code}, {"kind": "duration", **value}
        case "choice" if isinstance(value, str):
            return {asked.code}, {"kind": "choice", "value": value}
        case "money" if values.get("free") is True or values.get("amount") is not None:
            amount, free = values.get("amount") or 0, values.get("free", False)
            said = {"amount": amount, "free": free, "currency": values.get("currency", currency)}
            return set(said), {"kind": "money", **said}
        case "money":
            return {"free", "amount", "currency"}, None
        case "steps" | "channels" if isinstance(items := values.get(asked.kind), list):
            return {asked.kind}, {"kind": asked.kind, "items": items}
    return set(), None


def _list(value: object, heading: Words | str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _no_texts(heading)
    return value


def _no_texts(heading: Words | str) -> Invalid:
    return unreadable(
        _("“%(component)s” holds something that is not a text.") % {"component": local(heading)}
    )
