"""The installation's secrets, made on the first start and kept in files only the owner reads.

``data.json`` holds the keys that encrypt personal data (``current`` names the one in use, older
ones stay for reading), ``index.key`` the key of the blind index, ``sign.key`` the Ed25519 key that
signs receipts and checkpoints, ``django.key`` the framework's secret.
"""

import base64
import json
import os
import secrets
from pathlib import Path

from wuai.platform.paths import KEYS


def _once(path: Path, content: bytes) -> bytes:
    """Read ``path``; when it is missing, create it with ``content`` (safe when two start at once)."""
    if path.exists():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.chmod(0o600)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()


def django_secret() -> str:
    """Django's SECRET_KEY."""
    return _once(KEYS / "django.key", secrets.token_urlsafe(48).encode()).decode()


def data_keys() -> tuple[str, dict[str, bytes]]:
    """Current key id and all keys (32 bytes each) for encrypting personal data."""
    fresh = {"current": "k1", "keys": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()}}
    held = json.loads(_once(KEYS / "data.json", json.dumps(fresh).encode()))
    return held["current"], {k: base64.b64decode(v) for k, v in held["keys"].items()}


def add_data_key() -> str:
    """Make a new current data key and keep the older ones; its id comes back."""
    _, keys = data_keys()
    new = f"k{len(keys) + 1}"
    all_keys = keys | {new: secrets.token_bytes(32)}
    held = {"current": new, "keys": {k: base64.b64encode(v).decode() for k, v in all_keys.items()}}
    draft = KEYS / ".data.json.new"
    draft.write_text(json.dumps(held))
    draft.chmod(0o600)
    draft.replace(KEYS / "data.json")
    return new


def index_key() -> bytes:
    """Key of the blind index, 32 bytes."""
    return _once(KEYS / "index.key", secrets.token_bytes(32))


def sign_seed() -> bytes:
    """Seed of the Ed25519 key, 32 bytes."""
    return _once(KEYS / "sign.key", secrets.token_bytes(32))
