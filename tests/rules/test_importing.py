"""Omar brings a standard from outside: no word of it is lost, and no file breaks the forum."""

import copy
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.core.i18n import speaking
from forum.drafts.fields import write_fields
from forum.drafts.importing import from_json, from_markdown, parse_json, read_document
from forum.profiles.load import profile

INDONESIA, PLAIN = profile("id"), profile("generic")
STANDARDS = Path(__file__).parents[2] / "forum" / "demo" / "content" / "standards"
SAMPLES = {file.stem: json.loads(file.read_text()) for file in sorted(STANDARDS.glob("*.json"))}
KTP = SAMPLES["ktp-el-baru"]

NOTHING_FOUND = (
    "No component of a standard was found. Begin each one with its name as a heading, "
    "such as “# Requirements”."
)
NO_CLAUSE = (
    "A text under “Fee” has no words in the language that binds, or more than 4,000 characters."
)
NO_TEXT = "“Fee” holds something that is not a text."

MARKDOWN = """
# Penerbitan KTP elektronik baru

Standar ini berlaku bagi warga negara.

## 1. PERSYARATAN:

1. Fotokopi kartu keluarga
   yang masih berlaku
2) **KTP lama**
- Pasfoto

### Hilang atau rusak

- Surat keterangan hilang

## Sistem, Mekanisme dan Prosedur
Pemohon menyerahkan berkas kepada petugas di loket pelayanan, lalu
Kepala Bidang memverifikasi.

Kartu dicetak.

Biaya: gratis

## Time limit
Paling lama 14 hari kerja

## Lampiran

Bagan alir

## Catatan
"""


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


def words(standard):
    return [(clause.label, clause.texts["id"]) for clause in standard.clauses]


def left(standard):
    return [(unread.heading, unread.text) for unread in standard.unread]


def complaint(data, read=read_document):
    with pytest.raises(Invalid) as refused:
        read(data, INDONESIA)
    return refused.value.fields["document"]


