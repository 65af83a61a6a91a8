"""Edits as drafters make them. Each knows which tokens it touched, so nobody has to guess later."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio

from bench.anchoring.clauses import (
    Clause,
    Draft,
    Token,
    lines,
    put_in,
    sayings,
    split_sentences,
    with_tokens,
)
from forum.drafts import pieces as forum_pieces

REWORDING = 75.0  # of a hundred: a sentence so like another is no other sentence
Edit = Callable[[random.Random, Draft], set[str]]
"""Changes a draft; returns the lineages in which something happened."""


def typos(dice: random.Random, draft: Draft) -> set[str]:
    """Mend, or make, a letter or two in one to three words."""
    clause = _one(dice, draft)
    places = [n for n, token in enumerate(clause.tokens) if token.word and len(token.text) > 3]
    tokens = list(clause.tokens)
    for place in dice.sample(places, min(len(places), dice.randint(1, 3))):
        tokens[place] = Token(_misspelled(dice, tokens[place].text), tokens[place].was)
    return _put(draft, with_tokens(clause, tokens))


def reword(dice: random.Random, draft: Draft) -> set[str]:
    """Say one sentence otherwise: some words replaced, some put in, some left out."""
    clause = _one(dice, draft)
    start, end = dice.choice(split_sentences(clause.tokens))
    said = {token.text.lower() for token in clause.tokens}
    # Were a word left out and the same one put in for it, nobody could tell that it is another.
    words = [word for word in _vocabulary(draft.language) if word.lower() not in said]
    share = dice.uniform(0.1, 0.5)
    made: list[Token] = []
    dropping = False
    for token in clause.tokens[start:end]:
        if not token.word or dice.random() >= share:
            if not (token.text.isspace() and dropping):
                made.append(token)
            dropping = False
            continue
        dropping = False
        match dice.choice(("replace", "replace", "insert", "drop")):
            case "replace":
                made += put_in(dice.choice(words), token.was)
            case "insert":
                made += [*put_in(dice.choice(words)), Token(" "), token]
            case "drop":
                dropping = True
    if not any(token.word for token in made):
        return set()
    return _put(draft, with_tokens(clause, [*clause.tokens[:start], *made, *clause.tokens[end:]]))


def insert_sentence(dice: random.Random, draft: Draft) -> set[str]:
    """Put a sentence before, between or behind those of a clause."""
    clause = _one(dice, draft)
    new = put_in(_fresh_sentence(dice, draft))
    spans = split_sentences(clause.tokens)
    place = dice.randrange(len(spans) + 1)
    if place == len(spans):
        mark = () if clause.tokens[-1].text in ".;" else put_in(". ")
        tokens = (*clause.tokens, *(mark or put_in(" ")), *new)
    else:
        at = spans[place][0]
        tokens = (*clause.tokens[:at], *new, *put_in(". "), *clause.tokens[at:])
    return _put(draft, with_tokens(clause, tokens))


def delete_sentence(dice: random.Random, draft: Draft) -> set[str]:
    """Take a sentence out, and the clause with it if it has no other."""
    clause = _one(dice, draft)
    spans = split_sentences(clause.tokens)
    if len(spans) == 1:
        draft.clauses.remove(clause)
        return {clause.lineage}
    start, end = dice.choice(spans)
    return _put(draft, with_tokens(clause, _tidied(clause.tokens[:start], clause.tokens[end:])))


def replace_sentence(dice: random.Random, draft: Draft) -> set[str]:
    """Put quite another sentence in place of one."""
    clause = _one(dice, draft)
    start, end = dice.choice(split_sentences(clause.tokens))
    said = "".join(token.text for token in clause.tokens[start:end])
    new = put_in(_fresh_sentence(dice, draft, said))
    tail = clause.tokens[end:]
    mark = put_in(".") if tail else ()
    return _put(draft, with_tokens(clause, (*clause.tokens[:start], *new, *mark, *tail)))


def move_clause(dice: random.Random, draft: Draft) -> set[str]:
    """Put a clause elsewhere, perhaps under another component."""
    clause = _one(dice, draft)
    draft.clauses.remove(clause)
    place = dice.randrange(len(draft.clauses) + 1)
    beside = draft.clauses[min(place, len(draft.clauses) - 1)]
    draft.clauses.insert(place, replace(clause, component=beside.component))
    return {clause.lineage}


def move_sentence(dice: random.Random, draft: Draft) -> set[str]:
    """Take a sentence out of one clause and put it into another."""
    source, target = dice.sample(draft.clauses, 2)
    spans = split_sentences(source.tokens)
    start, end = dice.choice(spans)
    moved = _unmarked(source.tokens[start:end])
    at = dice.choice([span[0] for span in split_sentences(target.tokens)] + [len(target.tokens)])
    if at == len(target.tokens):
        mark = put_in(" ") if target.tokens[-1].text in ".;" else put_in(". ")
        _put(draft, with_tokens(target, (*target.tokens, *mark, *moved)))
    else:
        tokens = (*target.tokens[:at], *moved, *put_in(". "), *target.tokens[at:])
        _put(draft, with_tokens(target, tokens))
    if len(spans) == 1:
        draft.clauses.remove(source)
    else:
        _put(draft, with_tokens(source, _tidied(source.tokens[:start], source.tokens[end:])))
    return {source.lineage, target.lineage}


def split(dice: random.Random, draft: Draft) -> set[str]:
    """Cut a clause in two, at a sentence if there are two, else between two words."""
    clause = _one(dice, draft)
    spans = split_sentences(clause.tokens)
    spaces = [n for n, token in enumerate(clause.tokens) if token.text.isspace()]
    places = [start for start, _end in spans[1:]] or spaces
    if not places:
        return set()
    at = dice.choice(places)
    head, tail = _stripped(clause.tokens[:at]), _stripped(clause.tokens[at:])
    born = f"s{dice.randrange(10**9):09}"
    made = forum_pieces.split(
        draft.pieces(),
        clause.lineage,
        {draft.language: sum(len(token.text) for token in clause.tokens[:at])},
        born,
    )
    _put(draft, with_tokens(clause, head))
    place = next(n for n, one in enumerate(draft.clauses) if one.lineage == clause.lineage)
    parents = clause.parents or (clause.lineage,)
    draft.clauses.insert(place + 1, Clause(born, clause.component, tail, parents))
    _as_the_forum(draft, made)
    return {clause.lineage, born}


def merge(dice: random.Random, draft: Draft) -> set[str]:
    """Make one clause of two that stand side by side, or not."""
    place = dice.randrange(len(draft.clauses) - 1)
    one, two = draft.clauses[place : place + 2]
    if dice.random() < 0.3:
        one, two = dice.sample(draft.clauses, 2)
    made = forum_pieces.merge(draft.pieces(), one.lineage, two.lineage)
    mark = put_in(" ") if one.tokens[-1].text in ".;:,!?" else put_in("; ")
    parents = tuple(
        dict.fromkeys((*(one.parents or (one.lineage,)), *(two.parents or (two.lineage,))))
    )
    merged = replace(one, tokens=(*one.tokens, *mark, *two.tokens), parents=parents)
    draft.clauses = [merged if c is one else c for c in draft.clauses if c is not two]
    _as_the_forum(draft, made)
    return {one.lineage, two.lineage}


def several(dice: random.Random, draft: Draft) -> set[str]:
    """Make two to five of these edits in one version."""
    touched: set[str] = set()
    for _ in range(dice.randint(2, 5)):
        if len(draft.clauses) > 3:
            touched |= dice.choice(SINGLE)(dice, draft)
    return touched


SINGLE: tuple[Edit, ...] = (
    typos,
    reword,
    insert_sentence,
    delete_sentence,
    replace_sentence,
    move_clause,
    move_sentence,
    split,
    merge,
)
EDITS: tuple[Edit, ...] = (*SINGLE, several)


def _one(dice: random.Random, draft: Draft) -> Clause:
    return dice.choice(draft.clauses)


def _put(draft: Draft, clause: Clause) -> set[str]:
    draft.clauses = [clause if one.lineage == clause.lineage else one for one in draft.clauses]
    return {clause.lineage}


def _as_the_forum(draft: Draft, made: list[forum_pieces.Piece]) -> None:
    """Make sure that the forum's own editor would have written the same words."""
    ours = {one.lineage: dict(one.texts) for one in draft.pieces()}
    assert ours == {one.lineage: dict(one.texts) for one in made}


