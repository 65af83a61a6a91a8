"""The Nu checker of the W3C over the HTML of every page, in both languages: one start of Java."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bench.pages.tools import packages, program
from forum.core.i18n import LANGUAGES
from tests.browser.sights import Sight, walker

OPTIONS = ("--format", "json", "--stdout", "--exit-zero-always")
SHOWN = 30


def judge(forum: str, sights: Sequence[Sight]) -> int:
    """Print what is not valid, each complaint once with a page where it stands; return how many."""
    java = program("java", "to run the Nu checker")
    jar = packages() / "vnu-jar/build/dist/vnu.jar"
    with tempfile.TemporaryDirectory() as folder:
        names = save(forum, sights, Path(folder))
        told = subprocess.run(  # noqa: S603 - our own words
            [java, "-Xss8m", "-jar", jar, *OPTIONS, folder],
            capture_output=True,
            text=True,
            check=True,
        )
    said = json.loads(told.stdout)["messages"]
    errors = [one for one in said if one["type"] != "info"]
    counted = Counter(one["message"] for one in errors)
    for message, times in counted.most_common(SHOWN):
        first = next(one for one in errors if one["message"] == message)
        where = names.get(Path(first.get("url", "")).name, "")
        print(
            f"  {times} times: {message}\n    {where}: {' '.join(first.get('extract', '').split())}"
        )
    print(f"Nu: {len(names)} pages, {len(errors)} errors, {len(said) - len(errors)} warnings")
    return len(errors)


def save(forum: str, sights: Sequence[Sight], folder: Path) -> dict[str, str]:
    """Save each page in each language; return what each file shows, and to whom."""
    names: dict[str, str] = {}
    for who, mine in groupby(sights, key=lambda sight: sight.who):
        paths = [sight.path for sight in mine]
        for language in LANGUAGES:
            with walker(forum, who, language) as client:
                for path in paths:
                    file = folder / f"{len(names):06}.html"
                    file.write_text(client.get(path).text)
                    names[file.name] = f"{path} ({who or 'visitor'}, {language})"
    return names
