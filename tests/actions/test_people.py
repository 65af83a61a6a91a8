"""How a person is named, and in which language spoken to."""

import pytest

from forum.accounts.actions import choose_language, rename
from forum.accounts.models import Person
from forum.core.errors import Invalid, NotAllowed
from tests.signing_in import VISITOR


async def test_sari_says_how_she_wants_to_be_read(sari):
    await rename(sari, name=" Sari  W. ", about="warga, Kecamatan Contoh")
    row = await Person.get(id=sari.person_id)
    assert (row.name, row.about) == ("Sari W.", "warga, Kecamatan Contoh")


@pytest.mark.parametrize(("name", "about"), [("", ""), ("S" * 81, ""), ("Sari", "w" * 121)])
async def test_a_name_that_cannot_be_read_changes_nothing(sari, name, about):
    with pytest.raises(Invalid):
        await rename(sari, name=name, about=about)
    assert (await Person.get(id=sari.person_id)).name == "Sari Wulandari"


async def test_letters_come_in_the_language_that_was_chosen(sari):
    await choose_language(sari, "en")
    assert (await Person.get(id=sari.person_id)).language == "en"
    for unknown in ("", "fr", "en'"):
        with pytest.raises(Invalid):
            await choose_language(sari, unknown)
    assert (await Person.get(id=sari.person_id)).language == "en"


async def test_a_visitor_has_no_account_to_change(db):
    with pytest.raises(NotAllowed):
        await rename(VISITOR, name="Anybody", about="")
    with pytest.raises(NotAllowed):
        await choose_language(VISITOR, "en")