def _misspelled(dice: random.Random, word: str) -> str:
    place = dice.randrange(1, len(word) - 1)
    match dice.choice(("swap", "drop", "double", "other")):
        case "swap":
            return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
        case "drop":
            return word[:place] + word[place + 1 :]
        case "double":
            return word[:place] + word[place] + word[place:]
    return word[:place] + dice.choice(string.ascii_lowercase) + word[place + 1 :]


def _vocabulary(language: str) -> list[str]:
    words = {word for text in sayings(language) for word in text.split()}
    return sorted(word for word in words if word.isalpha())


def _fresh_sentence(dice: random.Random, draft: Draft, instead: str = "") -> str:
    """Return a real sentence that is not in the draft, and no rewording of what it replaces."""
    others = [text for standard in lines(draft.language) for _code, text in standard]
    there = draft.first + "\n" + "\n".join(one.text for one in draft.clauses)
    while True:
        text = dice.choice((dice.choice(others), dice.choice(sayings(draft.language))))
        text = text.rstrip(".;!?")
        if text not in there and (not instead or partial_ratio(instead, text) < REWORDING):
            return text


def _stripped(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    start, end = 0, len(tokens)
    while tokens[start].text.isspace():
        start += 1
    while tokens[end - 1].text.isspace():
        end -= 1
    return tokens[start:end]


def _unmarked(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tokens[:-1] if tokens[-1].text in ".;" else tokens


def _tidied(head: tuple[Token, ...], tail: tuple[Token, ...]) -> tuple[Token, ...]:
    """Join what stood around a sentence that went, with one space between."""
    if tail and tail[0].text.isspace():
        tail = tail[1:]
    if not tail:
        while head and (head[-1].text.isspace() or head[-1].text in ".;"):
            head = head[:-1]
    return (*head, *tail)
