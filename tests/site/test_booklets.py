"""A draft and a standard as something to print, with a way back from each clause."""

import pytest

from forum.consultations.actions import advance_due
from forum.core.settings import Settings
from forum.drafts.actions import start_version
from forum.web.qr import qr
from tests.clocks import later
from tests.databases import both_databases
from tests.pages import Seen, words_of
from tests.world import KTP, open_consultation, open_revision, standard_in_force

pytestmark = both_databases


def leads_to(settings: Settings, address: str) -> str:
    """The drawing of the code that a camera reads as this page of ours."""
    return qr(settings.base_url.rstrip("/") + address).path


async def test_budi_prints_the_draft_with_a_code_beside_each_clause(visit, omar, agency, settings):
    ktp = await open_revision(omar, agency)
    answer = await visit.get(f"/consultations/{ktp.slug}/booklet")

    words = words_of(answer.text)
    assert answer.status_code == 200
    assert "A new identity card" in words
    assert "Contents" in words
    assert "Fourteen working days are too long for many." in words
    assert "<del>14</del><ins>5</ins>" in answer.text
    assert f"Fingerprint of version {ktp.version.number}" in words
    for label in ("1.1", "3.1"):
        assert leads_to(settings, f"/consultations/{ktp.slug}/clauses/{label}") in answer.text
    assert leads_to(settings, f"/consultations/{ktp.slug}") in answer.text
    assert (
        f"/consultations/{ktp.slug}/booklet" in (await visit.get(f"/consultations/{ktp.slug}")).text
    )


async def test_the_new_text_alone_has_no_struck_words(visit, omar, agency):
    ktp = await open_revision(omar, agency)
    page = (await visit.get(f"/consultations/{ktp.slug}/booklet?view=new")).text

    assert "at most 5 working days" in words_of(page)
    assert not any(tag in ("ins", "del") for tag, _has in Seen(page).tags)


async def test_the_sheet_to_write_on_by_hand_is_there_until_it_closes(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    address = f"/consultations/{ktp.slug}/booklet"
    assert "Write by hand" in words_of((await visit.get(address)).text)

    with later(days=13):
        await advance_due()
        assert "Write by hand" not in words_of((await visit.get(address)).text)


async def test_a_standard_is_printed_as_it_stands(visit, signed_in, omar, agency, settings):
    await standard_in_force(omar, agency)
    answer = await visit.get(f"/standards/{KTP}/v1/booklet")

    assert "In force since" in words_of(answer.text)
    assert leads_to(settings, f"/standards/{KTP}/v1/clauses/3.1") in answer.text

    await start_version(omar, KTP, 1)
    assert (await visit.get(f"/standards/{KTP}/v2/booklet")).status_code == 403
    async with signed_in(omar) as his:
        assert "Being edited" in words_of((await his.get(f"/standards/{KTP}/v2/booklet")).text)


@pytest.mark.parametrize(
    "path", ["/consultations/nothing/booklet", "/standards/nothing/v1/booklet"]
)
async def test_what_is_not_there_is_not_printed(visit, path):
    assert (await visit.get(path)).status_code == 404
