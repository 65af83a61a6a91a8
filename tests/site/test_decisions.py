"""What a decision looks like to its author, to everybody, and to whoever must agree or hear it."""

import pytest

from forum.moderation.actions import Hearing, agree, decide, decide_appeal, file_appeal
from forum.moderation.models import Appeal, Decision
from forum.moderation.rules import State
from forum.moderation.rules.appealing import Outcome
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing
from tests.clocks import later
from tests.judging import PHONE, RUDE, WHY, covering, hiding, second_moderator, suspending
from tests.pages import form_in, words_of
from tests.world import comment, open_consultation

pytestmark = pytest.mark.anyio


async def read(client, path):
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return words_of(answer.text)


async def test_sari_reads_the_statement_and_appeals_with_one_click(
    signed_in, visit, maya, omar, rina, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    made = await decide(maya, said.ref, hiding(facts="Kata “bodoh”."))
    page, action = f"/decisions/{made.ref}", f"/decisions/{made.ref}/appeal"
    async with signed_in(sari) as hers:
        told = await hers.get(page)
        words = words_of(told.text)
        for part in ("Statement of reasons", WHY, "Kata “bodoh”.", "Decided by a program", RUDE):
            assert part in words
        empty = await hers.post(action, data=form_in(told.text, action))
        assert empty.status_code == 422
        sent = await hers.post(action, data={"words": "Itu kritik, bukan penghinaan."})
        assert sent.status_code == 303
        assert "Appealed, not decided yet" in await read(hers, page)
    everybody = await read(visit, page)
    assert WHY not in everybody
    assert "Itu kritik" not in everybody
    stub = await read(visit, f"/comments/{said.ref}")
    assert f"Decision {made.ref}" in stub
    assert "Its author appealed; that is not decided yet." in stub

    appeal = await Appeal.get()
    action = f"/desk/appeals/{appeal.ref}/outcome"
    async with signed_in(rina) as desk:
        assert f"Appeal against decision {made.ref}" in await read(desk, "/desk/moderation")
        assert "1 appeal is to be heard" in await read(desk, "/desk")
        heard = form_in((await desk.get(f"/desk/appeals/{appeal.ref}")).text, action)
        wrong = await desk.post(action, data={**heard, "outcome": "overturned"})
        assert wrong.status_code == 422
        right = {**heard, "outcome": "overturned", "reason": "Kritik boleh tajam."}
        assert (await desk.post(action, data=right)).status_code == 303
    shown = await read(visit, f"/comments/{said.ref}")
    assert RUDE in shown
    assert f"decision {made.ref} is overturned" in shown


async def test_a_lost_appeal_stands_on_the_stub(visit, app, maya, omar, rina, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    made = await decide(maya, said.ref, hiding())
    appeal = await file_appeal(sari, made.ref, "Itu kritik.")
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.UPHELD, "Tetap menghina."))
    for path in (f"/comments/{said.ref}", f"/consultations/{said.consultation.slug}/clauses/3.1"):
        assert "somebody else looked at it, and it stays" in await read(visit, path)


async def test_the_second_person_agrees_or_sends_back_without_a_script(
    signed_in, maya, omar, sari, agency
):
    dewi = await second_moderator(agency)
    consultation = await open_consultation(omar, agency)
    said = [await comment(sari, consultation, f"{RUDE} {number}") for number in range(2)]
    refs = []
    async with signed_in(maya) as desk:
        for one in said:
            action = f"/desk/comments/{one.ref}/decision"
            form = form_in((await desk.get(f"/desk/comments/{one.ref}")).text, action)
            form |= {"measure": "hide", "rule": "insult", "reason": WHY, "more": "criticises"}
            answer = await desk.post(action, data=form)
            assert answer.status_code == 303
            page = await desk.get(answer.headers["location"])
            assert "Another moderator must look at it." in words_of(page.text)
            refs.append(answer.headers["location"].rsplit("/", 1)[1])
    async with signed_in(dewi) as desk:
        assert "2 decisions wait for a second person" in await read(desk, "/desk")
        assert f"Decision {refs[0]}: Hidden" in await read(desk, "/desk/moderation")
        page = await read(desk, f"/desk/decisions/{refs[0]}")
        assert "It hides criticism of the agency or its staff." in page
        assert (await desk.post(f"/desk/decisions/{refs[0]}/agreement")).status_code == 303
        back = f"/desk/decisions/{refs[1]}/return"
        assert (await desk.post(back, data={"reason": ""})).status_code == 422
        assert (await desk.post(back, data={"reason": "Bukan hinaan."})).status_code == 303
        again = await desk.post(back, data={"reason": "Bukan hinaan."})
        assert again.status_code == 409
        assert "Bukan hinaan." in again.text
    assert (await find_contribution(said[0].ref)).showing is Showing.HIDDEN
    assert (await find_contribution(said[1].ref)).showing is Showing.SHOWN


