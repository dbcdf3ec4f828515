"""Client programs of two agencies, as tests know them."""

import hashlib
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from tests import factories

SCOPES = ("referral.write", "case.read", "payment.write", "feedback.read")


class Program:
    """A client program with a token."""

    def __init__(self, secret: str, branch: str = "SCY") -> None:
        self.secret, self.branch = secret, branch
        self.http = Client(raise_request_exception=True)

    def headers(self, **more: str) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.secret}", "Wuai-Branch": self.branch} | named

    def get(self, path: str, **headers: str) -> Any:
        return self.http.get(f"/api/v1{path}", headers=self.headers(**headers))

    def post(self, path: str, body: Any, key: str = "", **headers: str) -> Any:
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        kind = headers.pop("Content_Type", "application/json")
        if key != "none":
            headers["Idempotency_Key"] = key or str(uuid.uuid4())
        return self.http.post(
            f"/api/v1{path}", data=content, content_type=kind, headers=self.headers(**headers)
        )


def token(agency: Any, *scopes: str, **more: Any) -> str:
    from wuai.contexts.identity.models import ApiToken

    secret = f"wuai_{uuid.uuid4().hex}"
    ApiToken.objects.create(
        agency=agency, name="program", prefix=secret[:12], scopes=list(scopes or SCOPES),
        sha256=hashlib.sha256(secret.encode()).hexdigest(), created_at=factories.AT,
        **({"expires_on": factories.ON.replace(year=2099)} | more),
    )  # fmt: skip
    return secret


@pytest.fixture
def program(db: None) -> Program:
    """A program of the health insurer with every scope."""
    return Program(token(factories.agency("TEST-NHI")))


@pytest.fixture
def stranger(db: None) -> Program:
    """A program of another agency with every scope."""
    return Program(token(factories.agency("TEST-TAX")))