def strings(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        inner = [one for key, one in value.items() if key not in ("code", "currency")]
    else:
        inner = value if isinstance(value, list) else []
    return [text for one in inner for text in strings(one)]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_of_a_published_standard_stands_in_a_clause(name):
    standard = from_json(SAMPLES[name], INDONESIA)
    told = [text for clause in standard.clauses for text in clause.texts.values()]
    for component in SAMPLES[name]["components"]:
        variants = component.get("structured", {}).get("variants", [])
        items = [component["items"], *(variant["items"] for variant in variants)]
        for text in strings(items):
            assert any(text in clause for clause in told)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_clauses_of_a_component_are_numbered_as_they_are_listed(name):
    standard = from_json(SAMPLES[name], INDONESIA)
    found = dict(words(standard))
    for component in SAMPLES[name]["components"]:
        for place, item in enumerate(component["items"], 1):
            assert found[f"{component['order']}.{place}"] == item["id"]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_of_a_published_standard_is_read_or_told(name):
    standard = from_json(SAMPLES[name], INDONESIA)
    told = json.dumps(
        [[clause.texts, write_fields(clause.fields)] for clause in standard.clauses],
        ensure_ascii=False,
    )
    unread = {text for _, text in left(standard)}
    for component in SAMPLES[name]["components"]:
        for key, value in component.get("structured", {}).items():
            if key == "currency":
                continue
            seen = key in unread or all(text in told or text in unread for text in strings(value))
            assert seen, key


def test_what_holds_for_one_kind_of_applicant_says_so():
    texts = {clause.label: clause.texts for clause in from_json(KTP, INDONESIA).clauses}
    assert texts["1.4"] == {
        "id": "Hilang atau rusak: Fotokopi KK",
        "en": "Lost or damaged: Copy of KK",
    }


def test_the_values_of_the_sample_become_typed_fields_of_the_first_clause():
    clauses = {clause.label: clause for clause in from_json(KTP, INDONESIA).clauses}
    assert write_fields(clauses["3.1"].fields) == {
        "target": {"kind": "duration", "value": 1, "unit": "day"},
        "maximum": {"kind": "duration", "value": 14, "unit": "working_day"},
        "clock_starts": {"kind": "choice", "value": "complete_file"},
    }
    assert write_fields(clauses["4.1"].fields) == {
        "fee": {"kind": "money", "amount": 0, "currency": "IDR", "free": True}
    }
    assert [step.minutes for step in clauses["2.1"].fields["steps"].items] == [
        1,
        1,
        3,
        60,
        1,
        1,
        5,
        1,
    ]
    assert [one.value for one in clauses["6.1"].fields["channels"].items][1] == "(021) 555-0100"
    assert len(clauses["7.1"].fields["legal_basis"].items) == 4
    assert clauses["1.1"].fields["documents"].items[1]["en"] == "Copy of the family card (KK)"
    assert not clauses["1.2"].fields


def test_a_note_for_the_editor_is_told_and_not_made_a_promise():
    [(heading, note)] = left(from_json(KTP, INDONESIA))
    assert heading == "Legal basis"
    assert note.startswith("As printed in the published standards")


def test_priority_groups_are_listed_with_the_note_that_explains_them():
    found = dict(words(from_json(SAMPLES["paspor-biasa"], INDONESIA)))
    assert found["2.8"] == "Kelompok prioritas dapat datang langsung tanpa antrean daring: Balita"


def test_a_component_that_the_country_does_not_know_is_told():
    document = {
        "components": [
            {"code": "persyaratan", "items": ["KK"]},
            {"code": "warna", "items": ["merah"]},
        ]
    }
    standard = from_json(document, INDONESIA)
    assert words(standard) == [("1.1", "KK")]
    assert left(standard) == [("warna", "merah")]


def test_a_component_is_known_by_its_name_when_the_code_is_another_country_s():
    document = {"components": [{"code": "x", "name": {"en": "Fee"}, "items": ["Rp5"]}]}
    [clause] = from_json(document, PLAIN).clauses
    assert (clause.label, clause.component) == ("4.1", "fee")


def test_a_value_that_cannot_be_read_is_told_and_the_text_is_kept():
    document = {
        "components": [
            {
                "code": "waktu",
                "items": ["Segera"],
                "structured": {"maximum": {"value": "soon", "unit": "day"}},
            }
        ]
    }
    standard = from_json(document, INDONESIA)
    assert words(standard) == [("3.1", "Segera")]
    assert left(standard) == [("Time limit", "maximum")]


def test_a_language_that_the_country_does_not_use_is_told():
    document = {"components": [{"code": "biaya", "items": [{"id": "Gratis", "jv": "Tanpa bayar"}]}]}
    assert left(from_json(document, INDONESIA)) == [("Fee", "Tanpa bayar")]


def test_pasted_text_becomes_clauses_under_the_components_its_headings_name():
    standard = read_document(MARKDOWN, INDONESIA)
    assert standard.title == {"id": "Penerbitan KTP elektronik baru"}
    assert words(standard) == [
        ("1.1", "Fotokopi kartu keluarga yang masih berlaku"),
        ("1.2", "KTP lama"),
        ("1.3", "Pasfoto"),
        ("1.4", "Hilang atau rusak: Surat keterangan hilang"),
        ("2.1", "Pemohon menyerahkan berkas kepada petugas di loket pelayanan, lalu "
                "Kepala Bidang memverifikasi."),
        ("2.2", "Kartu dicetak."),
        ("3.1", "Paling lama 14 hari kerja"),
        ("4.1", "gratis"),
    ]  # fmt: skip
    assert left(standard) == [
        ("", "Standar ini berlaku bagi warga negara."),
        ("Lampiran", "Bagan alir"),
        ("", "Catatan"),
    ]


def test_pasted_documents_are_listed_as_a_field_too():
    first = read_document(MARKDOWN, INDONESIA).clauses[0]
    assert [item["id"] for item in first.fields["documents"].items] == [
        "Fotokopi kartu keluarga yang masih berlaku", "KTP lama", "Pasfoto",
    ]  # fmt: skip


def test_the_table_of_a_decree_is_read_row_by_row():
    table = """
| No | Komponen | Uraian |
|----|----------|--------|
| 1 | Persyaratan Pelayanan | 1. Fotokopi KK<br>2. KTP lama |
| 2 | Jangka Waktu Penyelesaian | |
| 4 | Biaya/Tarif | Gratis |
|   | | Denda: tidak ada |
| 5 | Jangka waktu | 14 hari kerja |
"""
    standard = read_document(table, INDONESIA)
    assert words(standard) == [
        ("1.1", "Fotokopi KK"),
        ("1.2", "KTP lama"),
        ("3.1", "14 hari kerja"),
        ("4.1", "Gratis"),
        ("4.2", "Denda: tidak ada"),
    ]
    assert left(standard) == [("", "No: Komponen: Uraian")]


def test_plain_lines_from_an_office_document_are_read_without_any_marks():
    standard = read_document(
        "PERSYARATAN\nKTP elektronik\nKartu keluarga\nBIAYA\nGratis", INDONESIA
    )
    assert words(standard) == [
        ("1.1", "KTP elektronik"),
        ("1.2", "Kartu keluarga"),
        ("4.1", "Gratis"),
    ]


def test_underlined_headings_are_headings():
    standard = read_document("Judul\n=====\n\nProduk\n---\n\nKTP\n\n---\n\nKK", INDONESIA)
    assert (standard.title, words(standard)) == ({"id": "Judul"}, [("5.1", "KTP"), ("5.2", "KK")])


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("# persyaratan", "1.1"),
        ("### III. Jangka Waktu Pelayanan", "3.1"),
        ("## System, mechanism and procedure", "2.1"),
        ("## Jángka wáktu", "3.1"),
        ("## Persyaratan permohonan", "1.1"),
        ("## jaminan_keamanan", "13.1"),
    ],
)
def test_a_heading_is_recognised_however_it_is_written(heading, label):
    assert words(read_document(f"# Judul\n\n{heading}\n\n- isi", INDONESIA)) == [(label, "isi")]


