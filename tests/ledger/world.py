"""An open consultation and people who are signed in, built before the server starts."""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import OPERATOR, Actor
from forum.accounts.actions import begin_sign_in
from forum.accounts.models import Person
from forum.catalogue.actions import add_agency
from forum.consultations.queries import find_consultation
from forum.database.config import open_database
from forum.drafts.queries import clauses_of
from tests.people import OFFICIAL, person
from tests.world import open_consultation


@dataclass(frozen=True)
class World:
    """What the clients need to know: where to write, and the secret in each one's cookie."""

    slug: str
    labels: tuple[str, ...]
    tokens: tuple[str, ...]

    def addresses(self) -> list[str]:
        """Return where a comment can be sent: the whole draft, then every clause."""
        draft = f"/consultations/{self.slug}"
        return [f"{draft}/comments", *(f"{draft}/clauses/{one}/comments" for one in self.labels)]


async def build(url: str, *, citizens: int = 20) -> World:
    """Fill an empty, migrated database through the actions."""
    async with open_database(url):
        agency = await add_agency(
            OPERATOR,
            "disdukcapil",
            name={"id": "Dinas Kependudukan", "en": "Civil Registration Office"},
            government={"id": "Kabupaten Contoh", "en": "Regency of Contoh"},
            profile="id",
            time_zone="Asia/Makassar",
            contact="disdukcapil@contoh.go.id",
        )
        omar = await person("Omar Siregar", agency, *OFFICIAL)
        consultation = await open_consultation(omar, agency)
        tokens = []
        for number in range(citizens):
            citizen = await person(f"Warga{number}")
            found = await Person.get(id=citizen.person_id)
            tokens.append(await begin_sign_in(Actor(), found))
        clauses = await clauses_of((await find_consultation(consultation.slug)).version)
        return World(consultation.slug, tuple(one.label for one in clauses), tuple(tokens))
