"""Which database: the one that ``DATABASE_URL`` names, else the embedded server under ``var/pg``."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from wuai.config import embedded
from wuai.platform.paths import VAR

DATA = VAR / "pg"


def is_embedded() -> bool:
    """Whether this installation runs the embedded server (no ``DATABASE_URL``)."""
    return not os.environ.get("DATABASE_URL")


def app_url() -> str:
    """Address for daily work: the role without UPDATE and DELETE on ledger and history."""
    return os.environ.get("DATABASE_URL") or embedded.urls(DATA).app


def owner_url() -> str:
    """Address for migrations: the role that owns the tables."""
    if is_embedded():
        return embedded.urls(DATA).owner
    return os.environ.get("DATABASE_OWNER_URL") or app_url()


def as_django(url: str) -> dict[str, Any]:
    """Turn a ``postgresql://`` address into Django's database settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(
            "DATABASE_URL 必須以 postgresql:// 開頭（只支援 PostgreSQL）"
            " / must begin with postgresql:// (only PostgreSQL is supported)"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
