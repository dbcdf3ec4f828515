"""The chain: how a line is written for hashing, what a seal is, and what a verifier checks.

Standard library only (signatures apart, which need ``cryptography``): this file goes into every
dump beside the verifier's program, so that an auditor runs what we run.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

FORM = 1
GENESIS = bytes(32)
SALT_BYTES = 16
ERASE = "audit.erase"

Line = Mapping[str, str | None]


@dataclass(frozen=True)
class Source:
    """A table whose lines are sealed: which columns are hashed openly, which through a salt."""

    code: str
    table: str
    plain: tuple[str, ...]
    personal: tuple[str, ...]


# A later form with more columns is added beside this one; old seals keep the form they were made in.
SOURCES: dict[int, dict[str, Source]] = {
    1: {
        "H": Source(
            "H", "platform_historyline",
            ("id", "at", "action", "branch_id", "by_kind", "by_ref", "subject_kind", "subject_ref",
             "case_ref", "data", "xid"),
            ("by_name", "reason"),
        ),
        "R": Source(
            "R", "platform_readline",
            ("id", "at", "branch_id", "by_kind", "by_ref", "page", "subjects", "xid"),
            ("by_name", "reason"),
        ),
        "I": Source(
            "I", "platform_rowimage",
            ("id", "at", "table_name", "row_id", "operation", "by_ref", "action", "xid"),
            ("old",),
        ),
    }
}  # fmt: skip


@dataclass(frozen=True)
class Seal:
    """One link: which line it seals, the digest of its personal part, the hash of all before."""

    seq: int
    form: int
    source: str
    row_id: int
    personal: bytes
    hash: bytes


@dataclass(frozen=True)
class Checkpoint:
    """Number and hash of the last seal at a moment, signed; checkpoints are numbered without gaps."""

    number: int
    seq: int
    hash: str
    at: str
    signature: str = ""

    def message(self) -> bytes:
        """What is signed."""
        held = {"number": self.number, "seq": self.seq, "hash": self.hash, "at": self.at}
        return canonical({"wuai": "checkpoint-1", **held})


def canonical(value: object) -> bytes:
    """One way only to write a value as bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def exact_hex(text: str) -> bytes:
    """Bytes from hexadecimal text in the one form that we write; ValueError for another."""
    held = bytes.fromhex(text)
    if held.hex() != text:
        raise ValueError("not our hexadecimal form")
    return held


def personal_digest(source: Source, line: Line, salt: bytes) -> bytes:
    """Digest of the personal part; without the salt it tells nothing about a guess."""
    return hashlib.sha256(salt + canonical({name: line[name] for name in source.personal})).digest()


def link(seal: tuple[int, int, str, int], line: Line, personal: bytes, before: bytes) -> bytes:
    """The hash of a seal ``(seq, form, source, row id)`` over its line and the hash before it."""
    seq, form, code, row_id = seal
    source = SOURCES[form][code]
    plain = {name: line[name] for name in source.plain}
    return hashlib.sha256(
        canonical([form, seq, code, row_id, plain, personal.hex(), before.hex()])
    ).digest()


@dataclass
class Verdict:
    """What a verifier found, by check; every finding names the seal and the line."""

    entries: int = 0
    head: bytes = GENESIS
    findings: dict[str, list[str]] = field(default_factory=dict)

    def add(self, check: str, text: str) -> None:
        """Note a finding."""
        self.findings.setdefault(check, []).append(text)

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not any(self.findings.values())


class Verifier:
    """Goes along the chain once, in order; then compares it with the checkpoints."""

    def __init__(self) -> None:
        self.verdict = Verdict()
        self.hash_at: dict[int, bytes] = {}
        self._erased: set[tuple[str, int]] = set()
        self._blank: list[tuple[int, str, int, str]] = []

    def step(self, seal: Seal, line: Line | None, salt: bytes | None) -> None:
        """Check the next seal with the line it seals (None: not there) and its salt."""
        verdict = self.verdict
        if seal.seq != verdict.entries + 1:
            verdict.add("chain", f"seal {verdict.entries + 1} expected, found {seal.seq}")
        source = SOURCES.get(seal.form, {}).get(seal.source)
        if source is None:
            verdict.add("chain", f"seal {seal.seq}: unknown form or source")
        elif line is None:
            verdict.add("lines", f"seal {seal.seq}: {seal.source} {seal.row_id} is missing")
        else:
            self._compare(seal, source, line, salt)
        verdict.entries, verdict.head = seal.seq, seal.hash

    def _compare(self, seal: Seal, source: Source, line: Line, salt: bytes | None) -> None:
        name = f"seal {seal.seq}: {seal.source} {seal.row_id}"
        identity = (seal.seq, seal.form, seal.source, seal.row_id)
        if link(identity, line, seal.personal, self.verdict.head) != seal.hash:
            self.verdict.add("chain", f"{name} does not agree with its hash")
        if str(line.get("id")) != str(seal.row_id):
            self.verdict.add("lines", f"{name}: another line stands in its place")
        if salt is None or personal_digest(source, line, salt) != seal.personal:
            what = "its salt is missing" if salt is None else "its personal text was changed"
            self._blank.append((seal.seq, seal.source, seal.row_id, f"{name}: {what}"))
        if seal.source == "H" and line.get("action") == ERASE:
            held = json.loads(line.get("data") or "{}")
            self._erased.update((held.get("source", ""), int(row)) for row in held.get("rows", ()))

    def mark(self, wanted: Iterable[int]) -> None:
        """Remember the present head when a checkpoint speaks of it."""
        if self.verdict.entries in wanted:
            self.hash_at[self.verdict.entries] = self.verdict.head

    def finish(self) -> Verdict:
        """Personal text that is gone must have been erased by a sealed act."""
        for _, code, row_id, text in self._blank:
            if (code, row_id) not in self._erased:
                self.verdict.add("personal", text)
        return self.verdict

    def check(self, points: Iterable[Checkpoint], is_signed: Callable[[Checkpoint], bool]) -> None:
        """Compare the checkpoints, from the first, with the chain."""
        for number, point in enumerate(points, 1):
            found = self._disagrees(point, is_signed)
            if point.number != number:
                found = f"number {number} expected"
            if found:
                self.verdict.add("checkpoints", f"checkpoint {point.number}: {found}")

    def _disagrees(self, point: Checkpoint, is_signed: Callable[[Checkpoint], bool]) -> str:
        if not is_signed(point):
            return "the signature is wrong"
        if point.seq > self.verdict.entries:
            return f"the chain ends at {self.verdict.entries} before {point.seq}, it was cut off"
        if self.hash_at.get(point.seq, b"").hex() != point.hash:
            return f"the chain has another hash at {point.seq}"
        return ""


def signed_by(public_key: bytes) -> Callable[[Checkpoint], bool]:
    """A function that says whether a checkpoint was signed by this Ed25519 key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(public_key)

    def check(point: Checkpoint) -> bool:
        try:
            key.verify(exact_hex(point.signature), point.message())
        except (InvalidSignature, ValueError):
            return False
        return True

    return check
