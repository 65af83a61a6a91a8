"""A poll has a page of its own: vote without a script, see how it was counted, count again."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from forum.access.policy import Role
from forum.drafts.queries import find_clause
from forum.voting.actions import (
    ask_annulment,
    close_poll,
    enter_hands,
    open_poll,
    plan_poll,
)
from forum.voting.models import Ballot, Poll
from forum.voting.plans import Option, PollPlan, consent_options, stance_options
from forum.voting.rules import Kind, Majority, Method, Results, Secrecy
from tests.pages import Seen, loose_ends, words_of
from tests.people import person
from tests.world import open_consultation

QUESTION = {"id": "Apakah lima hari cukup?", "en": "Are five days enough?"}
STRAW = PollPlan(question=QUESTION, options=stance_options())
FORMAL = replace(STRAW, kind=Kind.FORMAL, majority=Majority.SIMPLE, results=Results.AT_CLOSE)
CONSENT = replace(
    FORMAL,
    method=Method.CONSENT,
    options=consent_options(),
    majority=Majority.CONSENSUS,
)
ONCE = "kunci-sekali-pakai-1"


@pytest.fixture
async def ktp(omar, agency):
    return await open_consultation(omar, agency)


async def asked(omar, ktp, plan: PollPlan = STRAW) -> Poll:
    planned = await plan_poll(omar, ktp.slug, plan)
    return await open_poll(omar, planned.ref)


def choice(poll: Poll, *marked: str, **more: str) -> dict[str, object]:
    return {"poll": poll.ref, "choice": list(marked), "once": ONCE, **more}


async def test_sari_votes_without_a_script_and_reads_that_it_is_stored(signed_in, sari, omar, ktp):
    poll = await asked(omar, ktp)
    async with signed_in(sari) as her:
        form = Seen((await her.get(f"/polls/{poll.ref}")).text).forms[f"/polls/{poll.ref}/ballot"]
        await her.post(f"/polls/{poll.ref}/ballot", data={**form, "choice": "0"})
        words = words_of((await her.get(f"/polls/{poll.ref}")).text)

    ballot = await Ballot.get(poll_id=poll.id)
    assert "Your vote is stored: Agree" in words
    assert ballot.receipt in words
    assert "1 answered." in words


async def test_a_formal_vote_is_repeated_before_it_counts(signed_in, sari, omar, ktp):
    poll = await asked(omar, ktp, FORMAL)
    async with signed_in(sari) as her:
        asked_again = await her.post(f"/polls/{poll.ref}/ballot", data=choice(poll, "2"))
        before = await Ballot.filter(poll_id=poll.id).count()
        form = Seen(asked_again.text).forms[f"/polls/{poll.ref}/ballot"]
        await her.post(f"/polls/{poll.ref}/ballot", data=form)

    assert "Is this what you mean? Disagree" in words_of(asked_again.text)
    assert before == 0
    assert (await Ballot.get(poll_id=poll.id)).marks == "2"


async def test_marking_nothing_gets_a_sentence_and_the_form_again(signed_in, sari, omar, ktp):
    poll = await asked(omar, ktp, FORMAL)
    async with signed_in(sari) as her:
        page = await her.post(f"/polls/{poll.ref}/ballot", data=choice(poll))

    assert page.status_code == 422
    assert "Choose one of the answers" in words_of(page.text)
    assert f"/polls/{poll.ref}/ballot" in Seen(page.text).forms


async def test_a_vote_after_closing_gets_a_sentence(signed_in, sari, budi, omar, ktp):
    poll = await asked(omar, ktp)
    async with signed_in(sari) as her:
        await her.post(f"/polls/{poll.ref}/ballot", data=choice(poll, "0"))
        await close_poll(omar, poll.ref)
        late = await her.post(
            f"/polls/{poll.ref}/ballot", data=choice(poll, "2", once="kunci-sekali-pakai-2")
        )

    assert late.status_code == 409
    assert "closed" in words_of(late.text)
    assert "Your last vote was counted" in words_of(late.text)
    assert (await Ballot.get(poll_id=poll.id)).marks == "0"


async def test_a_visitor_is_asked_to_sign_in_and_then_comes_back(visit, omar, ktp):
    poll = await asked(omar, ktp)
    page = Seen((await visit.get(f"/polls/{poll.ref}")).text)

    links = [
        has["href"] for tag, has in page.tags if tag == "a" and "onward" in has.get("href", "")
    ]
    assert any(poll.ref in link for link in links)
    assert f"/polls/{poll.ref}/ballot" not in page.forms


async def test_a_poll_that_is_not_open_yet_is_nowhere(visit, omar, ktp):
    planned = await plan_poll(omar, ktp.slug, STRAW)

    assert (await visit.get(f"/polls/{planned.ref}")).status_code == 404
    assert (await visit.get(f"/polls/{planned.ref}/ballots.csv")).status_code == 404


RANKED = PollPlan(
    question=QUESTION,
    options=tuple(
        Option(words={"id": f"{days} hari", "en": f"{days} days"}, stance="") for days in (3, 5, 14)
    ),
    kind=Kind.FORMAL,
    method=Method.RANKED,
    results=Results.AT_CLOSE,
)


@pytest.mark.parametrize("plan", [STRAW, FORMAL, RANKED], ids=["straw", "formal", "ranked"])
async def test_anybody_counts_again_with_the_three_files(
    visit, signed_in, sari, budi, rina, omar, ktp, tmp_path, plan
):
    poll = await asked(omar, ktp, plan)
    marked = ["2", "1", "3"] if plan.method is Method.RANKED else ["0"]
    for number, citizen in enumerate((sari, budi, rina)):
        async with signed_in(citizen) as their:
            ballot = choice(poll, *marked, once=f"kunci-sekali-pakai-{number}", sure="yes")
            await their.post(f"/polls/{poll.ref}/ballot", data=ballot)
    await close_poll(omar, poll.ref)
    words = words_of((await visit.get(f"/polls/{poll.ref}")).text)
    for name in ("ballots.csv", "poll.json"):
        file = await visit.get(f"/polls/{poll.ref}/{name}")
        (tmp_path / name).write_bytes(file.content)
    (tmp_path / "recount.py").write_bytes((await visit.get("/recount.py")).content)

    counted = run_recount(tmp_path)
    forged = (tmp_path / "ballots.csv").read_text().replace("0", "1", 1)
    (tmp_path / "ballots.csv").write_text(forged)

    assert counted.returncode == 0, counted.stdout + counted.stderr
    assert "3 answered." in words
    assert "How it was counted" in words
    assert run_recount(tmp_path).returncode == 1


def run_recount(folder) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "recount.py", "ballots.csv", "poll.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_only_the_voter_finds_the_own_line(signed_in, sari, budi, omar, ktp):
    poll = await asked(omar, ktp)
    async with signed_in(sari) as her:
        await her.post(f"/polls/{poll.ref}/ballot", data=choice(poll, "0"))
        await close_poll(omar, poll.ref)
        hers = words_of((await her.get(f"/polls/{poll.ref}")).text)
        csv = (await her.get(f"/polls/{poll.ref}/ballots.csv")).text
    async with signed_in(budi) as his:
        not_his = words_of((await his.get(f"/polls/{poll.ref}")).text)

    line = csv.splitlines()[1].partition(",")[0]
    assert line in hers
    assert line not in not_his


async def test_votes_that_came_one_after_another_stand_together_in_the_record(
    visit, signed_in, sari, budi, omar, ktp
):
    poll = await asked(omar, ktp)
    receipts = []
    for who, once in ((sari, ONCE), (budi, "kunci-sekali-pakai-2")):
        async with signed_in(who) as theirs:
            form = choice(poll, "0", once=once)
            await theirs.post(f"/polls/{poll.ref}/ballot", data=form)
        receipts.append((await Ballot.get(poll_id=poll.id, person_id=who.person_id)).receipt)

    words = words_of((await visit.get("/record")).text)
    assert "A vote was stored: 2 times" in words
    assert words.count("A vote was stored") == 1
    for code in receipts:
        assert code in words


async def test_a_receipt_of_a_vote_says_nothing_of_how(visit, signed_in, sari, omar, ktp):
    poll = await asked(omar, ktp)
    async with signed_in(sari) as her:
        await her.post(f"/polls/{poll.ref}/ballot", data=choice(poll, "0"))
        first = (await Ballot.get(poll_id=poll.id)).receipt
        again = choice(poll, "2", once="kunci-sekali-pakai-2")
        await her.post(f"/polls/{poll.ref}/ballot", data=again)
    second = (await Ballot.get(poll_id=poll.id)).receipt

    for code in (first, second):
        page = await visit.get(f"/r/{code}")
        words = words_of(page.text)
        assert page.status_code == 200
        assert f"Receipt {code}" in words
        assert "A vote was stored" in words
        assert "Sari" not in words
        assert "gree" not in words


async def test_an_annulled_poll_says_why(visit, omar, ktp):
    poll = await asked(omar, ktp)
    await ask_annulment(omar, poll.ref, "Pertanyaannya keliru.")
    words = words_of((await visit.get(f"/polls/{poll.ref}")).text)

    assert "This poll was annulled" in words
    assert "Pertanyaannya keliru." in words


async def test_a_secret_poll_shows_no_numbers_before_it_closes(signed_in, sari, omar, ktp):
    poll = await asked(omar, ktp, replace(FORMAL, secrecy=Secrecy.SECRET))
    async with signed_in(sari) as her:
        await her.post(f"/polls/{poll.ref}/ballot", data=choice(poll, "0", sure="yes"))
        words = words_of((await her.get(f"/polls/{poll.ref}")).text)

    assert "The numbers are shown when the poll closes." in words
    assert "A secret vote cannot be changed." in words
    assert "1 answered." in words


QUESTIONS = ("straw.question_id", "straw.question_en")


async def test_an_owner_asks_about_a_clause_and_counts(signed_in, omar, ktp):
    form = {
        "kind": "straw",
        "straw.question_id": "Apakah lima hari cukup?",
        "straw.question_en": "Are five days enough?",
        "straw.way": "single",
        "straw.answers": "stances",
        "straw.electorate": "everyone",
    }
    there = f"/desk/consultations/{ktp.slug}/polls"
    async with signed_in(omar) as his:
        wrong = await his.post(f"{there}/new", data={**form, **dict.fromkeys(QUESTIONS, "")})
        await his.post(f"{there}/new", data=form)
        poll = await Poll.get(consultation_id=ktp.id)
        await his.post(f"/desk/polls/{poll.ref}/opening")
        opened = words_of((await his.get(there)).text)
        await his.post(f"/desk/polls/{poll.ref}/closing")
        closed = words_of((await his.get(there)).text)

    assert wrong.status_code == 422
    assert "Write the question." in words_of(wrong.text)
    assert "Open for voting Are five days enough?" in opened
    assert "Counted and certified Are five days enough?" in closed


async def test_a_formal_vote_is_annulled_by_two(signed_in, omar, agency, ktp):
    poll = await asked(omar, ktp, FORMAL)
    second = await person("Dewi Anggraini", agency, Role.OWNER)
    async with signed_in(omar) as his:
        nothing = await his.post(f"/desk/polls/{poll.ref}/annulment", data={"reason": ""})
        await his.post(f"/desk/polls/{poll.ref}/annulment", data={"reason": "Salah tanya."})
        alone = await Poll.get(id=poll.id)
    async with signed_in(second) as hers:
        there = f"/desk/consultations/{ktp.slug}/polls"
        told = words_of((await hers.get(there)).text)
        await hers.post(f"/desk/polls/{poll.ref}/annulment")

    assert nothing.status_code == 422
    assert not list(loose_ends(nothing.text)), "The summary leads to the reason"
    assert alone.state == "open"
    assert "Salah tanya." in told
    assert (await Poll.get(id=poll.id)).state == "annulled"


async def test_sari_finds_a_poll_beside_the_clause_it_asks_about(signed_in, sari, omar, ktp):
    clause = await find_clause(ktp.version, "3.1")
    planned = await plan_poll(omar, ktp.slug, STRAW, lineage=clause.lineage)
    async with signed_in(sari) as her:
        before = (await her.get(f"/consultations/{ktp.slug}")).text
        poll = await open_poll(omar, planned.ref)
        draft = (await her.get(f"/consultations/{ktp.slug}")).text
        await close_poll(omar, poll.ref)
        over = (await her.get(f"/consultations/{ktp.slug}")).text

    assert QUESTION["en"] not in before
    assert "1 open poll on clause 3.1" in words_of(draft)
    assert f"Open for voting {QUESTION['en']} Straw poll, clause 3.1." in words_of(draft)
    assert f"Counted and certified {QUESTION['en']}" in words_of(over)
    assert "open poll" not in words_of(over)
    for page in (draft, over):
        assert f"/polls/{poll.ref}" in links_of(page)


def links_of(page: str) -> set[str]:
    return {has.get("href") or "" for tag, has in Seen(page).tags if tag == "a"}


async def test_sari_changes_her_mind_before_it_counts_and_finds_what_she_marked(
    signed_in, sari, omar, ktp
):
    poll = await asked(omar, ktp, CONSENT)
    marked = choice(poll, "1", reason="Blangko sering habis.")
    async with signed_in(sari) as her:
        again = await her.post(f"/polls/{poll.ref}/ballot", data=marked)
        form = Seen(again.text).forms[f"/polls/{poll.ref}/ballot"]
        back = await her.post(f"/polls/{poll.ref}/ballot", data={**form, "change": "yes"})

    assert "Blangko sering habis." in back.text
    assert re.search(r'value="1" checked', back.text)
    assert not await Ballot.exists()


async def test_whoever_was_signed_out_meanwhile_gets_back_what_they_marked(visit, omar, ktp):
    poll = await asked(omar, ktp, CONSENT)
    marked = choice(poll, "2", reason="Blangko sering habis.")
    page = await visit.post(f"/polls/{poll.ref}/ballot", data=marked)

    assert page.status_code == 403
    assert "Sign in to vote" in words_of(page.text)
    assert "Blangko sering habis." in page.text


async def test_a_reason_with_somebodys_number_in_it_is_not_shown(signed_in, sari, budi, omar, ktp):
    poll = await asked(omar, ktp, CONSENT)
    said = {"2": "NIK saya 3201234567890123.", "1": "Blangko sering habis."}
    for who, (marks, reason) in zip((sari, budi), said.items(), strict=True):
        vote = choice(poll, marks, reason=reason, sure="yes", once=f"kunci-sekali-{marks}")
        async with signed_in(who) as theirs:
            await theirs.post(f"/polls/{poll.ref}/ballot", data=vote)
    await close_poll(omar, poll.ref)
    async with signed_in(sari) as her:
        page = (await her.get(f"/polls/{poll.ref}")).text

    assert "3201234567890123" not in page
    assert "Blangko sering habis." in page
    assert "1 reason is not shown" in words_of(page)


async def test_sari_changes_her_vote_twice_and_comes_back_to_the_room_it_was_asked_in(
    signed_in, sari, omar, ktp
):
    poll = await asked(omar, ktp, FORMAL)
    there = f"/polls/{poll.ref}/ballot"
    async with signed_in(sari) as her:
        again = await her.post(there, data=choice(poll, "1", next="/sessions?page=1"))
        back = await her.post(there, data={**Seen(again.text).forms[there], "change": "yes"})
        again = await her.post(there, data={**Seen(back.text).forms[there], "choice": "0"})
        sent = await her.post(there, data=Seen(again.text).forms[there])
        arrived = await her.get(sent.headers["location"])

    assert sent.headers["location"] == "/sessions?page=1"
    assert arrived.status_code == 200
    assert (await Ballot.get(poll_id=poll.id)).marks == "0"
    for page in (again, back):
        assert f'rel="canonical" href="http://forum.test/polls/{poll.ref}"' in page.text
        assert Seen(page.text).forms["/language"]["next"] == f"/polls/{poll.ref}"


@pytest.mark.parametrize("plan", [STRAW, FORMAL], ids=["straw", "formal"])
async def test_sari_votes_after_a_mistake_and_comes_to_the_poll(signed_in, sari, omar, ktp, plan):
    poll = await asked(omar, ktp, plan)
    there = f"/polls/{poll.ref}/ballot"
    async with signed_in(sari) as her:
        wrong = await her.post(there, data=choice(poll))
        form = {**Seen(wrong.text).forms[there], "choice": "0", "sure": "yes"}
        sent = await her.post(there, data=form)
        arrived = await her.get(sent.headers["location"])

    assert sent.headers["location"] == f"/polls/{poll.ref}"
    assert "Your vote is stored: Agree" in words_of(arrived.text)


async def test_whoever_must_sign_in_to_vote_is_led_to_a_page_that_can_be_read(visit, omar, ktp):
    poll = await asked(omar, ktp)
    page = await visit.post(f"/polls/{poll.ref}/ballot", data=choice(poll, "0"))

    assert f"/sign-in?onward=/polls/{poll.ref}" in links_of(page.text)


async def test_a_reason_comes_back_also_when_no_answer_was_marked(signed_in, sari, omar, ktp):
    poll = await asked(omar, ktp, CONSENT)
    typed = choice(poll, reason="Blangko sering habis.")
    async with signed_in(sari) as her:
        page = await her.post(f"/polls/{poll.ref}/ballot", data=typed)

    assert page.status_code == 422
    assert Seen(page.text).forms[f"/polls/{poll.ref}/ballot"]["reason"] == "Blangko sering habis."


async def test_whoever_asked_for_an_annulment_reads_that_a_second_person_decides(
    signed_in, omar, ktp
):
    poll = await asked(omar, ktp, FORMAL)
    await ask_annulment(omar, poll.ref, "Pilihan salah tulis.")
    async with signed_in(omar) as his:
        page = (await his.get(f"/desk/consultations/{ktp.slug}/polls")).text

    assert "You asked for this poll to be annulled, because: Pilihan salah tulis." in words_of(page)
    assert "A second person decides." in words_of(page)
    assert f"/desk/polls/{poll.ref}/annulment" not in Seen(page).forms


async def test_raised_hands_count_unless_the_poll_was_annulled(visit, omar, ktp):
    poll = await asked(omar, ktp)
    await enter_hands(omar, poll.ref, (3, 0, 0))
    await close_poll(omar, poll.ref)
    counted = words_of((await visit.get(f"/polls/{poll.ref}")).text)
    await ask_annulment(omar, poll.ref, "Salah hitung orang.")
    annulled = words_of((await visit.get(f"/polls/{poll.ref}")).text)

    assert "They count together with the ballots." in counted
    assert "It counts for nothing." in annulled
    assert "They count" not in annulled
