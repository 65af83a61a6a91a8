"""A small log that was made apart from this program; other tools agree with all of it.

Seven entries, three keys, the roots, proofs and signatures that belong to them.
"""

from __future__ import annotations

from base64 import b64decode

from forum.audit.rules import leaf_hash
from forum.audit.rules.notes import Kind, Signer

ORIGIN = "consult.example/log/1"
LOG = Signer(ORIGIN, bytes(range(0x20)))
PROMISE = Signer(f"{ORIGIN}/promise", bytes(range(0x20, 0x40)))
WITNESS = Signer("witness.example/w1", bytes(range(0x40, 0x60)), Kind.WITNESS)
SEEN_AT = 1_773_028_860

KEYS = {
    LOG: f"{ORIGIN}+e5d03f5f+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    PROMISE: f"{ORIGIN}/promise+23c3ede9+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X",
    WITNESS: "witness.example/w1+b72bab2e+BCVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd",
}

ENTRIES = [
    line.encode()
    for line in (
        '{"at":"2026-03-01T00:00:00Z","by":"system","d":{"origin":"consult.example/log/1"},'
        '"type":"log.opened","v":1}',
        '{"at":"2026-03-01T02:00:00Z","by":"agency","ctx":"c1","d":{"sha256":'
        '"23dce27d8d93e130a6993d9ce4d279e580f05c917de60248c9a459bd2a35ec82",'
        '"version":"1.0-draft"},"id":"d1","type":"document.published","v":1}',
        '{"at":"2026-03-02T03:04:05Z","by":"citizen","c":{"author":'
        '"RXf1FrEiXPQ/kQXd2exENyPLOIkksi8D+3VZ/n94ibk=","body":'
        '"Q1z9BaD6GZ/Z5mjSzqKPACy3tvQhzL91EHEJNAxAPic="},"ctx":"c1","d":{"clause":"4",'
        '"tier":"email"},"id":"m1","type":"comment.received","v":1}',
        '{"at":"2026-03-02T03:10:00Z","by":"moderator","c":{"actor":'
        '"2QP1TpC4HpGgJ0BcQ+pj7I6vxDkx6V3X4Y7I3KrZQu4="},"ctx":"c1","id":"m1","ref":'
        '"UH7DLxtGO2NCd8R4CF+uTfYK9WXZ6uBc6soOQ5cTKW4=","type":"comment.published","v":1}',
        '{"at":"2026-03-03T01:00:00Z","by":"moderator","ctx":"c1","d":{"closes":'
        '"2026-03-03T02:00:00Z","live":false,"mode":"pseudonymous","options":'
        '["yes","no","abstain"]},"id":"p1","type":"poll.opened","v":1}',
        '{"by":"citizen","c":{"choice":"GKBpEyGrGF6MPBpQxwSKc/bLkZnI+Li7rmFlUchyPBc=",'
        '"tier":"vJ6MSvxYJuT3ugtQYkaTQ6RpP5/db86p132oO4hZkaM=","voter":'
        '"i1Fr+CqSDQNvYRjkyJ4EmA7ZUmCwdSpnPJUAqsrwYyo="},"ctx":"c1","d":{"nonce":'
        '"AAECAwQFBgcICQoLDA0ODw=="},"id":"p1","type":"ballot.cast","v":1}',
        '{"at":"2026-03-09T04:00:00Z","by":"agency","c":{"reason":'
        '"5gmmjyNVucR83t7VWvLgFDB2i6I/O1H882KPxdNOU24="},"ctx":"c1","d":{"code":'
        '"accepted_in_part","version":"1.0"},"id":"m1","ref":'
        '"UH7DLxtGO2NCd8R4CF+uTfYK9WXZ6uBc6soOQ5cTKW4=","type":"disposition.published","v":1}',
    )
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]

ROOTS = [
    b64decode(root)
    for root in (
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "ZV+owwWRJamECG0IJXQFYHzLTkAD8YJgPr1xW0j40HQ=",
        "4lTirawRivPWvSxn5on5e06E3QavJWB1LMB5ENhet3M=",
        "yyj9bqK4CchA7yZusrsfUKv2ON0yqhRvYKJ7k8tD7w8=",
        "0eI6Eju7mvZqSbjalhmxrx5+fFhrq94PYb3s3/CPaV8=",
    )
]
ROOT_OF_7 = b64decode("bcaORD1PAMB8WYMihUGW47zndypW/iVrGIA9LyS3Fjc=")
ROOT_OF_70_000 = b64decode("B1kWeg+Y416ALUb/fH0p0sPwOmOiVt62q7/zV6kbY7E=")
"""Of the numbers from 0 on, each as eight bytes, big-endian."""

INCLUSION_2_OF_7 = [
    b64decode(one)
    for one in (
        "sMWCN2BzxgoyUyC61gr+Kl5x7A8o9Co8xsxtM4e7jCk=",
        "4lTirawRivPWvSxn5on5e06E3QavJWB1LMB5ENhet3M=",
        "mx3Jv0aR1Bn+A3XIjXVfVDujK7HBy1WCoa+zTJbitcY=",
    )
]
CONSISTENCY_3_TO_7 = [LEAVES[2], *INCLUSION_2_OF_7]
CONSISTENCY_4_TO_7 = INCLUSION_2_OF_7[2:]

SIGNED_BY_THE_LOG = (
    "— consult.example/log/1 5dA/XxTD0br4md7ka5LqHl4ROAD2HVDQ+XYh0T7HHwFhvz0k5bhOrMZ8/HSmmRKa59PZ25"
    "b54tkuo/JFUVUaoQx84A4=\n"
)
SIGNED_BY_THE_WITNESS = (
    "— witness.example/w1 tyurLgAAAABprkX8zvq3cxEN+P6w7gajIqorIXotnpQIKw0YI+DotLbe4BJS+Hljjz3yDRwP"
    "3b58U253FIWgjGIRo62zC1Lsqgi4DQ==\n"
)
PROMISED = (
    "— consult.example/log/1/promise I8Pt6d1gDLpPNuyvssCiYkWaYMSOb27MexcoZNmiAg4poJXa"
    "hw19MZEJ8NUnCJjbdDxqbTfIbnlj8v74hhrZy2BT6wg=\n"
)
TILE_OF_7 = "a78366780563fa7f1f098fb4f8a284e3f8f7968d8d89ad714b05272ebbfffe1b"
BUNDLE_OF_7 = "ae427934994db2e339ba79228aa78e1cccab484e467e916906a9ddcecd1f8a79"
"""SHA-256 of the two tiles of the small log."""
