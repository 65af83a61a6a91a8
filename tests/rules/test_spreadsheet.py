"""No cell of a table is taken for a formula."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from forum.core.spreadsheet import csv_of

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@given(st.lists(st.tuples(words, words), max_size=10))
def test_no_cell_begins_like_a_formula_and_each_can_be_read_back(rows):
    [heads, *read] = csv.reader(io.StringIO(csv_of(("a", "b"), rows), newline=""))

    assert heads == ["a", "b"]
    for row, written in zip(rows, read, strict=True):
        for word, cell in zip(row, written, strict=True):
            assert cell[:1] not in set("=+-@\t\r")
            assert cell in (word, f"'{word}")
