"""The answer that lies open on the response desk, and what its form offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forum.consultations.models import Consultation
from forum.core.i18n import _, local
from forum.core.ids import is_ref
from forum.drafts.models import Version
from forum.drafts.queries import clauses_of
from forum.participation.models import Contribution
from forum.participation.rules import GONE
from forum.responses.models import Response
from forum.responses.queries import answer_in, changes_of, find_response
from forum.responses.rules import EDITABLE
from forum.web.forms import Typed, listed

MOST = 500


class Opened:
    """The answer that lies open: stored or new, the contributions it serves, and what is typed."""

    def __init__(
        self, response: Response | None, served: list[Contribution], values: dict[str, object]
    ) -> None:
        self.response = response
        self.served = served
        self.values = values

    @property
    def editable(self) -> bool:
        """Whether it can still be written."""
        return self.response is None or self.response.state in EDITABLE


async def find_opened(
    consultation: Consultation, filled: Typed | None, ref: str, picks: Sequence[str]
) -> Opened | None:
    """Find what is open: what was just typed, the answer of this ref, or chosen contributions."""
    values: dict[str, object] = {}
    response = None
    if filled is not None:
        values = dict(listed(filled, "contributions", "changes"))
        refs = [str(ref) for ref in listed(filled, "contributions")["contributions"]]
        if filled.get("ref"):
            response = await find_response(str(filled["ref"]))
    elif ref:
        response = await find_response(ref)
        answer = await answer_in(response)
        refs = list(answer.contributions)
        values = {**vars(answer), "ref": response.ref, "revision": response.revision}
    else:
        refs = list(picks)
    refs = [one for one in refs[:MOST] if is_ref(one)]
    served = (
        await Contribution.filter(consultation_id=consultation.id, ref__in=refs)
        .exclude(showing__in=GONE)
        .select_related("author")
        .order_by("-supports", "id")
    )
    if response is not None and response.consultation_id != consultation.id:
        return None
    if not served and response is None and filled is None:
        return None
    return Opened(response, served, {**_blank(), **values})


def _blank() -> dict[str, object]:
    return {
        "disposition": "",
        "reason": "",
        "changes": [],
        "ground": "",
        "promised_by": "",
        "promised_for": "",
        "referred_to": "",
        "merged_into": "",
        "ref": "",
        "revision": 0,
    }


async def clause_options(consultation: Consultation) -> list[tuple[str, str, str]]:
    """Return the clauses an answer may name: those that change first, each with its words."""
    changed = {one.lineage: one for one in await changes_of(consultation)}
    version_id = consultation.next_version_id or consultation.version_id
    rest = [
        (one.lineage, one.label, one.text)
        for one in await clauses_of(await Version.get(id=version_id))
        if one.lineage not in changed
    ]
    first = [(one.lineage, one.label, one.change.there.texts) for one in changed.values()]
    return [
        (
            lineage,
            _("%(label)s, changes") % {"label": label} if lineage in changed else label,
            _short(words),
        )
        for lineage, label, words in [*first, *rest]
    ]


def _short(words: Mapping[str, str]) -> str:
    text = local(words)
    return text if len(text) <= 90 else text[:88].rstrip() + "…"
