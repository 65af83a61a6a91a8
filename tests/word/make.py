# ruff: noqa: E501 - markup reads better unbroken
"""Makes the Word documents of the tests with LibreOffice, each in another layout.

Run once, from the root of the project, on a machine with LibreOffice Writer:

    python -m tests.word.make

The documents and `expected.json` are kept beside this program. What is expected is written down
while a document is written, from the same texts, and never from what the importer makes of it.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from forum.profiles.load import profile

HERE = Path(__file__).parent
STANDARDS = Path("forum/demo/content/standards")
FILTERS = {
    ".html": "HTML (StarWriter)",
    ".fodt": "OpenDocument Text Flat XML",
}
NAMES = {part.code: part.name for part in profile("id").components}
GROUPS = {part.code: part.group for part in profile("id").components}


class Paper:
    """One document in the making, and what a person would read out of it."""

    def __init__(self, standard: str) -> None:
        self.standard = json.loads((STANDARDS / f"{standard}.json").read_text("utf-8"))
        self.title = self.standard["title"]
        self.parts = [
            (part["code"], part["items"]) for part in self.standard["components"] if part["items"]
        ]
        self.clauses: list[dict[str, str]] = []
        self.note = ""
        self.told_title = self.title["id"]

    def clause(self, component: str, text: str, **more: str) -> str:
        self.clauses.append({"component": component, "text": text, **more})
        return escape(text, quote=False)

    def expected(self) -> dict[str, object]:
        return {"title": self.told_title, "note": self.note, "clauses": self.clauses}


def page(body: str) -> str:
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>"


def headings(paper: Paper) -> str:
    """Headings of Word, and a list of points under each."""
    body = f"<h1>{paper.title['id']}</h1>"
    for code, items in paper.parts:
        points = "".join(f"<li>{paper.clause(code, one['id'])}</li>" for one in items)
        body += f"<h2>{NAMES[code]['id']}</h2><ul>{points}</ul>"
    return page(body)


def automatic(paper: Paper) -> str:
    """Everything numbered by Word itself: components 1, 2, 3 and their clauses a, b, c."""
    body = f"<p align='center'><b>{paper.title['id'].upper()}</b></p><ol>"
    paper.told_title = paper.title["id"].upper()
    for code, items in paper.parts:
        inner = "".join(f"<li>{paper.clause(code, one['id'])}</li>" for one in items)
        body += f"<li>{NAMES[code]['id']}<ol type='a'>{inner}</ol></li>"
    return page(body + "</ol>")


def two_columns(paper: Paper) -> str:
    """A table with a row for each component, its clauses as paragraphs with typed numbers."""
    body = (
        f"<h1>{paper.title['id']}</h1><table border='1'><tr><th>Komponen</th><th>Uraian</th></tr>"
    )
    for code, items in paper.parts:
        many = len(items) > 1
        cell = "".join(
            f"<p>{f'{place}. ' if many else ''}{paper.clause(code, one['id'])}</p>"
            for place, one in enumerate(items, 1)
        )
        body += f"<tr><td><b>{NAMES[code]['id']}</b></td><td>{cell}</td></tr>"
    return page(body + "</table>")


def three_columns(paper: Paper) -> str:
    """No, component, text: a row for each clause, the cells of a component merged downwards."""
    body = f"<p><b>STANDAR PELAYANAN</b></p><p><b>{paper.title['id']}</b></p>"
    paper.told_title = f"STANDAR PELAYANAN {paper.title['id']}"
    body += "<table border='1'><tr><td>NO</td><td>KOMPONEN</td><td>URAIAN</td></tr>"
    for number, (code, items) in enumerate(paper.parts, 1):
        for place, one in enumerate(items):
            span = f" rowspan='{len(items)}'"
            merged = f"<td{span}>{number}.</td><td{span}>{NAMES[code]['id']}</td>"
            body += f"<tr>{'' if place else merged}<td>{paper.clause(code, one['id'])}</td></tr>"
    return page(body + "</table>")


def four_columns(paper: Paper) -> str:
    """No, component, Indonesian, English: a translation beside every clause."""
    body = f"<h1>{paper.title['id']}</h1><table border='1'><tr><th>No</th><th>Komponen</th>"
    body += "<th>Bahasa Indonesia</th><th>English</th></tr>"
    for number, (code, items) in enumerate(paper.parts, 1):
        left = "".join(f"<p>{paper.clause(code, one['id'], en=one['en'])}</p>" for one in items)
        right = "".join(f"<p>{escape(one['en'], quote=False)}</p>" for one in items)
        body += (
            f"<tr><td>{number}</td><td>{NAMES[code]['id']}</td><td>{left}</td><td>{right}</td></tr>"
        )
    return page(body + "</table>")


def articles(paper: Paper) -> str:
    """Like a regulation: chapters, articles, and paragraphs in round brackets."""
    body = f"<p align='center'><b>{paper.title['id']}</b></p>"
    roman = [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
        "XI",
        "XII",
        "XIII",
        "XIV",
    ]
    for number, (code, items) in enumerate(paper.parts):
        body += f"<p align='center'>BAB {roman[number]}</p>"
        body += f"<p align='center'>{NAMES[code]['id'].upper()}</p>"
        body += f"<p align='center'>Pasal {number + 1}</p>"
        many = len(items) > 1
        for place, one in enumerate(items, 1):
            mark = f"({place}) " if many else ""
            body += f"<p>{mark}{paper.clause(code, one['id'])}</p>"
    return page(body)


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Title" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
</office:styles>
<office:automatic-styles>
<style:style style:name="B" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
</office:automatic-styles>
<office:master-styles/>
<office:body><office:text>%s</office:text></office:body></office:document>"""


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def footnote(number: int, text: str) -> str:
    return (
        f'<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}'
        f"</text:note-citation><text:note-body>{p(text, 'Footnote')}</text:note-body></text:note>"
    )


