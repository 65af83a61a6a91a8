"""Held, hidden with a statement, appealed against, overturned by somebody else; and it verifies."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.async_api import Browser, Page

from forum.publication.verify import Bundle, check, load
from tests.browser.loop import Story, become, rule
from tests.browser.reading import opened
from tests.browser.somebody import Somebody

CONSULTATION = "/consultations/ktp-el-2026"
SAID = "Pengaduan nomor 3201 2345 6789 0123 tidak pernah dijawab loket."
WHY = "Ada NIK di dalamnya."
AGAINST = "Itu nomor pengaduan saya, bukan NIK."
RIGHT = "Nomor pengaduan boleh ditulis."
TRIES = 100


@pytest.mark.parametrize(("scripts", "language"), [("scripts", "id"), ("no-scripts", "en")])
async def test_an_appeal_brings_words_back_and_the_record_agrees(
    browser: Browser, forum_of_its_own: str, scripts: str, language: str
):
    async with opened(
        browser, forum_of_its_own, language=language, java_script_enabled=scripts == "scripts"
    ) as (_context, page, troubles):
        story = Story(Somebody(page, language))
        ref = await sari_writes(story)
        await maya_hides(story, ref)
        decision = await sari_appeals(story, ref)
        await rina_overturns(story, decision)
        await everybody_reads(story, ref, decision)
        bundle = await packed(page)
        assert check(bundle, {})[1] == []
        types = [one["type"] for one in bundle.entries]
        assert types.index("appeal.decided", types.index("appeal.filed")) < len(types) - 1
    assert not troubles


async def sari_writes(story: Story) -> str:
    sari = story.newcomer
    await become(story, "sari")
    await sari.goes_to(f"{CONSULTATION}/clauses/3.1")
    await sari.ticks("A comment")
    await sari.writes("What should change, and why?", SAID)
    await sari.presses("Send")
    await sari.reads(sari.word("Held until a moderator has looked at it."))
    return sari.page.url.partition("?")[0].partition("#")[0].rsplit("/", 1)[-1]


async def maya_hides(story: Story, ref: str) -> None:
    maya = story.newcomer
    await become(story, "maya")
    await maya.goes_to(f"/desk/comments/{ref}?measure=hide")
    await maya.ticks(rule(0, story.language))
    await maya.writes("Reason for the author", WHY)
    await maya.presses("Decide")


async def sari_appeals(story: Story, ref: str) -> str:
    sari = story.newcomer
    await become(story, "sari")
    await sari.goes_to(f"/comments/{ref}")
    link = sari.page.locator("main a[href$='#appeal']")
    decision: str = (await link.get_attribute("href") or "").split("/")[2].partition("#")[0]
    await sari.goes_to(f"/decisions/{decision}")
    await sari.reads(WHY, SAID, sari.word("Statement of reasons"))
    await sari.writes("Why is the decision wrong?", AGAINST)
    await sari.presses("Appeal")
    await sari.reads(AGAINST, sari.word("Appealed, not decided yet"))
    return decision


async def rina_overturns(story: Story, decision: str) -> None:
    rina = story.newcomer
    await become(story, "maya")
    await rina.goes_to("/desk/moderation")
    against = rina.word("Appeal against decision %(number)s", number=decision)
    await rina.does_not_read(against)
    await become(story, "rina")
    await rina.goes_to("/desk/moderation")
    await rina.follows(against)
    await rina.reads(AGAINST, SAID)
    await rina.ticks("The decision is overturned")
    await rina.writes("Reason for the author", RIGHT)
    await rina.presses("Decide the appeal")
    await rina.does_not_read(against)


async def everybody_reads(story: Story, ref: str, decision: str) -> None:
    reader = story.newcomer
    await become(story, "budi")
    await reader.goes_to(f"/comments/{ref}")
    await reader.reads(
        SAID,
        reader.word(
            "The appeal was right: decision %(number)s is overturned, and the words read as they"
            " did before.",
            number=decision,
        ),
    )
    await reader.does_not_read(RIGHT, AGAINST)
    await become(story, "sari")
    await reader.goes_to("/me/notices")
    await reader.reads(RIGHT)


async def packed(page: Page) -> Bundle:
    """Fetch the bundle until the log has all that happened, as it does within a minute."""
    for _ in range(TRIES):
        answer = await page.context.request.get(f"{CONSULTATION}/bundle.zip")
        if answer.ok:
            bundle = unpacked(await answer.body())
            load(bundle)
            if any(entry["type"] == "appeal.decided" for entry in bundle.entries[-20:]):
                return unpacked(await answer.body())
        await page.wait_for_timeout(300)
    raise AssertionError("the log does not have it")


def unpacked(data: bytes) -> Bundle:
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    return Bundle(files.get, list(files))
