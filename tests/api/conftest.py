"""Client programs of two agencies, as tests know them."""

import csv
import hashlib
import io
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


_ROW = {
    "移送案號": "A0001", "案件類別": "NHI", "義務人類別": "自然人", "義務人姓名": "陳大文",
    "統一編號": "A123456789", "地址": "新竹市北區示範路1號", "應納金額": "1200", "滯納金": "120",
    "繳納期間屆滿日": "1150630", "執行名義": "繳款單第1號", "送達日": "1150515",
}  # fmt: skip


def referral_file(*changes: dict[str, str]) -> bytes:
    """A referral file with a row for each of the changes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(_ROW), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_ROW | change for change in changes)
    return out.getvalue().encode()


def send(program: Program, *changes: dict[str, str], path: str = "/referrals", **more: str) -> Any:
    """Send a file in as plain bytes."""
    return program.post(path, referral_file(*changes), Content_Type="text/csv", **more)