def cell(inside: str, across: int = 1) -> str:
    more = "<table:covered-table-cell/>" * (across - 1)
    span = f' table:number-columns-spanned="{across}"' if across > 1 else ""
    return f'<table:table-cell{span} office:value-type="string">{inside}</table:table-cell>{more}'


def table(rows: Iterable[str], columns: int) -> str:
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return (
        f'<table:table table:name="T"><table:table-column table:number-columns-repeated="{columns}"/>'
        f"{body}</table:table>"
    )


def footnotes(paper: Paper) -> str:
    """Two languages in turn, and the reasons in footnotes."""
    body = p(paper.title["id"], "Title")
    count = 0
    for code, items in paper.parts:
        body += f'<text:h text:outline-level="1">{escape(NAMES[code]["id"], quote=False)}</text:h>'
        for place, one in enumerate(items):
            note = {}
            mark = ""
            if place == 0 and code in ("persyaratan", "waktu", "biaya", "pengaduan"):
                count += 1
                told = f"Alasan nomor {count}: warga meminta kepastian sejak hari pertama."
                mark, note = footnote(count, told), {"note": told}
            body += p(paper.clause(code, one["id"], en=one["en"], **note) + mark)
            body += p(
                f'<text:span text:style-name="I">{escape(one["en"], quote=False)}</text:span>'
            )
    return FLAT % body


def reasons(paper: Paper) -> str:
    """Four columns with reasons, group rows across the table, line breaks within a cell."""
    body = p(paper.title["id"], "Title")
    rows = ["".join(cell(p(one, "B")) for one in ("No.", "Komponen", "Uraian", "Penjelasan"))]
    group = ""
    words = {"service_delivery": "Komponen penyampaian pelayanan (service delivery)",
             "manufacturing": "Komponen pengelolaan pelayanan (manufacturing)"}  # fmt: skip
    for number, (code, items) in enumerate(paper.parts, 1):
        if GROUPS[code] != group:
            group = GROUPS[code]
            rows.append(cell(p(words[group], "B"), across=4))
        why = f"Komponen ke-{number} diminta dalam musyawarah." if number % 3 == 1 else ""
        lines = [f"{chr(96 + place)}. {escape(one['id'], quote=False)}" if len(items) > 1
                 else escape(one["id"], quote=False) for place, one in enumerate(items, 1)]  # fmt: skip
        for place, one in enumerate(items, 1):
            last = {"note": why} if why and place == len(items) else {}
            paper.clause(code, one["id"], **last)
        rows.append(
            cell(p(f"{number}"))
            + cell(p(escape(NAMES[code]["id"], quote=False)))
            + cell(p("<text:line-break/>".join(lines)))
            + cell(p(why))
        )
    return FLAT % (body + table(rows, 4))


def typed(paper: Paper) -> str:
    """Everything typed by hand: capitals, numbers, an introduction, lines that lead to lists."""
    why = "Warga menunggu terlalu lama dan tidak tahu kapan kartunya jadi."
    body = p(paper.title["id"].upper(), "B") + p("Latar belakang", "B") + p(why)
    paper.told_title, paper.note = paper.title["id"].upper(), why
    for number, (code, items) in enumerate(paper.parts, 1):
        body += p(f"{number}. {escape(NAMES[code]['id'].upper(), quote=False)}", "B")
        if code == "persyaratan":
            body += p("Pemohon membawa:")
        for place, one in enumerate(items, 1):
            text = f"Pemohon membawa: {one['id']}" if code == "persyaratan" else one["id"]
            note = {"note": "tarif ditetapkan pemerintah pusat."} if code == "biaya" else {}
            paper.clause(code, text, **note)
            body += p(f"{chr(96 + place)}) {escape(one['id'], quote=False)}")
            if note:
                body += p("Penjelasan: tarif ditetapkan pemerintah pusat.")
    return FLAT % body