async def test_what_was_typed_comes_back_with_what_is_wrong(signed_in, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    action = f"/desk/comments/{said.ref}/decision"
    async with signed_in(maya) as desk:
        form = form_in((await desk.get(f"/desk/comments/{said.ref}")).text, action)
        form |= {"measure": "suspend", "rule": "insult", "reason": WHY, "days": "100"}
        assert (await desk.post(action, data=form)).status_code == 422
        form |= {"days": "", "more": ["ordered", "urgent"], "facts": ""}
        answer = await desk.post(action, data=form)
    assert answer.status_code == 422
    assert "Say which authority ordered it, by what, and when." in words_of(answer.text)
    assert 'value="urgent" checked' in answer.text
    assert not await Decision.exists()


async def test_a_suspension_is_between_the_two_of_them(
    signed_in, visit, maya, omar, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, RUDE)
    made = await decide(maya, said.ref, suspending(3))
    assert (await visit.get(f"/decisions/{made.ref}")).status_code == 404
    async with signed_in(budi) as his:
        assert (await his.get(f"/decisions/{made.ref}")).status_code == 404
    assert made.ref not in (await visit.get(f"/comments/{said.ref}")).text
    async with signed_in(sari) as hers:
        assert "3 days in all that" in await read(hers, f"/decisions/{made.ref}")
        form = {"text": "Satu lagi.", "once": "kunci-sekali-pakai-satu", "kind": "comment"}
        path = f"/consultations/{consultation.slug}/clauses/3.1/comments"
        refused = await hers.post(path, data=form)
        assert refused.status_code == 403
        assert made.ref in refused.text
        assert "Satu lagi." in refused.text
        page = await read(hers, f"/consultations/{consultation.slug}/clauses/3.1")
        assert "A moderator stopped you from handing anything in to" in page
        assert made.ref in page


STORIES = {
    "shown": (None, Showing.SHOWN),
    "proposed": (hiding(criticises=True), Showing.SHOWN),
    "redacted": (covering("0812-0000-1111"), Showing.REDACTED),
    "hidden": (hiding(), Showing.HIDDEN),
    "urgent": (hiding(rule="threat", urgent=True), Showing.HIDDEN),
    "suspended": (suspending(2), Showing.SHOWN),
}


@pytest.mark.parametrize("story", STORIES)
async def test_what_the_author_sees_as_shown_everybody_sees(
    signed_in, visit, maya, omar, rina, sari, budi, agency, story
):
    """No silent limits: for each state of a decision, every reader is shown the same words."""
    wish, showing = STORIES[story]
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    if wish is not None:
        await decide(maya, said.ref, wish)
    stands = await find_contribution(said.ref)
    assert stands.showing is showing
    place = f"/consultations/{said.consultation.slug}/clauses/3.1"
    seen = {}
    for who in (sari, budi, omar, rina, maya):
        async with signed_in(who) as browser:
            seen[who.name] = _shown(await read(browser, place), stands.shown_text)
    seen["visitor"] = _shown(await read(visit, place), stands.shown_text)
    assert set(seen.values()) == {(stands.public, "0812" in stands.shown_text and stands.public)}


def _shown(words: str, text: str) -> tuple[bool, bool]:
    return text in words, "0812-0000-1111" in words


async def test_it_is_the_same_after_a_lapse_and_after_each_outcome(
    signed_in, visit, app, maya, omar, rina, sari, agency
):
    dewi = await second_moderator(agency)
    consultation = await open_consultation(omar, agency)
    place = f"/consultations/{consultation.slug}/clauses/3.1"
    for number, outcome in enumerate(Outcome):
        text = f"{RUDE} {number}"
        said = await comment(sari, consultation, text)
        made = await decide(maya, said.ref, hiding(criticises=True))
        await agree(dewi, made.ref)
        appeal = await file_appeal(sari, made.ref, "Itu kritik.")
        words = ("bodoh semua",) if outcome is Outcome.CHANGED else ()
        await decide_appeal(rina, appeal.ref, Hearing(outcome, "Begitu.", words=words))
        stands = await find_contribution(said.ref)
        async with signed_in(sari) as hers:
            assert (stands.shown_text in await read(hers, place)) is stands.public
        assert (stands.shown_text in await read(visit, place)) is stands.public
        after = {"upheld": State.STANDS, "overturned": State.OVERTURNED, "changed": State.CHANGED}
        assert (await Decision.get(id=made.id)).state is after[outcome.value]


async def test_after_six_months_nobody_is_offered_an_appeal(signed_in, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    made = await decide(maya, said.ref, hiding())
    with later(days=184):
        async with signed_in(sari) as hers:
            words = await read(hers, f"/decisions/{made.ref}")
    assert "The six months for an appeal are over." in words


async def test_a_suspension_that_an_appeal_shortened_is_nowhere_told_as_for_good(
    signed_in, maya, omar, rina, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    made = await decide(maya, said.ref, suspending(5))
    appeal = await file_appeal(sari, made.ref, "Tidak berulang kali.")
    milder = Hearing(Outcome.CHANGED, "Cukup dua hari.", days=2)
    await decide_appeal(rina, appeal.ref, milder)
    newest = await Decision.filter(contribution_id=said.id).order_by("-id").first()

    async with signed_in(sari) as hers:
        assert "5 days in all that Civil Registration Office asks" in await read(
            hers, f"/decisions/{made.ref}"
        )
        assert "2 days in all that Civil Registration Office asks, until" in await read(
            hers, f"/decisions/{newest.ref}"
        )
