"""The Jinja environment: autoescaped, strict about missing names, translated.

The names that every template may use and that need no request are set here. `path`, `static_path`
and `site` come from the application, which alone knows its addresses and its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import jinja2
from jinja2.runtime import Context

from forum.core import format as write
from forum.core import i18n
from forum.core.paths import data_dir
from forum.core.text import paragraphs

FILTERS: dict[str, Callable[..., Any]] = {
    "moment": write.moment,
    "weekday": write.weekday,
    "hour": write.hour,
    "second": write.second,
    "countdown": write.countdown,
    "zone": write.zone_of,
    "day": write.day,
    "until": write.until,
    "number": write.number,
    "iso": write.iso,
    "local": i18n.local,
    "lang_of": i18n.lang_of,
    "translated": i18n._,
    "paragraphs": paragraphs,
}


@cache
def environment() -> jinja2.Environment:
    """Return the one environment that pages, live fragments and mail share."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(data_dir("templates")),
        autoescape=jinja2.select_autoescape(["html", "xml"]),
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined] # the extension adds it
        i18n._, i18n.ngettext, newstyle=True
    )
    env.filters.update({name: _late(filter_) for name, filter_ in FILTERS.items()})
    env.globals["complaint"] = complaint
    return env


def provide(**names: Any) -> None:
    """Give every template these names: what only the application knows."""
    environment().globals.update(names)


def render(name: str, **context: Any) -> str:
    """Render a template outside a request, in the language that is spoken just now."""
    return environment().get_template(name).render(context)


def complaint(wrong: object, name: str) -> str:
    """Return the sentence about one field of a form, or nothing; no macro need know the error."""
    fields: Mapping[str, str] = getattr(wrong, "fields", None) or {}
    return fields.get(name, "")


def _late(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Keep Jinja from computing the filter once, at compile time, in whatever language is set."""

    @jinja2.pass_context
    def now(_context: Context, *args: Any, **options: Any) -> Any:
        return filter_(*args, **options)

    return now
