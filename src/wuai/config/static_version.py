"""The version of scripts and styles: part of their address, so that browsers may keep them for good.

Everything lies under one folder whose name changes with any of the files. What a script imports
and what a style names stands beside it, and is found under the same version.
"""

import hashlib
from pathlib import Path


def version(source: Path, lock: Path) -> str:
    """Twelve hex digits over the ``static`` folders under ``source`` and the libraries in ``lock``."""
    files = [path for path in source.glob("**/static/**/*") if path.is_file()]
    digest = hashlib.sha256(lock.read_bytes() if lock.exists() else b"")
    for path in sorted(files):
        name = path.relative_to(source).as_posix()
        digest.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