@pytest.mark.parametrize(
    "heading", ["Pelayanan", "Penutup", "Biaya pengaduan", "Ketentuan lain-lain"]
)
def test_a_heading_that_may_mean_several_components_or_none_is_told(heading):
    standard = read_document(f"# Judul\n## Biaya\nGratis\n## {heading}\nisi", INDONESIA)
    assert words(standard) == [("4.1", "Gratis")]
    assert left(standard) == [(heading, "isi")]


word = st.text("abcdefg", min_size=3, max_size=7)
signs = st.sampled_from(["", "# ", "## ", "- ", "1. ", "  ", "| x | ", "**", "=== ", "---"])
line = st.builds("{}{}".format, signs, st.lists(word | st.just("|"), max_size=4).map(" ".join))
heading = st.sampled_from(["# Persyaratan", "## Biaya", "Produk", "| 1 | Waktu | ", "Biaya: "])


@given(st.lists(line | heading, max_size=15).map("\n".join))
def test_no_word_of_a_pasted_text_is_lost(text):
    standard = from_markdown(f"# Biaya\n\nGratis\n\n{text}", INDONESIA)
    told = " ".join(
        [
            *standard.title.values(),
            *(clause.texts["id"] for clause in standard.clauses),
            *(f"{unread.heading} {unread.text}" for unread in standard.unread),
        ]
    )
    for found in text.replace("|", " ").replace("*", "").split():
        if len(found) >= 3 and set(found) <= set("abcdefg"):
            assert found in told


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "en", "items", "name", "value", "type", "\ud800"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(st.data())
def test_a_standard_damaged_anywhere_is_read_or_refused_with_a_sentence(data):
    document = copy.deepcopy(KTP)
    for _ in range(data.draw(st.integers(1, 3))):
        spot = document
        while isinstance(spot, dict | list) and spot:
            keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(spot[key], dict | list) or not data.draw(st.booleans()):
                spot[key] = data.draw(values)
                break
            spot = spot[key]
    assert_read_or_refused(from_json, document)


@given(st.dictionaries(st.sampled_from(["components", "title", "x"]), values, max_size=3))
def test_json_of_any_shape_is_read_or_refused_with_a_sentence(document):
    assert_read_or_refused(from_json, document)


