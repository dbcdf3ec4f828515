"""Checkpoints leave the database as small read-only files, one each, in a folder a day."""

import json
import os
import uuid
from dataclasses import asdict
from pathlib import Path

from wuai.contexts.audit import rules
from wuai.platform import paths


def document(point: rules.Checkpoint) -> bytes:
    """A checkpoint as it is written."""
    return rules.canonical(asdict(point)) + b"\n"


def read(line: bytes) -> rules.Checkpoint:
    """A checkpoint as it was written."""
    return rules.Checkpoint(**json.loads(line))


def _files() -> list[Path]:
    return sorted(paths.CHECKPOINTS.glob("????-??-??/*.json"), key=lambda path: path.stem)


def last_written() -> int:
    """Number of the newest file; 0 when there is none. Looks into the newest folders only."""
    for day in sorted(paths.CHECKPOINTS.glob("????-??-??"), reverse=True):
        names = sorted(path.stem for path in day.glob("*.json"))
        if names:
            return int(names[-1])
    return 0


def write(point: rules.Checkpoint) -> Path:
    """Write the file of a checkpoint, whole or not at all."""
    path = paths.CHECKPOINTS / point.at[:10] / f"{point.number:012d}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two sealers may export the same one at once, as processes or as threads.
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with draft.open("wb") as file:
        file.write(document(point))
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o444)
    draft.replace(path)
    return path


def read_all() -> list[rules.Checkpoint]:
    """Every checkpoint that lies in the folder, oldest first; one that cannot be read counts as forged."""
    points = []
    for path in _files():
        try:
            points.append(read(path.read_bytes()))
        except (ValueError, TypeError):
            points.append(rules.Checkpoint(0, 0, "", ""))
    return points
