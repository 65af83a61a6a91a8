"""A patch leads from one picture exactly to the next, and touches nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forum.stage.patches import Patch, apply, diff
from forum.stage.regions import Picture

html = st.sampled_from(["", "<p>a</p>", "<p>b</p>"])
names = st.sampled_from(["clause", "asking", "past"])
rows = st.dictionaries(st.sampled_from("abcd"), html)
pictures = st.builds(Picture, st.dictionaries(names, html), st.fixed_dictionaries({"queue": rows}))


@given(pictures, pictures)
def test_a_patch_leads_to_the_next_picture(old: Picture, new: Picture):
    whole = Picture({**old.singles, **new.singles}, new.lists)

    assert apply(old, diff(old, new)) == whole


@given(pictures)
def test_where_nothing_changed_nothing_is_sent(picture: Picture):
    assert diff(picture, picture) == Patch()


@given(pictures, pictures)
def test_only_what_changed_is_sent(old: Picture, new: Picture):
    patch = diff(old, new)

    assert all(old.singles.get(name) != words for name, words in patch.set.items())
    for name, put in patch.put.items():
        assert all(old.lists.get(name, {}).get(key) != words for key, words in put.items())
        assert not set(put) & set(patch.cut.get(name, []))
