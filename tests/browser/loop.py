"""The whole loop, chapter by chapter, as the people of the demonstration live through it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from forum.access.policy import OPERATOR
from forum.catalogue.actions import add_service
from forum.core import clock
from forum.database.config import open_database
from forum.demo.play import BEGINNING, set_clock
from forum.demo.stage import PROFILE
from forum.profiles.load import profile
from tests.browser.somebody import Somebody

NAMES = {
    "sari": "Sari Wulandari",
    "budi": "Budi Hartono",
    "maya": "Maya Anggraini",
    "omar": "Omar Hidayat",
    "rina": "Rina Kusumawati",
}
SLUG = "ktp-el-keliling"
NAME = {"id": "KTP elektronik di loket keliling", "en": "Identity card at the mobile counter"}
DOCUMENT = Path(str(resources.files("forum.demo").joinpath("content/standards/ktp-el-baru.json")))
TITLE = json.loads(DOCUMENT.read_text())["title"]

AT_MOST = {"id": "Paling lama", "en": "At most"}
FOURTEEN = {"id": "1 hari; paling lama 14 hari kerja", "en": "1 day; at most 14 working days"}
FIVE = {"id": "1 hari; paling lama 5 hari kerja", "en": "1 day; at most 5 working days"}
COUNTED = {
    "id": "1 hari; paling lama 5 hari kerja sejak berkas dinyatakan lengkap",
    "en": "1 day; at most 5 working days from the day the file is found complete",
}
ADDED = {"id": "sejak berkas dinyatakan lengkap", "en": "from the day the file is found complete"}
NOTE = {
    "id": "Empat belas hari kerja terlalu lama bagi warga pulau. Kami menawarkan lima.",
    "en": "Fourteen working days are too long for people on the islands. We offer five.",
}
SARI_SAYS = "Lima hari kerja itu baik. Tetapi dihitung sejak kapan? Tulislah: sejak berkas lengkap."
BUDI_ASKS = "Mengapa masih harus membawa fotokopi KK? Hubungi saya di 0812-3456-7890."
TELEPHONE = "0812-3456-7890"
COVERED = BUDI_ASKS.replace(TELEPHONE, "[…]")
BUDI_INSULTS = "Petugas loket itu goblok semua."
COVERED_BECAUSE = "Nomor telepon dapat disalahgunakan orang lain."
HIDDEN_BECAUSE = "Kata ini menghina orang. Kritik terhadap pelayanan tetap boleh."
ACCEPTED_BECAUSE = "Kami sepakat: hitungan dimulai sejak berkas dinyatakan lengkap."
REFUSED_BECAUSE = "Fotokopi KK masih diminta oleh peraturan pusat."
OUTSIDE_BECAUSE = "Tulisan ini tidak mengusulkan apa pun tentang standar."
SUMMARY = {
    "id": "Kami bertanya apakah lima hari kerja cukup. Saat mulainya hitungan kini tertulis.",
    "en": "We asked whether five working days are enough. When they begin is now written down.",
}
"""What people write stays in the language in which they wrote it."""


@dataclass
class Story:
    """One run of the loop: the browser in which everybody takes a turn, and what was written."""

    newcomer: Somebody
    consultation: str = ""
    unanswered: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.newcomer.language


async def add_fresh_service(database_url: str) -> None:
    """Enter a service that promises nothing yet, as the operator does on day zero."""
    async with open_database(database_url):
        before = clock.ahead()
        set_clock(BEGINNING)
        await add_service(OPERATOR, "disdukcapil", SLUG, name=NAME, summary=NAME, title=TITLE)
        clock.set_ahead(before)


async def become(story: Story, who: str) -> None:
    """Press the button of one of the cast."""
    newcomer = story.newcomer
    await newcomer.goes_to("/demo")
    await newcomer.presses("Be this person", NAMES[who])
    await newcomer.reads_in_the_head(NAMES[who])


async def the_official_imports_and_changes_the_draft(story: Story) -> None:
    omar, language = story.newcomer, story.language
    await become(story, "omar")
    await omar.follows("Drafts")
    await omar.follows("Import", TITLE[language], within=omar.about(NAME[language]))
    await omar.hands_over("A file: Word (.docx) or JSON", DOCUMENT)
    await omar.presses("Show what is read")
    await omar.reads(TITLE[language], FOURTEEN[language])
    await omar.presses("Make a draft of it")
    await omar.reads(_draft(omar))

    await omar.follows("Edit", omar.word("clause %(label)s", label="3.1"))
    await omar.writes(AT_MOST[language], "5")
    await omar.writes("Text in Indonesian", FIVE["id"])
    await omar.writes("Text in English", FIVE["en"])
    await omar.presses("Save the clause")
    await omar.reads(FIVE["id"], FIVE["en"])
    await omar.does_not_read(FOURTEEN["id"], FOURTEEN["en"])


async def the_official_plans_and_announces(story: Story) -> None:
    omar = story.newcomer
    await omar.follows("Consultations")
    await omar.follows("Plan a consultation", within=omar.about(_draft(omar)))
    await omar.presses("Save the plan")
    await omar.reads(omar.word("The explanatory note is missing in the language that binds."))
    story.consultation = omar.page.url.rsplit("/", 1)[-1]

    await omar.follows("Edit the draft and its explanatory note")
    for tongue, note in NOTE.items():
        words = omar.word({"id": "in Indonesian", "en": "in English"}[tongue])
        await omar.writes(omar.word("Explanatory note, %(tongue)s", tongue=words), note)
    await omar.presses("Save the note")
    await omar.goes_to(f"/desk/consultations/{story.consultation}")
    await omar.does_not_read(
        omar.word("The explanatory note is missing in the language that binds.")
    )
    await omar.presses("Announce")
    await omar.reads(omar.word("Announced"))


async def time_passes_until(story: Story, phase: str) -> None:
    """Go from event to event until the consultation stands in this phase."""
    newcomer = story.newcomer
    for _event in range(20):
        await newcomer.goes_to(f"/consultations/{story.consultation}")
        now = newcomer.page.locator("[aria-current=step]")
        if newcomer.word(phase).lower() in (await now.first.inner_text()).lower():
            return
        await newcomer.goes_to("/demo")
        await newcomer.presses("Go to the next event")
    raise AssertionError(f"It never comes to this: {phase}")


async def time_passes_over_the_second_look(story: Story) -> None:
    """Go from event to event until nobody can object any more."""
    newcomer = story.newcomer
    for _event in range(20):
        await newcomer.goes_to(f"/consultations/{story.consultation}")
        if newcomer.word("The second look is over.") in await newcomer.page.inner_text("main"):
            return
        await newcomer.goes_to("/demo")
        await newcomer.presses("Go to the next event")
    raise AssertionError("The second look does not end")


async def two_citizens_comment(story: Story) -> None:
    sari, language = story.newcomer, story.language
    await become(story, "sari")
    await sari.follows("Consultations")
    await sari.follows(TITLE[language])
    await sari.reads(FIVE[language])
    await _comment(story, "3.1", SARI_SAYS)
    await sari.reads(sari.word("Your comment is public."), SARI_SAYS)
    receipt = sari.page.get_by_role("status").get_by_role("link")
    await sari.follows(await receipt.inner_text(), within=sari.page.get_by_role("status"))
    await sari.reads(sari.word("A comment was received and stands in the public record."))

    await become(story, "budi")
    await _comment(story, "1.2", BUDI_ASKS)
    await _comment(story, "4.1", BUDI_INSULTS)


async def the_moderator_covers_a_number_and_hides_an_insult(story: Story) -> None:
    maya, language = story.newcomer, story.language
    await become(story, "maya")
    await maya.follows("Moderation")
    _sari, budi_asks, budi_insults = story.unanswered
    await maya.reads(BUDI_ASKS, BUDI_INSULTS)
    await maya.follows("Cover a part", budi_asks)
    await maya.ticks(rule(0, language))
    await maya.writes("Words to cover", TELEPHONE)
    await maya.writes("Reason for the author", COVERED_BECAUSE)
    await maya.presses("Decide")
    await maya.does_not_read(TELEPHONE)

    await maya.follows("Hide", budi_insults)
    await maya.ticks(rule(1, language))
    await maya.writes("Reason for the author", HIDDEN_BECAUSE)
    await maya.presses("Decide")
    await maya.does_not_read(BUDI_INSULTS)

    await maya.goes_to(f"/consultations/{story.consultation}/contributions")
    await maya.reads(COVERED)
    await maya.does_not_read(TELEPHONE, BUDI_INSULTS)

    await become(story, "budi")
    await maya.follows(NAMES["budi"])
    await maya.follows("Notices")
    await maya.reads(COVERED_BECAUSE, HIDDEN_BECAUSE)


async def publication_is_refused(story: Story) -> None:
    omar = story.newcomer
    await become(story, "omar")
    await omar.follows("Responses")
    await omar.follows(TITLE[story.language])
    await omar.follows("Summary and publication")
    await omar.presses("Begin the second look")
    await omar.reads(
        omar.word("The second look cannot begin yet. The list says what is missing."),
        omar.word("The next version has not been started."),
        *story.unanswered,
    )


async def the_official_edits_the_next_version(story: Story) -> None:
    omar, language = story.newcomer, story.language
    await omar.follows("Edit the next version")
    await omar.presses("Start the next version")
    await omar.follows(omar.word("Edit clause %(label)s", label="3.1"))
    await omar.writes("Text in Indonesian", COUNTED["id"])
    await omar.writes("Text in English", COUNTED["en"])
    await omar.presses("Save the clause")
    await omar.goes_to(f"/desk/consultations/{story.consultation}/next")
    await omar.reads(COUNTED[language], SARI_SAYS)


async def the_official_answers(story: Story) -> None:
    omar = story.newcomer
    desk = f"/desk/consultations/{story.consultation}/responses"
    await omar.goes_to(desk)
    await omar.follows(SARI_SAYS)
    await omar.picks("Decision", "Accepted")
    await omar.writes("Reason, in plain words", ACCEPTED_BECAUSE)
    await omar.opens("Clauses that change because of it")
    await omar.ticks(omar.word("%(label)s, changes", label="3.1"), role="checkbox")
    await omar.presses("Send to the approver")

    await omar.goes_to(desk)
    await omar.follows(COVERED)
    await omar.does_not_read(TELEPHONE)
    await omar.picks("Decision", "Not accepted")
    await omar.writes("Reason, in plain words", REFUSED_BECAUSE)
    await omar.opens("Ground, promise, passed on, joined")
    await omar.picks("Not accepted: on which ground", "A law or higher rule decides this")
    await omar.presses("Send to the approver")

    await omar.goes_to(desk)
    await omar.follows(BUDI_INSULTS)
    await omar.picks("Decision", "Outside this consultation")
    await omar.writes("Reason, in plain words", OUTSIDE_BECAUSE)
    await omar.presses("Send to the approver")
    await omar.reads(omar.word("A second person has not approved it yet"))


async def the_reviewer_approves(story: Story) -> None:
    rina = story.newcomer
    await become(story, "rina")
    for said in (SARI_SAYS, COVERED, BUDI_INSULTS):
        await rina.goes_to(f"/desk/consultations/{story.consultation}/responses")
        await rina.follows(said)
        await rina.presses("Approve")
        await rina.reads(rina.word("Approved by %(name)s", name=NAMES["rina"]))


async def the_official_publishes(story: Story) -> None:
    omar, language = story.newcomer, story.language
    await become(story, "omar")
    await omar.goes_to(f"/desk/consultations/{story.consultation}/summary")
    await omar.writes("Words of the summary, in Indonesian", SUMMARY["id"])
    await omar.writes("Words of the summary, in English", SUMMARY["en"])
    await omar.presses("Save")
    await omar.reads(omar.word("Nothing is missing."))
    await omar.goes_to("/demo/mail")
    await omar.reads(ACCEPTED_BECAUSE)
    await omar.goes_to(f"/desk/consultations/{story.consultation}/summary")
    await omar.presses("Begin the second look")
    await time_passes_over_the_second_look(story)
    await omar.goes_to(f"/desk/consultations/{story.consultation}/summary")
    await omar.reads(omar.word("Nothing is missing."))
    await omar.presses("Publish")
    await omar.reads(SUMMARY[language])


async def everybody_sees_what_became_of_it(story: Story) -> None:
    sari, language = story.newcomer, story.language
    await become(story, "sari")
    await sari.follows(NAMES["sari"])
    await sari.reads(sari.word("This sentence changed because of your comment."))
    assert await sari.page.locator("main ins").filter(has_text=ADDED[language]).count()

    await sari.goes_to(f"/services/{SLUG}")
    await sari.reads(COUNTED[language], sari.word("In force"))
    await sari.goes_to(f"/standards/{SLUG}/v2/clauses/3.1")
    await sari.reads(COUNTED[language], sari.word("Why does it read so?"))
    await sari.follows(sari.word("what %(name)s wrote", name=NAMES["sari"]))
    await sari.reads(SARI_SAYS, ACCEPTED_BECAUSE)

    await sari.goes_to("/me/notices")
    await sari.reads(ACCEPTED_BECAUSE)


async def _comment(story: Story, label: str, text: str) -> None:
    await story.newcomer.goes_to(f"/consultations/{story.consultation}/clauses/{label}")
    await story.newcomer.ticks("A comment")
    await story.newcomer.writes("What should change, and why?", text)
    await story.newcomer.presses("Send")
    story.unanswered.append(urlsplit(story.newcomer.page.url).path.rsplit("/", 1)[-1])


def _draft(somebody: Somebody) -> str:
    return somebody.word("%(title)s, version %(number)s", title=TITLE[somebody.language], number=1)


def rule(number: int, language: str) -> str:
    chosen = profile(PROFILE).moderation_rules[number]
    return f"{chosen.number}. {chosen.name[language]}"


async def tell(story: Story) -> None:
    """Tell it from the beginning to the end."""
    await the_official_imports_and_changes_the_draft(story)
    await the_official_plans_and_announces(story)
    await time_passes_until(story, "Open")
    await two_citizens_comment(story)
    await the_moderator_covers_a_number_and_hides_an_insult(story)
    await time_passes_until(story, "Being answered")
    await publication_is_refused(story)
    await the_official_edits_the_next_version(story)
    await the_official_answers(story)
    await the_reviewer_approves(story)
    await the_official_publishes(story)
    await everybody_sees_what_became_of_it(story)
