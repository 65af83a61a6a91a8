"""The catalogue is filled by the operator, and read by everybody."""

import pytest

from forum.access.policy import OPERATOR
from forum.audit.models import LogEntry
from forum.catalogue.actions import add_agency, add_service, add_unit
from forum.catalogue.models import Service
from forum.catalogue.queries import agencies, find_service, services
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.core.i18n import speaking
from tests.databases import both_databases

OFFICE = {
    "name": {"id": "Dinas Sosial", "en": "Social Office"},
    "government": {"id": "Kabupaten Contoh"},
    "profile": "id",
    "time_zone": "Asia/Makassar",
}
CARD = {
    "name": {"id": "Kartu keluarga", "en": "Family card"},
    "summary": {"id": "Bagi yang baru menikah.", "en": "For people who marry."},
}


@both_databases
async def test_a_service_has_a_standard_from_the_first_day_which_promises_nothing_yet(db):
    await add_agency(OPERATOR, "dinsos", **OFFICE)
    unit = await add_unit(OPERATOR, "dinsos", {"id": "Bidang Bantuan"})

    await add_service(OPERATOR, "dinsos", "kk", unit=unit, keywords=["kartu", " "], **CARD)

    service = await find_service("kk")
    assert (service.agency.slug, service.unit.name) == ("dinsos", {"id": "Bidang Bantuan"})
    assert service.keywords == ["kartu"]
    assert (service.standard.slug, service.standard.in_force) == ("kk", 0)
    assert service.standard.agency_id == service.agency.id
    assert [entry.type for entry in await LogEntry.all().order_by("seq")] == [
        "agency.added",
        "unit.added",
        "service.added",
    ]


async def test_an_official_does_not_fill_the_catalogue(omar):
    with pytest.raises(NotAllowed):
        await add_service(omar, "disdukcapil", "kk", **CARD)

    assert not await Service.exists()


@pytest.mark.parametrize("slug", ["", "KTP", "-ktp", "ktp ", "ktp\n", "k" * 81, "../x"])
async def test_a_name_that_cannot_stand_in_an_address_is_refused(agency, slug):
    with pytest.raises(Invalid) as refused:
        await add_service(OPERATOR, agency.slug, slug, **CARD)

    assert refused.value.fields.keys() == {"slug"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("profile", "xx"),
        ("time_zone", "Makassar"),
        ("name", {"en": "Only in English"}),
        ("name", {"id": " \u200b "}),
        ("name", {"id": "x" * 301}),
    ],
)
async def test_an_agency_without_what_it_needs_is_refused(db, field, value):
    with pytest.raises(Invalid) as refused:
        await add_agency(OPERATOR, "dinsos", **{**OFFICE, field: value})

    assert refused.value.fields.keys() == {field}


async def test_a_name_is_given_once(agency):
    with pytest.raises(Refused):
        await add_agency(OPERATOR, agency.slug, **OFFICE)

    await add_service(OPERATOR, agency.slug, "kk", **CARD)
    with pytest.raises(Refused):
        await add_service(OPERATOR, agency.slug, "kk", **CARD)


async def test_a_unit_of_another_agency_cannot_deliver_the_service(agency):
    await add_agency(OPERATOR, "dinsos", **OFFICE)
    unit = await add_unit(OPERATOR, "dinsos", {"id": "Bidang Bantuan"})

    with pytest.raises(Refused, match=r"unit|Unit"):
        await add_service(OPERATOR, agency.slug, "kk", unit=unit, **CARD)


@pytest.mark.parametrize("words", ["family", "KELUARGA kartu", "identitas menikah", ""])
async def test_a_service_is_found_by_any_of_its_words_in_either_language(agency, words):
    await add_service(OPERATOR, agency.slug, "kk", keywords=["identitas"], **CARD)

    assert [service.slug for service in await services(words)] == ["kk"]


async def test_a_search_needs_all_its_words(agency):
    await add_service(OPERATOR, agency.slug, "kk", **CARD)

    assert await services("family passport") == []


async def test_agencies_are_listed_by_the_name_the_reader_sees(db):
    await add_agency(OPERATOR, "a", **{**OFFICE, "name": {"id": "Zakat", "en": "Alms"}})
    await add_agency(OPERATOR, "b", **{**OFFICE, "name": {"id": "Air", "en": "Water"}})

    with speaking("en"):
        assert [one.slug for one in await agencies()] == ["a", "b"]
    with speaking("id"):
        assert [one.slug for one in await agencies()] == ["b", "a"]


async def test_there_is_no_service_of_a_name_nobody_gave(db):
    with pytest.raises(NotFound):
        await find_service("kk")
