"""Bad input that takes more than one request: twice, in two tabs, after somebody else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from forum.accounts.models import Person
from forum.participation.models import Contribution
from forum.participation.rules import mark_of
from tests.architecture.knocking import Copy
from tests.architecture.town import CLAUSE
from tests.clocks import later
from tests.pages import form_in, words_of
from tests.signing_in import asked, with_password
from tests.site.bad_input.case import COMMENT, TEXT, WHOLE, said
from tests.site.bad_input.desks import PLAN, PLANNED
from tests.site.bad_input.taking_part import NEW_WORDS, PROPOSALS, proposed

Story = Callable[[Copy], Awaitable[None]]
STORIES: dict[str, Story] = {}


def story(name: str) -> Callable[[Story], Story]:
    """Name a kind of bad input that takes more than one request."""

    def add(told: Story) -> Story:
        STORIES[name] = told
        return told

    return add


@story("a form sent twice, one after the other")
async def twice(town: Copy) -> None:
    async with town.browser("sari") as her:
        form = said("Dua kali.", once="dua-kali-kunci")
        first, second = [await her.post(COMMENT, data=form) for _ in range(2)]

    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert await Contribution.filter(text="Dua kali.").count() == 1


@story("a form sent five times in the same moment")
async def at_once(town: Copy) -> None:
    async with town.browser("sari") as her:
        form = said("Serentak.", once="serentak-kunci")
        sent = await asyncio.gather(*(her.post(COMMENT, data=form) for _ in range(5)))

    assert {one.status_code for one in sent} == {303}
    assert len({one.headers["location"] for one in sent}) == 1
    assert await Contribution.filter(text="Serentak.").count() == 1


@story("the key of a form used for something else")
async def key_used(town: Copy) -> None:
    async with town.browser("sari") as her:
        await her.post(COMMENT, data=said("Yang pertama.", once="kunci-bekas-pakai"))
        again = await her.post(COMMENT, data=said("Yang kedua.", once="kunci-bekas-pakai"))

    assert again.status_code == 409
    form = form_in(again.text, COMMENT)
    assert form["text"] == "Yang kedua."
    assert form["once"] not in ("", "kunci-bekas-pakai")


@story("the key of a form that somebody else used")
async def key_of_another(town: Copy) -> None:
    async with town.browser("sari") as her, town.browser("budi") as him:
        await her.post(COMMENT, data=said("Milik Sari.", once="kunci-milik-sari"))
        his = await him.post(COMMENT, data=said("Milik Sari.", once="kunci-milik-sari"))

    assert his.status_code == 409
    assert form_in(his.text, COMMENT)["text"] == "Milik Sari."
    assert await Contribution.filter(text="Milik Sari.").count() == 1


@story("a proposal sent five times in the same moment")
async def proposed_at_once(town: Copy) -> None:
    form = proposed("Serentak tiga hari.", once="serentak-usulan")
    async with town.browser("budi") as him:
        sent = await asyncio.gather(*(him.post(PROPOSALS, data=form) for _ in range(5)))

    assert {one.status_code for one in sent} == {303}
    assert len({one.headers["location"] for one in sent}) == 1
    assert await Contribution.filter(once="serentak-usulan").count() == 1


@story("the key of a comment used for a proposal")
async def key_for_a_proposal(town: Copy) -> None:
    async with town.browser("budi") as him:
        await him.post(COMMENT, data=said(TEXT, once="kunci-dua-formulir", mine="yes"))
        sent = await him.post(PROPOSALS, data=proposed(text=TEXT, once="kunci-dua-formulir"))

    assert sent.status_code == 409
    form = form_in(sent.text, PROPOSALS)
    assert form["words"].strip() == NEW_WORDS
    assert form["once"] not in ("", "kunci-dua-formulir")


@story("a proposal from a page opened before closing")
async def proposed_in_grace(town: Copy) -> None:
    path = "/consultations/closed/clauses/3.1/proposals"
    async with town.browser("budi") as him:
        with later(minutes=-20):
            page = await him.get(path.removesuffix("s"))
        opened = form_in(page.text, path)["opened"]
        sent = await him.post(path, data=proposed(opened=opened, once="kunci-usul-sempat"))

    assert sent.status_code == 303
    assert await Contribution.filter(once="kunci-usul-sempat").count() == 1


@story("a reply sent again after what it replies to was withdrawn")
async def replied_again(town: Copy) -> None:
    async with town.browser("sari") as her, town.browser("budi") as him:
        said_ = await her.post(COMMENT, data=said("Akan ditarik.", once="kunci-akan-tarik"))
        path = said_.headers["location"].partition("#")[0]
        form = said("Setuju.", once="kunci-balas-lagi")
        first = await him.post(f"{path}/replies", data=form)
        await her.post(f"{path}/withdrawal")
        again = await him.post(f"{path}/replies", data=form)
        other = await him.post(f"{path}/replies", data=said("Lagi.", once="kunci-balas-baru"))

    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    assert other.status_code == 409
    assert "Lagi." in words_of(other.text)


@story("a form from a page opened before closing")
async def in_grace(town: Copy) -> None:
    path = WHOLE.format(slug="closed")
    async with town.browser("budi") as him:
        with later(minutes=-20):
            page = await him.get(path.removesuffix("/comments"))
        opened = form_in(page.text, path)["opened"]
        form = said("Masih sempat.", opened=opened, once="kunci-masih-sempat")
        sent = await him.post(path, data=form)

    assert sent.status_code == 303
    assert await Contribution.filter(text="Masih sempat.").count() == 1


@story("a form that says itself that its page was opened before closing")
async def no_grace(town: Copy) -> None:
    path = WHOLE.format(slug="closed")
    early = (datetime.now(UTC) - timedelta(minutes=20)).isoformat()
    async with town.browser("budi") as him:
        page = await him.get(COMMENT.removesuffix("/comments"))
        seal = form_in(page.text, COMMENT)["opened"].partition("~")[2]
        for number, opened in enumerate((early, f"{early}~{seal}", "~", f"{early}~é", "")):
            form = said("Kata saya sendiri.", opened=opened, once=f"kunci-terlambat-{number}")
            sent = await him.post(path, data=form)

            assert sent.status_code == 409
            assert "Comments closed" in words_of(sent.text)
            assert "Kata saya sendiri." in sent.text
    assert await Contribution.filter(text="Kata saya sendiri.").count() == 0


@story("a comment sent after signing out in another tab")
async def two_tabs(town: Copy) -> None:
    async with town.browser("visitor") as her:
        sent = await her.post(COMMENT, data=said(TEXT, once="kunci-dua-tab"))

    assert sent.status_code == 403
    assert "Sign in" in words_of(sent.text)
    assert form_in(sent.text, COMMENT)["text"] == TEXT


@story("a comment changed in two tabs")
async def stale_comment(town: Copy) -> None:
    async with town.browser("budi") as him:
        sent = await him.post(COMMENT, data=said("Awal.", once="kunci-tab-basi"))
        path = sent.headers["location"].partition("#")[0]
        seen = mark_of("Awal.")
        await him.post(f"{path}/words", data={"text": "Tab satu.", "seen": seen})
        second = await him.post(f"{path}/words", data={"text": "Tab dua.", "seen": seen})

    assert second.status_code == 409
    assert "Tab satu." in words_of(second.text)
    assert form_in(second.text, f"{path}/words")["text"] == "Tab dua."
    assert (await Contribution.get(ref=path.rpartition("/")[2])).text == "Tab satu."


@story("a clause edited by two people")
async def stale_clause(town: Copy) -> None:
    path = f"/desk/drafts/{town.town.drafts['drafting']}/clauses/"
    path += town.town.lineages["drafting"][CLAUSE]
    async with town.browser("drafter") as him:
        form = form_in((await him.get(path)).text, path)
        first = await him.post(path, data={**form, "text.id": "Kata orang pertama."})
        second = await him.post(path, data={**form, "text.id": "Kata orang kedua."})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "orang pertama" in words_of(second.text)
    assert form_in(second.text, path)["text.id"] == "Kata orang kedua."


@story("an answer edited by two people")
async def stale_answer(town: Copy) -> None:
    path = "/desk/consultations/answering/responses"
    async with town.browser("responder") as him:
        shown = await him.get(f"{path}?answer={town.town.answers['draft']}")
        form = form_in(shown.text, path)
        form = {**form, "disposition": "answered", "changes": ""}
        first = await him.post(path, data={**form, "reason": "Alasan pertama."})
        second = await him.post(path, data={**form, "reason": "Alasan kedua."})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Alasan pertama." in words_of(second.text)
    assert form_in(second.text, path)["reason"] == "Alasan kedua."


@story("a summary edited by two people")
async def stale_summary(town: Copy) -> None:
    path = "/desk/consultations/answering/summary"
    async with town.browser("publisher") as her:
        form = form_in((await her.get(path)).text, path)
        first = await her.post(path, data={**form, "words_id": "Ringkasan pertama."})
        second = await her.post(path, data={**form, "words_id": "Ringkasan kedua."})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Ringkasan pertama." in words_of(second.text)
    assert form_in(second.text, path)["words_id"] == "Ringkasan kedua."


@story("a decision on words that are no longer shown")
async def stale_decision(town: Copy) -> None:
    path = f"/desk/comments/{town.town.comments['sari']}/decision"
    form = {"measure": "keep", "showing": "held", "reason": "Sudah dibaca."}
    async with town.browser("moderator") as maya:
        answer = await maya.post(path, data=form)

    assert answer.status_code == 409
    assert "This changed while you were deciding." in words_of(answer.text)
    assert form_in(answer.text, path)["reason"] == "Sudah dibaca."


@story("a plan that closes before it opens")
async def closes_first(town: Copy) -> None:
    upside_down = {**PLANNED, "closes": "2030-01-01T08:00"}
    async with town.browser("publisher") as her:
        await her.post(PLAN, data=upside_down)
        shown = await her.get("/desk/consultations/drafting")
        announced = await her.post("/desk/consultations/drafting/announcement")

    assert form_in(shown.text, PLAN)["closes"] == "2030-01-01T08:00"
    assert announced.status_code == 409
    for page in (shown, announced):
        assert "The consultation closes before it opens." in words_of(page.text)


@story("support for one's own comment, and for one that is gone")
async def wrong_support(town: Copy) -> None:
    async with town.browser("sari") as her, town.browser("budi") as him:
        own = await her.post(f"/comments/{town.town.comments['sari']}/support", data={})
        sent = await her.post(COMMENT, data=said("Saya tarik.", once="kunci-yang-ditarik"))
        path = sent.headers["location"].partition("#")[0]
        await her.post(f"{path}/withdrawal")
        gone = await him.post(f"{path}/support", data={"support": "yes"})

    assert (own.status_code, gone.status_code) == (409, 409)
    assert "This is your own comment." in words_of(own.text)
    assert "This comment is not public just now." in words_of(gone.text)


@story("a link used twice")
async def used_link(town: Copy) -> None:
    token = await mailed(town, "bekas@example.id")
    async with town.browser("visitor") as her:
        first = await her.post(f"/sign-in/link/{token}", data={"name": "Bekas"})
    async with town.browser("visitor") as other:
        second = await other.post(f"/sign-in/link/{token}", data={"name": "Bekas"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "This sign-in link has been used." in words_of(second.text)
    assert await Person.filter(email="bekas@example.id").count() == 1


@story("a link that has expired")
async def expired_link(town: Copy) -> None:
    token = await mailed(town, "lambat@example.id")
    async with town.browser("visitor") as her:
        with later(minutes=16):
            answer = await her.post(f"/sign-in/link/{token}", data={"name": "Lambat"})

    assert answer.status_code == 409
    assert "This sign-in link has expired." in words_of(answer.text)
    assert not await Person.exists(email="lambat@example.id")


@story("a new person without a name")
async def no_name(town: Copy) -> None:
    token = await mailed(town, "anonim@example.id")
    async with town.browser("visitor") as her:
        empty = await her.post(f"/sign-in/link/{token}", data={"name": "\u200b"})
        right = await her.post(f"/sign-in/link/{token}", data={"name": "Anonim"})

    assert (empty.status_code, right.status_code) == (422, 303)


@story("passwords guessed again and again")
async def guessing(town: Copy) -> None:
    rina = await Person.get(email="rina@example.id")
    await with_password(rina)
    async with town.browser("visitor") as other:
        guesses = [
            await other.post(
                "/sign-in/password", data={"username": rina.email, "password": f"tebakan {n}"}
            )
            for n in range(12)
        ]

    assert {guess.status_code for guess in guesses} == {409, 429}
    assert "Too many attempts." in words_of(guesses[-1].text)


async def mailed(town: Copy, email: str) -> str:
    """Ask for a link and return what stands in the letter."""
    async with town.browser("visitor") as her:
        await her.post("/sign-in/link", data={"email": email})
    return asked[-1].token
