"""Words that Sari marked: kept with her comment, refused where they are not, carried on."""

import json

import pytest

from forum.audit.models import LogEntry
from forum.consultations.actions import advance_due
from forum.core.errors import Invalid
from forum.core.events import announcer
from forum.drafts.anchoring import Fit
from forum.drafts.events import VersionFrozen
from forum.drafts.queries import find_clause
from forum.participation.actions import Pointed, carry_marks
from forum.participation.models import Contribution, Marked, MarkedLater
from forum.publication.actions import write_summary
from tests.answering import WORDS, accepted, answer, answered, publish_after_look, shorten
from tests.clocks import later
from tests.databases import both_databases
from tests.world import comment, open_revision

pytestmark = both_databases


def about(text, words, version=2, language="id", **more):
    start = text.index(words)
    return Pointed(
        version=str(version),
        language=language,
        start=more.get("start", start),
        end=more.get("end", start + len(words)),
        quote=more.get("quote", words),
    )


async def text_of(consultation, label="3.1"):
    return (await find_clause(consultation.version, label)).text["id"]


async def test_the_marked_words_are_kept_with_the_comment_and_once(sari, omar, agency):
    ktp = await open_revision(omar, agency)
    text = await text_of(ktp)
    for _twice in range(2):
        made = await comment(
            sari, ktp, "Terlalu lama.", words=about(text, "5 hari"), once="a-key-of-one-form"
        )

    mark = await Marked.get()
    assert (mark.contribution_id, mark.version_id) == (made.id, ktp.version_id)
    assert (mark.quote, text[mark.begins : mark.ends]) == ("5 hari", "5 hari")
    assert mark.before.endswith("paling lama ")
    assert mark.after == " kerja"


@pytest.mark.parametrize(
    "wrong",
    [{"quote": "14 hari"}, {"start": 4000, "end": 4004}, {"start": 9, "end": 9}],
    ids=["other words", "outside", "nothing"],
)
async def test_words_that_are_not_there_are_refused_and_nothing_is_kept(sari, omar, agency, wrong):
    ktp = await open_revision(omar, agency)
    marked = about(await text_of(ktp), "5 hari", **wrong)
    with pytest.raises(Invalid) as refused:
        await comment(sari, ktp, words=marked)

    assert "about" in refused.value.fields
    assert not await Contribution.exists()


async def test_publishing_carries_the_words_into_the_next_version(sari, budi, omar, rina, agency):
    announcer.join(VersionFrozen, carry_marks)
    with later(days=-3):
        ktp = await open_revision(omar, agency, days=12.5)
        text = await text_of(ktp)
        first = await comment(sari, ktp, "Tiga hari.", words=about(text, "5 hari kerja"))
        second = await comment(budi, ktp, "Sabtu?", words=about(text, "paling lama"))
        gone = await comment(budi, ktp, "Lagi.", words=about(text, "5"))
    await advance_due()
    await shorten(omar, ktp.slug)
    await answer(omar, rina, ktp.slug, accepted(first))
    await answer(omar, rina, ktp.slug, answered(second))
    await answer(omar, rina, ktp.slug, answered(gone))
    await write_summary(omar, ktp.slug, WORDS, revision=0)
    await publish_after_look(omar, ktp.slug)

    rows = {one.marked.quote: one for one in await MarkedLater.all().select_related("marked")}
    assert rows["paling lama"].fit is Fit.KEPT
    assert rows["paling lama"].words == "paling lama"
    assert (rows["5 hari kerja"].fit, rows["5 hari kerja"].words) == (Fit.CHECK, "3 hari kerja")
    assert rows["5"].fit is Fit.FORMER
    assert rows["5"].was.endswith("paling lama 5 hari kerja")
    entry = json.loads((await LogEntry.get(type="marks.carried")).entry)
    assert {key: entry["d"][key] for key in ("version", "kept", "check", "former")} == {
        "version": "3",
        "kept": 1,
        "check": 1,
        "former": 1,
    }
