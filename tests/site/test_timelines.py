"""The way of a clause: all its wordings on one page, with what was said and why they changed."""

from forum.publication.actions import publish
from tests.answering import being_answered, ready
from tests.databases import both_databases
from tests.pages import Seen, words_of
from tests.queries import asked
from tests.world import KTP, draft_version, open_revision

WAY = f"/standards/{KTP}/clauses/3.1/history"


@both_databases
async def test_sari_reads_every_wording_what_was_said_and_what_was_answered(
    visit, omar, rina, sari, budi, agency
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    await publish(omar, round_.slug)

    with asked() as queries:
        answer = await visit.get(WAY)
    page = words_of(answer.text)
    assert len(queries) <= 12
    versions = [page.index(f"Version {number}") for number in (1, 2, 3)]
    assert versions == sorted(versions)
    assert "<del>14</del>" in answer.text
    assert "<del>5</del><ins>3</ins>" in answer.text
    assert "2 contributions" in page
    assert "Answered: " in page
    assert "what Sari Wulandari wrote" in page
    assert "Tiga hari kerja dapat kami janjikan" in page
    links = {has.get("href") for tag, has in Seen(answer.text).tags if tag == "a"}
    assert f"/comments/{round_.sari.ref}" in links
    assert f"/consultations/{round_.slug}/clauses/3.1" in links

    whole = words_of((await visit.get(f"/standards/{KTP}/history")).text)
    assert "Clause 3.1: time limit" in whole
    assert "nobody has written about them" in whole


async def test_another_site_may_show_it_in_a_frame_and_nothing_else_of_ours(visit, omar, agency):
    await open_revision(omar, agency)
    for address in (WAY, f"/standards/{KTP}/history"):
        part = await visit.get(f"{address}/embed")
        policy = part.headers["content-security-policy"]
        assert "frame-ancestors *" in policy
        assert "form-action 'none'" in policy
        assert "x-frame-options" not in part.headers
        seen = Seen(part.text)
        assert ("base", {"target": "_parent"}) in seen.tags
        assert ("meta", {"name": "robots", "content": "noindex"}) in seen.tags
        assert not seen.forms
        assert 'class="site-head"' not in part.text
        whole = await visit.get(address)
        assert "frame-ancestors 'none'" in whole.headers["content-security-policy"]
        assert whole.headers["x-frame-options"] == "DENY"


async def test_a_draft_has_no_way_yet_and_an_unknown_number_none_at_all(visit, omar, agency):
    await draft_version(omar, agency)
    for address in (WAY, f"/standards/{KTP}/history", f"{WAY}/embed"):
        assert (await visit.get(address)).status_code == 404
    assert "No version of this standard is public yet" in words_of((await visit.get(WAY)).text)


async def test_a_number_that_no_version_has_is_a_sentence(visit, omar, agency):
    await open_revision(omar, agency)
    page = await visit.get(f"/standards/{KTP}/clauses/99.1/history")
    assert page.status_code == 404
    assert "No version of this standard has a clause of this number" in words_of(page.text)
