"""Omar brings in what lies on his desk: Word documents in every layout, and some meant badly."""

import io
import zipfile

import pytest

from forum.core.errors import Invalid
from forum.core.i18n import speaking
from forum.drafts.importing.word import Role, open_package, read_word
from forum.drafts.importing.word.package import MOST_UNPACKED
from forum.profiles.load import profile
from tests.word.share import DOCUMENTS, EXPECTED, document, read, share, words_in, words_shown

TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
HEAD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
TAIL = b"</w:body></w:document>"
WORDS = b"<w:p><w:r><w:t>Biaya: gratis</w:t></w:r></w:p>"


def packed(body=HEAD + WORDS + TAIL, **more):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": body}
        for name, content in {**parts, **more}.items():
            folder.writestr(name, content)
    return file.getvalue()


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


@pytest.mark.parametrize("name", DOCUMENTS)
def test_of_every_document_at_least_95_of_100_clauses_and_components_land_rightly(name):
    _blocks, made = read(name)
    result = share(name, made)

    assert result.right >= 0.95 * result.all, result.wrong
    assert made.standard.title["id"] == EXPECTED[name]["title"]
    assert made.standard.note.get("id", "") == EXPECTED[name]["note"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_of_a_document_is_somewhere_in_the_preview(name):
    blocks, made = read(name)

    assert words_in(document(name)) - words_shown(blocks) == {}
    assert words_in(document(name)).total() > 200
    left = [block.text for block in blocks if block.role is Role.LEFT]
    assert {one.text for one in made.standard.unread} >= set(left)


def test_a_document_of_one_line_is_read():
    assert [(one.text, one.role) for one in read_word(packed(), profile("id"))] == [
        ("Biaya:", Role.HEADING),
        ("gratis", Role.CLAUSE),
    ]


DEEP = HEAD + b"<w:p>" * 10_000 + b"</w:p>" * 10_000 + TAIL
ENTITY = b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>' + HEAD + TAIL
LONG = HEAD + WORDS * 901 + TAIL


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7", "This is a PDF."),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old Word file, or one locked"),
        (b"PK\x03\x04" + b"\x00" * 50, "is broken"),
        (packed()[:300], "is broken"),
        (packed(HEAD + b"<w:p>"), "is broken"),
        (packed(b""), "is broken"),
        (packed(DEEP), "is broken"),
        (packed(ENTITY), "instructions that no Word document needs"),
        (packed(ENTITY.decode().encode("utf-16")), "instructions that no Word document needs"),
        (packed(**{"word/vbaProject.bin": b"x"}), "macros"),
        (packed(**{"word/media/a.bmp": bytes(MOST_UNPACKED)}), "More is packed"),
        (packed(**{f"word/media/{n}": b"" for n in range(700)}), "More is packed"),
        (packed(LONG), "more than 900 paragraphs"),
        (b"PK\x03\x04" + b"\x00" * (4 * 1024 * 1024), "larger than 4 megabytes"),
    ],
    # Not the bytes: a packed file has the hour in it, and the names must be those of every worker.
    ids=lambda one: one if isinstance(one, str) else "file",
)
def test_a_file_that_is_meant_badly_or_broken_gets_a_sentence(data, sentence):
    with pytest.raises(Invalid) as refused:
        read_word(data, profile("id"))

    assert sentence in refused.value.fields["file"]


def test_a_spreadsheet_is_no_word_document():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as folder:
        folder.writestr("[Content_Types].xml", TYPES)
        folder.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(Invalid) as refused:
        open_package(file.getvalue())

    assert "not a Word document" in refused.value.fields["file"]


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="r{kind}" Target="{kind}.xml" Type="http://schemas.openxmlformats.org'
        f'/officeDocument/2006/relationships/{kind}"/>'
        for kind in ("footnotes", "numbering")
    )
    + "</Relationships>"
)
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_notes_that_lead_to_each_other_and_endless_numbers_cost_nothing():
    """Thirty notes, each twice leading to the next: 2^30 ways; and a number of a megabyte."""
    refers = '<w:r><w:footnoteReference w:id="{0}"/><w:footnoteReference w:id="{0}"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{one}"><w:p>{refers.format((one + 1) % 30)}</w:p></w:footnote>'
        for one in range(30)
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="%1.{"x" * 1024**2}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    data = packed(
        HEAD
        + f"{numbered}<w:r><w:t>Surat pengantar</w:t></w:r>{refers.format(0)}</w:p>".encode()
        + TAIL,
        **{
            "[Content_Types].xml": TYPES.replace(
                b"<Override",
                b'<Default Extension="xml" ContentType="application/xml"/><Override',
                1,
            ).replace(
                b"<Override",
                b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
                b'.relationships+xml"/><Override',
                1,
            ),
            "word/_rels/document.xml.rels": RELATIONS,
            "word/footnotes.xml": f"<w:footnotes {SPACE}>{notes}</w:footnotes>",
            "word/numbering.xml": f"<w:numbering {SPACE}>{numbering}</w:numbering>",
        },
    )

    [block] = read_word(data, profile("id"))

    assert block.text == "Surat pengantar"
    assert block.number.startswith("1.x")
    assert len(block.number) < 100
