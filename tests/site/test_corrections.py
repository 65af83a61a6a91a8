"""Omar corrects a typing error at his desk, and everybody reads what was changed and why."""

from forum.drafts.queries import find_clause
from tests.pages import form_in, words_of
from tests.world import comment, open_revision

WHY = "Salah ketik <b>satu</b> huruf."
DESK = "/desk/consultations/{}/correction"


async def test_omar_corrects_a_word_and_everybody_reads_it(omar, sari, agency, signed_in, visit):
    ktp = await open_revision(omar, agency)
    clause = await find_clause(ktp.version, "3.1")
    said = await comment(sari, ktp, "Terlalu lama.")
    path, name = DESK.format(ktp.slug), f"text.{clause.lineage}.id"
    async with signed_in(omar) as his:
        desk = await his.get(f"/desk/consultations/{ktp.slug}")
        assert path in desk.text
        assert "In which clauses?" in words_of((await his.get(path)).text)
        form = form_in((await his.get(f"{path}?clause={clause.lineage}")).text, path)
        assert form[name] == clause.text["id"]
        more = {**form, name: form[name].replace("5", "6"), "reason": WHY}
        refused = await his.post(path, data=more)
        assert refused.status_code == 409
        assert "more than a typing error" in words_of(refused.text)
        back = form_in(refused.text, path)
        assert (back[name], back["reason"]) == (more[name], WHY)
        same = await his.post(path, data={**form, "reason": WHY})
        assert (same.status_code, "Nothing differs" in same.text) == (422, True)
        nothing = await his.post(path, data={**form, name: "x" + form[name], "reason": ""})
        assert nothing.status_code == 422
        slip = {**form, name: form[name].replace("paling lama", "paling lma"), "reason": WHY}
        done = await his.post(path, data=slip)
        assert done.headers["location"] == "/standards/ktp-el-baru/compare/2..2.1"
        stale = await his.post(path, data={**slip, name: form[name] + "."})
        assert stale.status_code == 409
        assert "Somebody corrected this draft" in words_of(stale.text)

    report = await visit.get(done.headers["location"])
    assert f"Reason: {WHY}" in words_of(report.text)
    assert "<del>lama</del><ins>lma</ins>" in report.text
    page = words_of((await visit.get(f"/consultations/{ktp.slug}")).text)
    assert "Version 2.1 corrects a typing error" in page
    assert WHY in page
    clause_page = words_of((await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text)
    assert f"A typing error was corrected: {WHY}" in clause_page
    assert "Terlalu lama." in clause_page
    for address, sentence in {
        "/standards/ktp-el-baru/v2": "Read version 2.1",
        "/standards/ktp-el-baru/v2.1": "See what was corrected",
        "/standards/ktp-el-baru/v2.1/clauses/3.1": "Version 2.1",
        "/standards/ktp-el-baru/compare/1..2.1": "Version 1 and version 2.1 compared",
        "/standards/ktp-el-baru/history": "Version 2.1",
        "/services/ktp-el-baru": "Version 2.1",
        f"/comments/{said.ref}": "Terlalu lama.",
    }.items():
        there = await visit.get(address)
        assert there.status_code == 200
        assert sentence in words_of(there.text), address
    former = words_of((await visit.get("/standards/ktp-el-baru/v2")).text)
    assert "A newer version has taken the place" not in former
    document = await visit.get("/standards/ktp-el-baru/v2.1.json")
    assert document.json()["corrected_because"] == WHY
    assert (await visit.get("/standards/ktp-el-baru/v2.2")).status_code == 404
    for wrong in ("v2.0", "v2.100", "v2.", "v02"):
        assert (await visit.get(f"/standards/ktp-el-baru/{wrong}")).status_code == 404


async def test_sari_finds_a_corrected_clause_once(omar, sari, agency, signed_in, visit):
    ktp = await open_revision(omar, agency)
    clause = await find_clause(ktp.version, "3.1")
    path = DESK.format(ktp.slug)
    async with signed_in(omar) as his:
        form = form_in((await his.get(f"{path}?clause={clause.lineage}")).text, path)
        name = f"text.{clause.lineage}.id"
        await his.post(
            path, data={**form, name: form[name].replace("kerja", "kerjja"), "reason": WHY}
        )

    assert f"/consultations/{ktp.slug}/clauses/3.1" in (await visit.get("/search?q=kerjja")).text
    async with signed_in(sari) as her:
        page = await her.get(f"/consultations/{ktp.slug}/clauses/3.1")
        sent = form_in(page.text, f"/consultations/{ktp.slug}/clauses/3.1/comments")
    assert sent["version"] == "2.1"


async def test_nobody_is_offered_a_correction_after_closing(omar, agency, signed_in):
    ktp = await open_revision(omar, agency, days=15)
    async with signed_in(omar) as his:
        assert "/correction" not in (await his.get(f"/desk/consultations/{ktp.slug}")).text
        refused = await his.get(DESK.format(ktp.slug))
    assert refused.status_code == 409