def rough(paper: Paper) -> str:
    """A hurried draft: letters, slips of the pen, colons, a table of steps, a part of no standard."""
    body = p(f"Standar Pelayanan: {escape(paper.title['id'], quote=False)}", "B")
    paper.told_title = f"Standar Pelayanan: {paper.title['id']}"
    slips = {
        "persyaratan": "Persyaratan Pelayanan",
        "prosedur": "Sistem, mekanisme dan prosedur",
        "waktu": "Jangka Waktu Penyelesaian",
        "produk": "Produk Layanan",
        "pengaduan": "Penanganan pengaduan, saran dan masukan",
        "sarana": "Sarana, prasarana, dan/atau fasilitas",
        "kompetensi": "Kompetensi pelaksna",
        "jaminan_keamanan": "Jaminan Keamanan & Keselamatan Pelayanan",
    }
    for number, (code, items) in enumerate(paper.parts):
        name = escape(slips.get(code, NAMES[code]["id"]), quote=False)
        if len(items) == 1 and code != "prosedur":
            body += p(f"{chr(65 + number)}. {name}: {paper.clause(code, items[0]['id'])}")
            continue
        body += p(f"{chr(65 + number)}. {name}", "B")
        if code == "prosedur":
            rows = ["".join(cell(p(one, "B")) for one in ("No", "Kegiatan", "Pelaksana"))]
            for place, one in enumerate(items, 1):
                paper.clause(code, f"{one['id']}: petugas loket")
                rows.append(cell(p(str(place))) + cell(p(escape(one["id"], quote=False)))
                            + cell(p("petugas loket")))  # fmt: skip
            body += table(rows, 3)
        else:
            for one in items:
                body += p(f"- {paper.clause(code, one['id'])}")
    body += p("Lampiran", "B") + p("Formulir F-1.01 tersedia di loket.")
    return FLAT % body


def bands(paper: Paper) -> str:
    """Components as bands across a table, a row for each clause, remarks at the end."""
    body = p(paper.title["id"], "Title")
    rows = ["".join(cell(p(one, "B")) for one in ("No", "Ketentuan", "Keterangan"))]
    for number, (code, items) in enumerate(paper.parts, 1):
        rows.append(cell(p(f"{number}. {escape(NAMES[code]['id'], quote=False)}", "B"), across=3))
        for place, one in enumerate(items, 1):
            why = "Usul warga pada musyawarah bulan lalu." if place == 2 else ""
            paper.clause(code, one["id"], **({"note": why} if why else {}))
            rows.append(
                cell(p(f"{number}.{place}"))
                + cell(p(escape(one["id"], quote=False)))
                + cell(p(why))
            )
    return FLAT % (body + table(rows, 3))


def in_turn(paper: Paper) -> str:
    """Headings in both languages, all clauses in the one, then all of them in the other."""
    body = f"<h1>{paper.title['id']}</h1><h1>{paper.title['en']}</h1>"
    paper.told_title = paper.title["id"]
    for number, (code, items) in enumerate(paper.parts, 1):
        name = NAMES[code]
        body += f"<h2>{number}. {name['id']} / {name['en']}</h2>"
        for place, one in enumerate(items, 1):
            body += f"<p>{number}.{place} {paper.clause(code, one['id'], en=one['en'])}</p>"
        for one in items:
            body += f"<p>{escape(one['en'], quote=False)}</p>"
    return page(body)


def rambling(paper: Paper) -> str:
    """Sections named in words, sub-headings, plain paragraphs, remarks, a head on every page."""
    ordinals = [
        "Kesatu",
        "Kedua",
        "Ketiga",
        "Keempat",
        "Kelima",
        "Keenam",
        "Ketujuh",
        "Kedelapan",
        "Kesembilan",
    ]
    ordinals += ["Kesepuluh", "Kesebelas", "Kedua Belas", "Ketiga Belas", "Keempat Belas"]
    body = "<div title='header'><p>Dinas Contoh, rancangan pertama</p></div>"
    body += f"<h1>{paper.title['id']}</h1>"
    for number, (code, items) in enumerate(paper.parts):
        body += f"<p align='center'>Bagian {ordinals[number]}</p><h2>{NAMES[code]['id']}</h2>"
        if code == "prosedur":
            body += "<h3>Di kantor</h3>"
        for place, one in enumerate(items, 1):
            text = f"Di kantor: {one['id']}" if code == "prosedur" else one["id"]
            note = {"note": "diperiksa setiap tahun."} if code == "sarana" and place == 1 else {}
            paper.clause(code, text, **note)
            body += f"<p>{escape(one['id'], quote=False)}</p>"
            if note:
                body += "<p>(Catatan: diperiksa setiap tahun.)</p>"
    return page(body)


