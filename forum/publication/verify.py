"""Check a consultation's public record: one file that needs Python 3.11 and nothing else.

    python verify.py [bundle.zip] [receipt.tlog-proof …]

reads the bundle (or the folder in which it lies unpacked, with this file) and says in plain
sentences what it found. It ends with 1 if anything is not as it should be. Receipts, promises and
checkpoints that you kept are compared with it. `recount.py`, which counts the polls, lies beside
this file. docs/record.md explains the formats.
"""

import base64
import gc
import hashlib
import hmac
import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

try:
    from forum.voting import recount
except ModuleNotFoundError:
    import recount  # type: ignore[import-not-found,no-redef]  # it lies beside this file

DASH = "— "
STEP_BACK, CLOCKS_APART = 60, 300
ALONE_DAYS, CONFIRM_WITHIN = 7, 25 * 3600  # a day, and an hour for the clock that undoes
Entry = dict[str, Any]
REFERS_TO = {
    "comment.hidden": {"moderation.decided", "moderation.lapsed", "appeal.decided"},
    "comment.redacted": {"moderation.decided", "moderation.lapsed", "appeal.decided"},
    "comment.restored": {"moderation.decided", "moderation.lapsed", "appeal.decided"},
    "moderation.returned": {"moderation.proposed"},
    "moderation.confirmed": {"moderation.decided"},
    "moderation.lapsed": {"moderation.decided"},
    "appeal.filed": {"moderation.decided"},
    "appeal.decided": {"moderation.decided"},
    "moderation.reviewed": {"moderation.decided"},
    "report.received": {"comment.received"},
    "disposition.changed": {"disposition.published", "disposition.changed"},
    "objection.raised": {"disposition.published", "disposition.changed"},
    "poll.result": {"poll.closed"},
}
"""What an entry of a type follows; others may follow anything earlier."""


class Wrong(Exception):
    """Something is not as it should be; the message says what, in a sentence."""


# --- Signatures: Ed25519 (RFC 8032, 5.1.7), checked the slow way ------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    p, q, r, s = f - e, h - g, h + g, f + e
    return p * q % P, r * s % P, q * r % P, p * s % P


