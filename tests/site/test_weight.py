"""What a page weighs, and that nobody fetches twice what has not changed."""

import gzip
import re

from tests.databases import both_databases
from tests.world import comment, crowd, open_consultation, open_revision

HTML_KB, ALL_KB = 40, 150


def packed(body: bytes) -> float:
    return len(gzip.compress(body, 6)) / 1000


async def everything_behind(visit, html: str) -> float:
    """What the browser fetches for a page: sheets, scripts with those behind them, fonts, icon."""
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    kilobytes = 0.0
    while named:
        address = named.pop()
        answer = await visit.get(address)
        assert answer.headers["cache-control"] == "max-age=31536000, immutable"
        if address.endswith(".woff2"):
            kilobytes += len(answer.content) / 1000
            continue
        kilobytes += packed(answer.content)
        if address.endswith(".css"):
            named |= {
                f"/static/{path}" for path in re.findall(r'url\("\.\./([^"]+)"\)', answer.text)
            }
    return kilobytes


async def test_a_clause_with_a_full_page_of_comments_weighs_little(visit, sari, omar, agency):
    consultation = await open_revision(omar, agency)
    said = await comment(sari, consultation, "Lima hari kerja masih lama bagi kami di pulau. " * 8)
    await crowd(said, 60)
    page = await visit.get(f"/consultations/{consultation.slug}/clauses/3.1")

    html = packed(page.content)
    assert html <= HTML_KB
    assert html + await everything_behind(visit, page.text) <= ALL_KB


@both_databases
async def test_a_page_that_has_not_changed_is_not_sent_again(visit, signed_in, sari, omar, agency):
    consultation = await open_consultation(omar, agency)
    for address in ("", "/clauses/3.1"):
        page = f"/consultations/{consultation.slug}{address}"
        first = await visit.get(page)
        same = await visit.get(page, headers={"if-none-match": first.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["vary"] == "Cookie, Accept-Language"

        other = {"if-none-match": first.headers["etag"], "accept-language": "id"}
        assert (await visit.get(page, headers=other)).status_code == 200
        async with signed_in(sari) as her:
            hers = await her.get(page, headers={"if-none-match": first.headers["etag"]})
            assert hers.status_code == 200
            assert "etag" not in hers.headers
            assert hers.headers["cache-control"] == "private, no-store"

        await comment(sari, consultation, f"Masukan {address}", label="3.1" if address else None)
        changed = await visit.get(page, headers={"if-none-match": first.headers["etag"]})
        assert changed.status_code == 200