@given(st.binary(max_size=200) | st.text(st.characters(), max_size=200))
def test_anything_at_all_is_read_or_refused_with_a_sentence(data):
    assert_read_or_refused(read_document, data)


def assert_read_or_refused(read, given_document):
    try:
        standard = read(given_document, INDONESIA)
    except Invalid as refused:
        sentence = refused.fields["document"]
    else:
        sentence = "It was read."
        json.dumps([clause.texts for clause in standard.clauses], ensure_ascii=False).encode()
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("[" * 10_000, NOTHING_FOUND),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "This is not a JSON document that can be read."),
        ('{"components": ', "This is not a JSON document that can be read."),
        ('{"title": "\\ud800"}', "This is not a JSON document that can be read."),
        ("{}", "A standard in JSON is an object with a list of components."),
        ('{"components": 5}', "A standard in JSON is an object with a list of components."),
        ('{"components": [{}]}', "No component of a standard was found in this document."),
        ('{"components": [5]}', "Each component is an object with a code and a list of items."),
        ('{"components": [{"code": "biaya", "items": [5]}]}', NO_TEXT),
        ('{"components": [{"code": "biaya", "items": "x"}]}', NO_TEXT),
        ('{"components": [{"code": "biaya", "items": [{"en": "Free"}]}]}', NO_CLAUSE),
        (b"%PDF-1.7 \xff\xfe", "This is a PDF. Copy its text and paste that."),
        ("%PDF-1.7 stream", "This is a PDF. Copy its text and paste that."),
        (b"PK\x03\x04\x14\x00", "This is an office document. Copy its text and paste that."),
        (b"\xff\xfeB\x00", "This file is not text in UTF-8."),
        ("x" * 1_000_001, "This is longer than 1,000,000 characters. Import it in parts."),
        ("", NOTHING_FOUND),
        ("x\n" * 6_000, "This text has more than 5,000 lines. Import it in parts."),
        ("# Biaya\n" + "- x\n" * 501, "A standard has at most 500 clauses. Import it in parts."),
        ("# Biaya\n\n" + "x" * 4_001, NO_CLAUSE),
        ("# " + "x" * 301 + "\n# Biaya\nGratis", "The title has more than 300 characters."),
    ],
    ids=[
        "a thousand brackets", "nested too deep", "cut off", "half a character", "empty object",
        "no list", "nothing in it", "no component", "a number for a text", "a text for a list",
        "only a translation",
        "a PDF", "a PDF as text", "an office document", "another encoding", "too long", "nothing",
        "too many lines", "too many clauses", "too long a clause", "too long a title",
    ],
)  # fmt: skip
def test_what_is_not_a_standard_is_refused_with_a_sentence(data, sentence):
    assert complaint(data) == sentence


@pytest.mark.parametrize("part", ["items", "name", "structured", "note"])
def test_an_object_nested_ten_thousand_deep_is_no_danger_either(part):
    deep = {}
    for _ in range(10_000):
        deep = {"id": deep}
    component = {"code": "biaya", "items": ["Gratis"]} | {part: [deep] if part == "items" else deep}
    assert_read_or_refused(from_json, {"components": [component]})


def test_signs_that_nobody_sees_are_not_kept():
    standard = read_document("# Biaya\n\nGra\x00tis\u202e bagi\ud800 semua", INDONESIA)
    assert words(standard) == [("4.1", "Gratis bagi semua")]


@pytest.mark.parametrize(
    "hostile",
    [
        "# " + "#" * 900_000 + "a",
        "**a " * 200_000,
        "| " * 400_000 + "x",
        " " * 900_000 + "x",
        "- " * 400_000,
        "1." * 400_000,
    ],
)
def test_a_hostile_text_costs_no_more_than_a_moment(hostile):
    started = time.process_time()
    assert_read_or_refused(read_document, hostile)
    assert time.process_time() - started < 3


def test_the_json_of_a_sample_can_be_pasted_as_it_is():
    assert read_document(json.dumps(KTP), INDONESIA) == from_json(
        parse_json(json.dumps(KTP)), INDONESIA
    )