def _times(n: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            found = _add(found, point)
        point, n = _add(point, point), n >> 1
    return found


def _point(data: bytes) -> Point | None:
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (not x and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether this is the signature of the key under the message."""
    if len(signature) != 64 or len(key) != 32:
        return False
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = _times(s, BASE), _add(r, _times(h, a))
    same = (left[0] * right[2] - right[0] * left[2]) % P, (left[1] * right[2] - right[1] * left[2])
    return same[0] == 0 and same[1] % P == 0


# --- The log: tree (RFC 9162), notes and receipts (C2SP) ---------------------------------------


def leaf_of(entry: bytes) -> bytes:
    """Return the hash under which an entry stands in the tree."""
    return hashlib.sha256(b"\x00" + entry).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root over these hashes."""
    if not leaves:
        return hashlib.sha256().digest()
    stack = list[tuple[int, bytes]]()
    for leaf in leaves:
        level, found = 0, leaf
        while stack and stack[-1][0] == level:
            level, found = level + 1, hashlib.sha256(b"\x01" + stack.pop()[1] + found).digest()
        stack.append((level, found))
    found = stack.pop()[1]
    while stack:
        found = hashlib.sha256(b"\x01" + stack.pop()[1] + found).digest()
    return found


def commit(kind: str, salt: bytes, value: str) -> str:
    """Return what an entry says instead of a value."""
    message = f"pclog/v1/commit\n{kind}\n{value}".encode()
    return base64.b64encode(hmac.digest(salt, message, "sha256")).decode()


def canonical(value: object) -> bytes:
    """Return the one way in which an entry is written."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True)
class Note:
    """The text of a signed note, and when a witness signed it."""

    text: str
    time: int


def read_note(whole: str, vkey: str, what: str) -> Note:
    """Return a note that this key signed, as a log or as a witness does, or raise Wrong."""
    name, hinted, encoded = vkey.split("+", 2)
    key = base64.b64decode(encoded)
    hint = hashlib.sha256(f"{name}\n".encode() + key).digest()[:4]
    text, _, below = whole.rpartition("\n\n")
    found = [line for line in below.splitlines() if line.startswith(f"{DASH}{name} ")]
    signatures = [base64.b64decode(line.split(" ")[-1]) for line in found]
    ours = [one for one in signatures if one[:4] == hint]
    if hint.hex() != hinted or not ours:
        raise Wrong(f"{what} is not signed by the key {name} that this record is checked by.")
    times = [int.from_bytes(one[4:12], "big") if key[0] == 4 else 0 for one in ours]
    for time, one in zip(times, ours, strict=True):
        seen = f"cosignature/v1\ntime {time}\n" if time else ""
        if not signed(key[1:], f"{seen}{text}\n".encode(), one[12 if time else 4 :]):
            raise Wrong(f"{what} has a forged signature: it is not what {name} signed.")
    return Note(f"{text}\n", max(times))


def read_checkpoint(whole: str, vkey: str, what: str) -> tuple[str, int, bytes]:
    """Return the name, the size and the root that were signed."""
    origin, size, root = read_note(whole, vkey, what).text.split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


# --- The bundle --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Log:
    """One log: its policy, its checkpoint, and where its entries stand among all of them.

    There is another only before one that was opened after the database had been put back.
    """

    policy: list[str]
    checkpoint: str
    first: int
    end: int

    @property
    def key(self) -> str:
        """By which key it is signed."""
        keys = [line.split()[1] for line in self.policy if line.startswith("log ")]
        if len(keys) != 1:
            raise Wrong("The policy does not name one log.")
        return keys[0]

    @property
    def promise_key(self) -> str:
        """By which key its promises are signed."""
        begins = "# Promises are signed by "
        return next((line.split()[-1] for line in self.policy if line.startswith(begins)), "")

    def read(self) -> tuple[str, int, bytes]:
        """Return what its checkpoint says."""
        return read_checkpoint(self.checkpoint, self.key, "The checkpoint")


@dataclass
class Bundle:
    """All that was handed out, read once."""

    read: Callable[[str], bytes | None]
    names: list[str]
    raw: list[bytes] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    openings: dict[tuple[str, str], tuple[bytes, str]] = field(default_factory=dict)
    logs: list[Log] = field(default_factory=list)
    ctx: str = ""

    def text(self, name: str) -> str:
        """Return a file that must be there."""
        data = self.read(name)
        if data is None:
            raise Wrong(f"The file {name} is missing from the bundle.")
        return data.decode()

    def of(self, *types: str) -> Iterator[tuple[int, Entry]]:
        """Return the entries of some types, in order, each with its place."""
        return ((i, one) for i, one in enumerate(self.entries) if one.get("type") in types)

    def opened(self, place: int, kind: str) -> str | None:
        """Return what a commitment opens to, if that was handed out."""
        found = self.openings.get((self.leaves[place].hex(), kind))
        return found[1] if found else None


def open_bundle(path: Path) -> Bundle:
    """Return the bundle in a zip or a folder."""
    if path.is_dir():
        files = [str(one.relative_to(path)) for one in path.rglob("*") if one.is_file()]
        return Bundle(lambda name: (path / name).read_bytes() if name in files else None, files)
    packed = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    names = packed.namelist()
    return Bundle(lambda name: packed.read(name) if name in names else None, names)


def load(bundle: Bundle) -> None:
    """Read keys, entries and openings."""
    bundle.ctx = json.loads(bundle.text("bundle.json"))["consultation"]
    earlier = {int(name.split("/")[1]) for name in bundle.names if name.startswith("earlier/")}
    for folder in [*(f"earlier/{number}/" for number in sorted(earlier)), ""]:
        first = len(bundle.raw)
        for name in sorted(name for name in bundle.names if name.startswith(f"{folder}entries/")):
            bundle.raw += _entries(bundle.read(name) or b"")
        policy = bundle.text(f"{folder}policy").splitlines()
        log = Log(policy, bundle.text(f"{folder}checkpoint"), first, len(bundle.raw))
        bundle.logs.append(log)
    for entry in bundle.raw:
        try:
            bundle.entries.append(json.loads(entry))
        except ValueError:
            raise Wrong(f"Entry {len(bundle.entries) + 1} cannot be read.") from None
    bundle.leaves = [leaf_of(entry) for entry in bundle.raw]
    for place, leaf in enumerate(bundle.leaves):
        bundle.places.setdefault(base64.b64encode(leaf).decode(), place)
    for line in bundle.text("openings.jsonl").splitlines():
        one = json.loads(line)
        key = (one["leaf"], one["kind"])
        bundle.openings[key] = (base64.b64decode(one["salt"]), one["value"])


def _entries(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "big")
        yield data[at + 2 : at + 2 + size]
        at += 2 + size


# --- The checks, in the order in which they are numbered in docs/record.md ----------------------


def v1_signature(b: Bundle) -> str:
    """V1: the checkpoint is signed by the key of the log, and by as many witnesses as needed."""
    origin, size, _ = [log.read() for log in b.logs][-1]
    told = f"The checkpoint of {origin} over {size:,} entries is signed by its key."
    seen, group = witnessed(b)
    if group and not group(set(seen)):
        raise Wrong("Fewer witnesses have signed this log than its policy asks for.")
    return f"{told} {_upto(b):,} of them were seen by {len(seen)} witnesses." if group else told


def witnessed(b: Bundle) -> tuple[dict[str, int], Callable[[set[str]], bool] | None]:
    """Return which witnesses of the policy signed, and when; and what the policy asks of them."""
    keys, groups = dict[str, str](), dict[str, tuple[int, list[str]]]()
    quorum = "none"
    for line in b.logs[-1].policy:
        match line.split():
            case ["witness", name, key, *_]:
                keys[name] = key
            case ["group", name, many, *of]:
                groups[name] = {"any": 1, "all": len(of)}.get(many) or int(many), of
            case ["quorum", name]:
                quorum = name
    if quorum == "none":
        return {}, None
    note, seen = (b.read("witnessed") or b"").decode(), dict[str, int]()
    for name, key in keys.items():
        if f"{DASH}{key.split('+')[0]} " in note:
            seen[name] = read_note(note, key, "What the witnesses signed").time

    def enough(name: str, by: set[str]) -> bool:
        many, of = groups.get(name, (1, []))
        return name in by or (bool(of) and sum(enough(one, by) for one in of) >= many)

    return seen, partial(enough, quorum)


def _upto(b: Bundle) -> int:
    """Return how far the witnesses saw the log, which must have been this one."""
    last = b.logs[-1]
    origin, size, root = read_checkpoint(b.text("witnessed"), last.key, "What the witnesses signed")
    if size > last.end - last.first or root_of(b.leaves[last.first : last.first + size]) != root:
        raise Wrong(f"{origin} was rewritten: its witnesses signed another log.")
    return size


def v2_root(b: Bundle) -> str:
    """V2: the entries come to the root that was signed."""
    for log in b.logs:
        _, size, root = log.read()
        if log.end - log.first != size:
            here = log.end - log.first
            raise Wrong(f"The checkpoint counts {size:,} entries, but here are {here:,}.")
        if root_of(b.leaves[log.first : log.end]) != root:
            raise Wrong(
                "An entry was edited, left out or moved: they do not come to the signed root."
            )
    return f"All {len(b.leaves):,} entries come to the signed root."


def v4_bytes(b: Bundle) -> str:
    """V4: every entry is written in the one way, and stands there once."""
    for place, (raw, entry) in enumerate(zip(b.raw, b.entries, strict=True), 1):
        if canonical(entry) != raw:
            raise Wrong(f"Entry {place:,} is not written in the one way in which entries are.")
    twice = [place for place, leaf in enumerate(b.leaves) if b.places[_base64(leaf)] != place]
    if twice:
        raise Wrong(f"Entry {twice[0] + 1:,} stands in the log twice.")
    return "Every entry is written in the one way, and stands there once."


def v5_references(b: Bundle) -> str:
    """V5: what an entry follows stands before it, and is of a kind that it can follow."""
    count = 0
    for place, entry in enumerate(b.entries):
        if "ref" not in entry:
            continue
        count += 1
        before = b.places.get(entry["ref"], place)
        if before >= place:
            raise Wrong(f"Entry {place + 1:,} follows one that does not stand before it.")
        fits = REFERS_TO.get(entry["type"])
        if fits and b.entries[before]["type"] not in fits:
            raise Wrong(f"Entry {place + 1:,} ({entry['type']}) follows one it cannot follow.")
    return f"All {count:,} entries that follow another follow one that stands before them."


def v6_times(b: Bundle) -> str:
    """V6: time never steps back by more than a minute; a log may begin with what is older."""
    latest = 0.0
    times = witnessed(b)[0].values()
    seen = (b.logs[-1].first + _upto(b), max(times)) if times else None
    for place, entry in enumerate(b.entries, 1):
        if "at" not in entry or entry["type"] == "log.opened":
            continue
        at = _seconds(entry)
        if at < latest - STEP_BACK:
            raise Wrong(f"Entry {place:,} was backdated: it says {entry['at']}, after later ones.")
        latest = max(latest, at)
        if seen and place <= seen[0] and at > seen[1] + CLOCKS_APART:
            raise Wrong(f"Entry {place:,} says {entry['at']}, but witnesses saw it before.")
    return "Times go on from entry to entry."


def v7_openings(b: Bundle) -> str:
    """V7: what was handed out is what was committed to."""
    by_leaf = {leaf.hex(): place for place, leaf in enumerate(b.leaves)}
    for (leaf, kind), (salt, value) in b.openings.items():
        place = by_leaf.get(leaf)
        said = b.entries[place].get("c", {}).get(kind) if place is not None else None
        if len(salt) != 32 or said != commit(kind, salt, value):
            where = f"entry {place + 1:,}" if place is not None else "an entry that is not here"
            raise Wrong(f"The {kind} of {where} is not what was committed to.")
    return f"All {len(b.openings):,} texts and marks handed out are what was committed to."


def v8_missing(b: Bundle) -> str:
    """V8: the words of what is public here are handed out, unless they were erased."""
    erased = {entry.get("id") for _, entry in b.of("erasure.executed")}
    for subject, one in comments(b).items():
        ours = one.ctx == b.ctx and subject not in erased
        if ours and one.state == "published" and not one.opened:
            raise Wrong(f"The words of contribution {subject} are public, but were left out here.")
    return "The words of everything public are here, or were erased by an entry that says so."


def v9_answered(b: Bundle) -> str:
    """V9: every contribution was decided on, and answered once there was a result."""
    over = {entry.get("ctx") for _, entry in b.of("version.published")}
    found = comments(b)
    for subject, one in found.items():
        if not one.state:
            raise Wrong(f"Contribution {subject} was received, and never shown or held.")
        if one.ctx in over and one.must_be_answered and not one.answer:
            raise Wrong(f"Contribution {subject} was never answered, though there is a result.")
    return f"All {len(found):,} contributions were decided on; where there is a result, answered."


def v10_decisions(b: Bundle) -> str:
    """V10: what is hidden or covered has a decision in force, with a statement and an appeal."""
    count, last, undoing = 0, dict[str, Entry](), ("moderation.lapsed", "appeal.decided")
    for _, entry in b.of(*SHOWN):
        last[entry["id"]] = entry
        if SHOWN[entry["type"]] not in ("hidden", "redacted"):
            continue
        count += 1
        decision = b.entries[b.places.get(entry.get("ref", ""), 0)]
        if decision.get("type") in undoing:  # what undid another left this one, or a milder
            decision = b.entries[b.places.get(decision.get("ref", ""), 0)]
        told = decision.get("c", {}).get("statement") and decision.get("d", {}).get("appeal_until")
        if decision.get("type") != "moderation.decided" or not told:
            raise Wrong(f"Contribution {entry['id']} was hidden without a decision that says why.")
    undone = {
        entry["ref"] for _, entry in b.of(*undoing) if entry.get("d", {}).get("outcome") != "upheld"
    }
    for subject, entry in last.items():
        if SHOWN[entry["type"]] in ("hidden", "redacted") and entry["ref"] in undone:
            raise Wrong(f"Contribution {subject} is hidden, though the decision was undone.")
    _two_people(b, undone)
    return f"All {count:,} that were hidden or covered have a decision with a statement."


def _two_people(b: Bundle, undone: set[str]) -> None:
    """What takes two people had two; what one did at once was confirmed in a day, or undone."""
    confirmed = {entry["ref"]: _seconds(entry) for _, entry in b.of("moderation.confirmed")}
    now = max((_seconds(entry) for entry in b.entries if "at" in entry), default=0)
    for place, entry in b.of("moderation.decided"):
        d, leaf = entry["d"], _base64(b.leaves[place])
        if d["second"] and "approved" not in entry["c"]:
            raise Wrong(f"Entry {place + 1:,} says that two people agreed, and commits to one.")
        if d["duration_days"] > ALONE_DAYS and not (d["second"] or d["urgent"]):
            raise Wrong(f"Entry {place + 1:,} suspends somebody for long by one person alone.")
        late = confirmed.get(leaf, now) > _seconds(entry) + CONFIRM_WITHIN
        if d["urgent"] and late and leaf not in undone:
            raise Wrong(f"Entry {place + 1:,} was urgent, and not confirmed within 24 hours.")


def v11_rules(b: Bundle) -> str:
    """V11: the rules of a poll were fixed when it opened, and it opened once."""
    opened = Counter(entry["id"] for _, entry in b.of("poll.opened"))
    for subject, times in opened.items():
        if times > 1:
            raise Wrong(f"Poll {subject} was opened twice.")
    for place, entry in b.of("poll.opened"):
        poll = b.read(f"polls/{entry['id']}/poll.json")
        rule = json.loads(poll)["rule"] if poll is not None else None
        if rule is not None and _sha256(canonical(rule)) != entry["d"]["sha256"]:
            raise Wrong(f"The rules of poll {entry['id']} were changed after entry {place + 1:,}.")
    return f"All {len(opened):,} polls were counted by the rules they opened with."


def v12_ballots(b: Bundle) -> str:
    """V12: ballots were cast while their poll was open."""
    open_, closed, count = set[str](), set[str](), 0
    for place, entry in b.of("poll.opened", "poll.closed", "ballot.cast"):
        subject = entry["id"]
        if entry["type"] == "poll.opened":
            open_.add(subject)
        elif entry["type"] == "poll.closed":
            closed.add(subject)
        else:
            count += 1
            if subject not in open_ or subject in closed:
                raise Wrong(f"Entry {place + 1:,} is a ballot of a poll that was not open.")
    return f"All {count:,} ballots were cast while their poll was open."


def v13_tallies(b: Bundle) -> str:
    """V13: the last ballot of each voter is what was counted, and the count is right."""
    results = list(b.of("poll.result"))
    for _, entry in results:
        subject, file = entry["id"], b.read(f"polls/{entry['id']}/ballots.csv")
        if file is None and entry["ctx"] != b.ctx:
            continue
        if file is None:
            raise Wrong(f"The ballots of poll {subject} were left out here.")
        if _sha256(file) != entry["d"]["sha256"]:
            raise Wrong(f"The ballots of poll {subject} are not those that were counted.")
        rows = recount.read_csv(file.decode())
        cast = Counter(effective(b, subject).values())
        if cast != rows:
            raise Wrong(f"Poll {subject} was not counted from the ballots in the log.")
        poll = json.loads(b.text(f"polls/{subject}/poll.json"))
        counted = recount.count(
            poll["method"],
            len(poll["options"]),
            rows,
            ranking=poll["ranking"],
            abstain=poll["abstain"],
        )
        if list(counted.per_option) != list(entry["d"]["totals"]):
            raise Wrong(f"The tally of poll {subject} is wrong.")
    return f"All {len(results):,} tallies are those of the ballots in the log."


def v14_roll(b: Bundle) -> str:
    """V14: no more people voted than were entitled to."""
    for _, entry in b.of("poll.opened"):
        roll = sum(entry["d"].get("roll", {}).values())
        voters = len(effective(b, entry["id"]))
        if roll and voters > roll:
            raise Wrong(f"In poll {entry['id']} {voters:,} voted, but only {roll:,} were entitled.")
    return "In no poll did more vote than were entitled to."


def v16_documents(b: Bundle) -> str:
    """V16: the documents are those that were published."""
    count = 0
    for _, entry in b.of("document.published"):
        document = b.read(f"documents/{entry['d']['sha256']}.json")
        if document is None:
            continue
        count += 1
        if _sha256(document) != entry["d"]["sha256"]:
            raise Wrong(f"The words of version {entry['d']['version']} were changed later.")
    return f"All {count:,} documents are those that were published."


def v17_counts(b: Bundle) -> str:
    """V17: the numbers of a result are those of its answers."""
    for _, entry in b.of("version.published"):
        claimed = entry["d"].get("dispositions")
        if not claimed:
            continue
        answers = [one.answer for one in comments(b).values() if one.ctx == entry["ctx"]]
        if Counter(claimed) != Counter(answer for answer in answers if answer):
            raise Wrong(f"The numbers of answers in version {entry['d']['version']} are wrong.")
    return "The numbers of every result are those of its answers."


def v18_beginning(b: Bundle) -> str:
    """V18: each log begins by saying what it is called, and after which one it comes."""
    told, before = "", dict[str, tuple[int, str]]()
    for log in b.logs:
        origin, size, root = log.read()
        first = b.entries[log.first] if log.first < log.end else {}
        d = first.get("d", {})
        if first.get("type") != "log.opened" or d.get("origin") != origin:
            raise Wrong(f"The log does not begin by saying that it is {origin}.")
        told = f"The log begins by saying that it is {origin}."
        if before and "previous" not in d:
            raise Wrong(f"{origin} does not say after which log it comes.")
        if "previous" in d:
            old = d["previous"]
            here = before.get(old["origin"], (0, ""))
            if here[0] > old["size"] or (here[0] == old["size"] and here[1] != old["root"]):
                raise Wrong(f"{origin} names another {old['origin']} than the one that is here.")
            lost = old["size"] - here[0]
            told += f" It comes after {old['origin']}, of which {lost:,} entries are lost."
        before[origin] = size, _base64(root)
    return told


CHECKS: tuple[Callable[[Bundle], str], ...] = (
    *(v1_signature, v2_root, v4_bytes, v5_references, v6_times, v7_openings, v8_missing),
    *(v9_answered, v10_decisions, v11_rules, v12_ballots, v13_tallies, v14_roll),
    *(v16_documents, v17_counts, v18_beginning),
)
"""V3 is about what you kept. V15 is about credentials, which no poll of this forum has."""


def v3_kept(b: Bundle, name: str, whole: str) -> str:
    """V3: what you kept earlier is part of this log."""
    if whole.startswith("c2sp.org/tlog-proof@v1\n"):
        return _receipt(b, name, whole)
    log = _log_of(b, whole)
    promise = [one.promise_key for one in b.logs if one.promise_key]
    promise = [one for one in promise if f"{DASH}{one.split('+')[0]} " in whole]
    if promise:
        leaf = read_note(whole, promise[0], name).text.split("\n")[1]
        if leaf not in b.places:
            raise Wrong(f"{name}: what was promised a place in the log is not there.")
        return f"{name}: the promise was kept, as entry {b.places[leaf] + 1:,}."
    origin, size, root = read_checkpoint(whole, log.key, name)
    here, last = b.leaves[log.first : log.end], log is b.logs[-1]
    if not last and size > len(here):
        return f"{name}: {origin} had {size:,} entries then; {size - len(here):,} are lost."
    if size > len(here) or root_of(here[:size]) != root:
        raise Wrong(f"{name}: {origin} was rewritten. It signed another log before.")
    return f"{name}: the log has only grown since, from {size:,} entries."


def _log_of(b: Bundle, whole: str) -> Log:
    """Return the log that signed this; the last one where none did."""
    return next((one for one in b.logs if f"{DASH}{one.key.split('+')[0]} " in whole), b.logs[-1])


def _receipt(b: Bundle, name: str, whole: str) -> str:
    above, _, checkpoint = whole.partition("\n\n")
    _, extra, index = above.split("\n")[:3]
    told = json.loads(base64.b64decode(extra.removeprefix("extra ")))
    log = _log_of(b, checkpoint)
    entry, place = told["entry"].encode(), log.first + int(index.removeprefix("index "))
    v3_kept(b, name, checkpoint)
    if place >= log.end and log is not b.logs[-1]:
        raise Wrong(f"{name}: its entry is among those that {log.key.split('+')[0]} lost.")
    if place >= log.end or b.raw[place] != entry:
        raise Wrong(f"{name}: entry {place + 1:,} is another one now.")
    for kind, opening in told.get("open", {}).items():
        said = b.entries[place].get("c", {}).get(kind)
        if said != commit(kind, base64.b64decode(opening["salt"]), opening["value"]):
            raise Wrong(f"{name}: its {kind} is not what was committed to.")
    return f"{name}: stands in the log as entry {place + 1:,}, unchanged."


# --- What became of each contribution and each ballot -------------------------------------------


@dataclass
class Comment:
    """One contribution, as far as the log tells."""

    ctx: str
    state: str = ""
    answer: str = ""
    opened: bool = False
    late: bool = False

    @property
    def must_be_answered(self) -> bool:
        """Whether a result needs an answer to it: not what was taken back, or came late."""
        return self.state not in ("withdrawn", "erased") and not self.late


SHOWN = {
    "comment.published": "published",
    "comment.restored": "published",
    "comment.held": "held",
    "comment.hidden": "hidden",
    "comment.redacted": "redacted",
    "comment.withdrawn": "withdrawn",
    "erasure.executed": "erased",
}


def comments(b: Bundle) -> dict[str, Comment]:
    """Return every contribution by its id."""
    found: dict[str, Comment] = {}
    for place, entry in enumerate(b.entries):
        type_, subject = entry.get("type", ""), entry.get("id", "")
        if type_ == "comment.received":
            late = bool(entry.get("d", {}).get("late"))
            opened = b.opened(place, "body") is not None
            found[subject] = Comment(entry["ctx"], opened=opened, late=late)
        one = found.get(subject)
        if one is None:
            continue
        if type_ in SHOWN:
            one.state = SHOWN[type_]
        elif type_ == "comment.edited":
            one.opened = b.opened(place, "body") is not None
        elif type_ == "comment.admitted":
            one.late = False
        elif type_ in ("disposition.published", "disposition.changed"):
            one.answer = entry["d"]["code"]
    return found


def effective(b: Bundle, subject: str) -> dict[str, str]:
    """Return the marks that count in a poll, by voter: the last ones of each."""
    found: dict[str, str] = {}
    for place, entry in b.of("ballot.cast"):
        if entry["id"] == subject:
            voter = b.opened(place, "voter") or b.leaves[place].hex()
            found[voter] = b.opened(place, "choice") or ""
    return found


def _seconds(entry: Entry) -> float:
    at = entry["at"]
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check(bundle: Bundle, kept: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return what is in order, and what is not, in sentences."""
    good, bad = list[str](), list[str]()
    try:
        load(bundle)
    except Wrong as wrong:
        return good, [str(wrong)]
    except (ValueError, KeyError, IndexError, UnicodeDecodeError):
        return good, ["The bundle is damaged: it cannot be read."]
    todo = [partial(one, bundle) for one in CHECKS]
    todo += [partial(v3_kept, bundle, name, whole) for name, whole in kept.items()]
    for step in todo:
        try:
            good.append(step())
        except Wrong as wrong:
            bad.append(str(wrong))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            bad.append(f"Something here cannot be read ({type(error).__name__}: {error}).")
    return good, bad


def main(arguments: list[str]) -> int:
    """Check what was named, print what was found, and return 1 if anything is wrong."""
    gc.disable()  # nothing is thrown away before the end, and looking for it takes half the time
    paths = [Path(one) for one in arguments]
    bundles = [path for path in paths if path.is_dir() or zipfile.is_zipfile(path)]
    kept = {str(path): path.read_text() for path in paths if path not in bundles}
    good, bad = check(open_bundle(bundles[0] if bundles else Path(__file__).parent), kept)
    lines = [*(f"  in order  {one}" for one in good), *(f"  WRONG     {one}" for one in bad)]
    end = "Something is wrong with this record." if bad else "This record is in order."
    sys.stdout.write("\n".join([*lines, end]) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
