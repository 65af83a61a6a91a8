"""The page that checks a record says what the program says, from a file, without a network."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from forum.audit.rules.tiles import WIDTH, bundle
from forum.publication import verify
from forum.publication.verify import Bundle, check
from tests.actions.test_verify import TAMPERED, keys, packed, told  # noqa: F401 - fixtures
from tests.forging import Forged

pytestmark = pytest.mark.anyio

PAGE = Path(verify.__file__).with_suffix(".html")


def zipped(forged: Forged) -> tuple[bytes, list[str]]:
    """Return a tampered bundle as a file, and what the program says of it."""
    parts = range(0, len(forged.raw), WIDTH)
    entries = {f"entries/{at:07}": bundle(forged.raw[at : at + WIDTH]) for at in parts}
    files = forged.files | entries
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(name, data)
    good, bad = check(Bundle(files.get, list(files)), {})
    return file.getvalue(), sorted(good + bad)


async def test_the_page_agrees_with_the_program_about_every_lie(browser, packed, keys):  # noqa: F811
    context = await browser.new_context(offline=True)
    page = await context.new_page()
    await page.goto(PAGE.as_uri())
    for tamper in (None, *(one for one, _ in TAMPERED)):
        forged = Forged(packed, keys)
        if tamper is not None:
            tamper(forged)
        data, told_by_the_program = zipped(forged)
        await page.set_input_files(
            "#files", {"name": "record.zip", "mimeType": "application/zip", "buffer": data}
        )
        await (
            page.get_by_text("This record is in order.")
            .or_(page.get_by_text("Something is wrong with this record."))
            .wait_for()
        )
        told_by_the_page = sorted(await page.locator("#found li").all_text_contents())

        assert told_by_the_page == told_by_the_program, tamper
    await context.close()
