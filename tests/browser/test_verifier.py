"""The page that checks a record says what the program says, from a file, without a network."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from forum.audit.rules.tiles import WIDTH, bundle
from forum.publication import verify
from forum.publication.verify import Bundle, check
from tests.actions.test_verify import TAMPERED
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


async def says(page, data: bytes) -> list[str]:
    """What the page finds in a bundle, in no order."""
    file = {"name": "record.zip", "mimeType": "application/zip", "buffer": data}
    await page.set_input_files("#files", file)
    await (
        page.get_by_text("This record is in order.")
        .or_(page.get_by_text("Something is wrong with this record."))
        .wait_for()
    )
    return sorted(await page.locator("#found li").all_text_contents())


async def test_the_page_agrees_with_the_program_about_every_lie(browser, packed, keys):
    context = await browser.new_context(offline=True)
    page = await context.new_page()
    await page.goto(PAGE.as_uri())
    for tamper in (None, *(one for one, _ in TAMPERED)):
        forged = Forged(packed, keys)
        if tamper is not None:
            tamper(forged)
        data, told_by_the_program = zipped(forged)
        told_by_the_page = await says(page, data)

        assert told_by_the_page == told_by_the_program, tamper
    await context.close()


async def test_the_page_agrees_about_witnesses_and_about_logs_that_were_lost(
    browser,
    watched,
):
    """Whole, without one witness, rewritten since, and after a log of which entries are lost."""
    context = await browser.new_context(offline=True)
    page = await context.new_page()
    await page.goto(PAGE.as_uri())
    forged, both = watched
    data, told_by_the_program = zipped(forged)
    assert any("were seen by 2 witnesses" in one for one in told_by_the_program)
    assert await says(page, data) == told_by_the_program

    former, at = Forged.__new__(Forged), forged.place("log.opened")
    former.keys, former.files, former.raw = forged.keys, {}, forged.raw[:3]
    former.sign()
    earlier = {
        "earlier/1/entries/0000000": bundle(former.raw),
        "earlier/1/checkpoint": former.files["checkpoint"],
        "earlier/1/policy": forged.files["policy"],
    }
    forged.files |= earlier
    data, told_by_the_program = zipped(forged)
    assert any("does not say after which log" in one for one in told_by_the_program)
    assert await says(page, data) == told_by_the_program

    previous = {"origin": forged.keys.log.name, "size": 9, "root": "x"}
    forged.change(at, lambda entry: entry["d"].update(previous=previous))
    forged.sign()
    data, told_by_the_program = zipped(forged)
    assert any("of which 6 entries are lost" in one for one in told_by_the_program)
    assert any("its witnesses signed another log" in one for one in told_by_the_program)
    assert await says(page, data) == told_by_the_program

    name = both[0].signer.name
    lines = forged.files["witnessed"].decode().splitlines(keepends=True)
    forged.files["witnessed"] = "".join(one for one in lines if f"— {name} " not in one).encode()
    data, told_by_the_program = zipped(forged)
    assert await says(page, data) == told_by_the_program
    await context.close()
