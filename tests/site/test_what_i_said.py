"""What a person said, and what became of it, on that person's own page."""

from forum.consultations.actions import advance_due, begin_next_version
from forum.core.ids import new_ref
from forum.drafts.actions import edit_clause
from forum.drafts.fields import Duration, Unit, read_fields
from forum.drafts.queries import find_clause, find_draft
from forum.participation.actions import withdraw_comment
from forum.participation.queries import AT_ONCE
from forum.publication.actions import write_summary
from forum.responses.actions import approve, propose, write_response
from forum.responses.rules import Answer, Disposition
from tests.answering import publish_after_look
from tests.clocks import later
from tests.pages import Seen
from tests.world import comment, open_consultation

SUMMARY = {"id": "Batas waktu menjadi lima hari kerja.", "en": "The limit is five working days."}


async def test_sari_sees_the_words_that_her_comment_changed(
    signed_in, sari, budi, omar, rina, agency
):
    consultation = await open_consultation(omar, agency)
    hers = await comment(sari, consultation, "Empat belas hari terlalu lama.")
    his = await comment(budi, consultation, "Kantor sebaiknya buka hari Sabtu.", label=None)

    async with signed_in(sari) as her:
        page = Seen((await her.get("/me")).text).words
        assert "Empat belas hari terlalu lama." in page
        assert "Clause 3.1" in page
        assert "Closes" in page
        assert "Sabtu" not in page

    with later(days=13):
        await advance_due()
        version = await begin_next_version(omar, consultation.slug)
        clause = await find_clause(await find_draft(version.ref), "3.1")
        await edit_clause(
            omar,
            version.ref,
            clause.lineage,
            clause.revision,
            {"id": "1 hari; paling lama 5 hari kerja", "en": "1 day; at most 5 working days"},
            {**read_fields(clause.typed), "maximum": Duration(value=5, unit=Unit.WORKING_DAY)},
        )
        for answer in (
            Answer(Disposition.ACCEPTED, "Kami setuju: lima.", (hers.ref,), (clause.lineage,)),
            Answer(Disposition.OUT_OF_SCOPE, "Jam buka diatur lain.", (his.ref,)),
        ):
            response = await write_response(omar, consultation.slug, answer)
            await propose(omar, response.ref)
            await approve(rina, response.ref)

        async with signed_in(sari) as her:
            page = Seen((await her.get("/me")).text).words
            assert "Accepted" in page
            assert "Kami setuju: lima." in page
            assert "This sentence changed because of your comment." not in page

        await write_summary(omar, consultation.slug, SUMMARY, revision=0)
        await publish_after_look(omar, consultation.slug)

        async with signed_in(sari) as her, signed_in(budi) as him:
            html = (await her.get("/me")).text
            assert "This sentence changed because of your comment." in Seen(html).words
            assert "<del>14</del>" in html
            assert "<ins>5</ins>" in html
            assert f'href="/standards/{consultation.standard.slug}/v2/clauses/3.1"' in html
            theirs = Seen((await him.get("/me")).text).words
            assert "Outside this consultation" in theirs
            assert "This sentence changed because of your comment." not in theirs


async def test_what_was_said_elsewhere_stands_apart_and_in_pages(signed_in, sari, omar, agency):
    consultation = await open_consultation(omar, agency)
    for number in range(AT_ONCE + 1):
        with later(days=-1.9, minutes=50 * number):
            await comment(sari, consultation, f"Kata nomor {number} tentang ini.", once=new_ref())
    async with signed_in(sari) as her:
        first = Seen((await her.get("/me")).text).words
        last = Seen((await her.get("/me?page=2")).text).words
        assert "Page 1 of 2" in first
        assert f"Kata nomor {AT_ONCE} " in first
        assert "Kata nomor 0 " in last
        for odd in ("0", "-1", "x", "9" * 30, "%00"):
            assert (await her.get(f"/me?page={odd}")).status_code == 200


async def test_each_thing_sari_said_leads_to_its_page_once(signed_in, sari, omar, agency):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, "Empat belas hari terlalu lama.")
    gone = await comment(sari, consultation, "Salah kirim.")
    await withdraw_comment(sari, gone.ref)
    async with signed_in(sari) as her:
        page = (await her.get("/me")).text

    assert page.count(f'href="/comments/{said.ref}"') == 1
    assert page.count(f'href="/comments/{gone.ref}"') == 1