def no_heads(paper: Paper) -> str:
    """Two columns without a head, components by their English names."""
    body = f"<h1>{paper.title['id']}</h1><table border='1'>"
    for code, items in paper.parts:
        inner = "".join(f"<li>{paper.clause(code, one['id'])}</li>" for one in items)
        body += f"<tr><td>{NAMES[code]['en']}</td><td><ol>{inner}</ol></td></tr>"
    return page(body + "</table>")


def roman(paper: Paper) -> str:
    """Roman numbers typed by hand, lists in lists, a long first paragraph before everything."""
    why = (
        "Dalam rangka memberikan kepastian kepada warga, kami mengajukan rancangan ini untuk "
        "dibahas bersama sebelum ditetapkan."
    )
    body = p("RANCANGAN STANDAR PELAYANAN", "B") + p(paper.title["id"].upper(), "B") + p(why)
    paper.told_title = f"RANCANGAN STANDAR PELAYANAN {paper.title['id'].upper()}"
    paper.note = why
    numbers = [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
        "XI",
        "XII",
        "XIII",
        "XIV",
    ]
    for number, (code, items) in enumerate(paper.parts):
        body += p(f"{numbers[number]}. {escape(NAMES[code]['id'], quote=False)}", "B")
        lead = code == "sarana"
        if lead:
            body += p("1. Di gedung pelayanan:")
        for place, one in enumerate(items, 1):
            paper.clause(code, f"Di gedung pelayanan: {one['id']}" if lead else one["id"])
            mark = chr(96 + place) if lead else str(place)
            body += p(f"{mark}. {escape(one['id'], quote=False)}")
    return FLAT % body


def lines(paper: Paper) -> str:
    """A paragraph for each component: its name, a colon, and its clauses line by line."""
    body = p(paper.title["id"], "Title")
    for code, items in paper.parts:
        name = f"<text:span>{escape(NAMES[code]['id'], quote=False)}:</text:span>"
        inside = "".join(f"<text:line-break/>- {paper.clause(code, one['id'])}" for one in items)
        body += p(name + inside)
    return FLAT % body


PAPERS: dict[str, tuple[str, str, Callable[[Paper], str]]] = {
    "01-headings": ("ktp-el-baru", ".html", headings),
    "02-automatic-numbers": ("kartu-keluarga-baru", ".html", automatic),
    "03-two-columns": ("paspor-biasa", ".html", two_columns),
    "04-three-columns-merged": ("nib-perorangan", ".html", three_columns),
    "05-four-columns-two-languages": ("akta-kelahiran", ".html", four_columns),
    "06-articles": ("pelatihan-kerja-sama", ".html", articles),
    "07-two-languages-footnotes": ("pendaftaran-puskesmas", ".fodt", footnotes),
    "08-reasons-and-groups": ("ktp-el-baru", ".fodt", reasons),
    "09-typed-by-hand": ("kartu-keluarga-baru", ".fodt", typed),
    "10-a-hurried-draft": ("paspor-biasa", ".fodt", rough),
    "11-bands-across-a-table": ("akta-kelahiran", ".fodt", bands),
    "12-one-language-after-the-other": ("nib-perorangan", ".html", in_turn),
    "13-sections-and-remarks": ("pelatihan-kerja-sama", ".html", rambling),
    "14-no-heads-english-names": ("pendaftaran-puskesmas", ".html", no_heads),
    "15-roman-numbers": ("paspor-biasa", ".fodt", roman),
    "16-line-by-line": ("pelatihan-kerja-sama", ".fodt", lines),
}


def main() -> None:
    """Write all of them, and what is in them."""
    expected = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (standard, ending, write) in PAPERS.items():
            paper = Paper(standard)
            source = Path(folder) / f"{name}{ending}"
            source.write_text(write(paper), "utf-8")
            subprocess.run(
                [  # noqa: S607 - wherever LibreOffice is
                    "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                    f"--infilter={FILTERS[ending]}", "--convert-to", "docx:MS Word 2007 XML",
                    "--outdir", str(HERE), str(source),
                ],
                check=True, timeout=120,
            )  # fmt: skip
            expected[name] = paper.expected()
    told = json.dumps(expected, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(told + "\n", "utf-8")


if __name__ == "__main__":
    main()
