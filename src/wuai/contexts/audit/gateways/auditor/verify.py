"""Verify an audit dump without the system that made it: ``python3 verify.py [FOLDER] [--key KEY]``.

Needs only Python 3.11+ and the package ``cryptography``. Lines of each file are read in the order
of the chain, so the memory needed does not grow with the dump.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    import chain_rules as rules  # type: ignore[import-not-found]  # beside this file in a dump
except ImportError:
    from wuai.contexts.audit import rules

FILES = {"H": "history.jsonl", "R": "reads.jsonl", "I": "images.jsonl"}


class NotCanonical(ValueError):
    """A line that was not written this way by the system."""


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                record = json.loads(raw)
                exact = rules.canonical(record) + b"\n" == raw
            except ValueError:
                exact = False
            if not exact:
                raise NotCanonical(f"{path.name} line {number} was altered")
            yield record


def _walk(folder: Path, verifier: rules.Verifier, wanted: set[int]) -> None:
    lines = {code: _records(folder / name) for code, name in FILES.items()}
    for held in _records(folder / "chain.jsonl"):
        seal = rules.Seal(
            held["seq"], held["form"], held["source"], held["row"],
            rules.exact_hex(held["personal"]), rules.exact_hex(held["hash"]),
        )  # fmt: skip
        salt = rules.exact_hex(held["salt"]) if held["salt"] is not None else None
        verifier.step(seal, next(lines.get(seal.source, iter(())), None), salt)
        verifier.mark(wanted)
    for code, rest in lines.items():
        for line in rest:
            verifier.verdict.add("lines", f"{code} {line.get('id')} has no seal")


def verify(folder: Path, key: str = "") -> rules.Verdict:
    """Everything that can be found wrong in a dump; never raises for what is in it."""
    verifier = rules.Verifier()
    try:
        own_key = (folder / "public-key.txt").read_text().strip()
        if key and key != own_key:
            verifier.verdict.add("checkpoints", "the dump carries another key than the one given")
        points = [rules.Checkpoint(**record) for record in _records(folder / "checkpoints.jsonl")]
        _walk(folder, verifier, {point.seq for point in points})
        verifier.finish()
        if not points or points[-1].seq != verifier.verdict.entries:
            verifier.verdict.add("checkpoints", "no checkpoint speaks of the end of the chain")
        is_signed = rules.signed_by(bytes.fromhex(key or own_key))
        verifier.check(points, is_signed)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as wrong:
        verifier.verdict.add("files", f"{type(wrong).__name__}: {wrong}")
    return verifier.verdict


def main() -> int:
    """0 when the dump is what the system wrote, 1 when not."""
    arguments = argparse.ArgumentParser(description="查驗稽核軌跡傾印 / verify an audit dump")
    arguments.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    arguments.add_argument("--key", default="", help="另行保存的公鑰 / the key you keep elsewhere")
    given = arguments.parse_args()
    verdict = verify(given.folder, given.key)
    for check, texts in verdict.findings.items():
        for text in texts[:50]:
            print(f"{check}: {text}")
    print(f"{verdict.entries} 筆 / entries; head {verdict.head.hex()}")
    print("相符 / it holds" if verdict.holds else "不符 / IT DOES NOT HOLD")
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
