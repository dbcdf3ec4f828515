"""``wuai audit verify``: the whole chain, in the database or in a dump, as named checks."""

from dataclasses import dataclass
from pathlib import Path

from wuai.contexts.audit import queries, rules
from wuai.contexts.audit.gateways.auditor import checkpoints
from wuai.contexts.audit.gateways.auditor.verify import verify as verify_files

_CHECKS = {
    "chain": "雜湊鏈 / every seal agrees with its line and the one before",
    "lines": "紀錄 / every line is there, and none without a seal",
    "personal": "個人資料 / personal text is as sealed, or was erased by an act",
    "checkpoints": "檢查點 / every signed checkpoint agrees with the chain",
    "files": "檔案 / the files can be read",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One promise about the chain."""

    name: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found."""

    holds: bool
    entries: int
    head: str
    public_key: str
    checks: list[Check]


def _report(verdict: rules.Verdict, public_key: str) -> Report:
    checks = []
    for name, meaning in _CHECKS.items():
        found = verdict.findings.get(name, [])
        detail = "; ".join(found[:20]) + (f" … ({len(found)})" if len(found) > 20 else "")
        checks.append(Check(name, not found, detail or meaning))
    return Report(verdict.holds, verdict.entries, verdict.head.hex(), public_key, checks)


def verify() -> Report:
    """Go along the chain in the database; seal first, so that what just happened is in it."""
    stored, outside = queries.stored_checkpoints(), checkpoints.read_all()
    wanted = {point.seq for point in (*stored, *outside)}
    verifier = rules.Verifier()
    for seal, line, salt in queries.walk():
        verifier.step(seal, line, salt)
        verifier.mark(wanted)
    verifier.finish()
    for text in queries.left_out():
        verifier.verdict.add("lines", text)
    is_signed = rules.signed_by(queries.public_key())
    verifier.check(stored, is_signed)
    if outside:
        verifier.check(outside, is_signed)
    return _report(verifier.verdict, queries.public_key().hex())


def verify_dump(folder: Path, key: str = "") -> Report:
    """Go along the chain of a dump, without the database."""
    held = folder / "public-key.txt"
    own = held.read_text().strip() if held.exists() else ""
    return _report(verify_files(folder, key), key or own)
