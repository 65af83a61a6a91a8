"""A bundle that somebody tampered with: whoever holds the keys signs again what they changed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from forum.audit.keys import Keys
from forum.audit.rules import canonical, leaf_hash
from forum.audit.rules.checkpoints import Checkpoint
from forum.audit.rules.notes import note
from forum.audit.rules.tiles import WIDTH, bundle, read_bundle
from forum.audit.rules.tree import root_of
from forum.publication.verify import Bundle, check

Entry = dict[str, Any]


class Forged:
    """The files of a bundle, and its entries one by one."""

    def __init__(self, packed: bytes, keys: Keys) -> None:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            self.files = {name: opened.read(name) for name in opened.namelist()}
        self.keys = keys
        names = sorted(name for name in self.files if name.startswith("entries/"))
        self.raw = [entry for name in names for entry in read_bundle(self.files.pop(name))]

    def place(self, type_: str, number: int = 0) -> int:
        """Return where an entry of this type stands."""
        found = [at for at, raw in enumerate(self.raw) if json.loads(raw)["type"] == type_]
        return found[number]

    def change(self, place: int, how: Callable[[Entry], object]) -> None:
        """Rewrite one entry."""
        entry = json.loads(self.raw[place])
        how(entry)
        self.raw[place] = canonical(entry)

    def change_file(self, name: str, how: Callable[[Any], object]) -> None:
        """Rewrite one file of JSON."""
        data = json.loads(self.files[name])
        how(data)
        self.files[name] = json.dumps(data, ensure_ascii=False).encode()

    def name_of(self, ending: str) -> str:
        """Return the file whose name ends so."""
        return next(name for name in self.files if name.endswith(ending))

    def change_openings(self, how: Callable[[list[Entry]], list[Entry]]) -> None:
        """Rewrite what was opened."""
        lines = [json.loads(line) for line in self.files["openings.jsonl"].splitlines()]
        told = [json.dumps(one, ensure_ascii=False) for one in how(lines)]
        self.files["openings.jsonl"] = "".join(f"{line}\n" for line in told).encode()

    def sign(self, size: int | None = None) -> str:
        """Sign what stands there now, or only its beginning, and return that checkpoint."""
        some = self.raw[: len(self.raw) if size is None else size]
        root = root_of([leaf_hash(entry) for entry in some])
        text = str(Checkpoint(self.keys.log.name, len(some), root))
        signed = note(text, self.keys.log.sign(text))
        if size is None:
            self.files["checkpoint"] = signed.encode()
        return signed

    def found(self, **kept: str) -> list[str]:
        """Return what the verifier finds wrong, beside what somebody kept."""
        return check(self.bundle(), kept)[1]

    def bundle(self) -> Bundle:
        """Return it as the verifier reads it."""
        parts = range(0, len(self.raw), WIDTH)
        entries = {f"entries/{at:07}": bundle(self.raw[at : at + WIDTH]) for at in parts}
        files = self.files | entries
        return Bundle(files.get, list(files))
