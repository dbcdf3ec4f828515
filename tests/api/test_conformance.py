"""Whatever is asked, the API answers as its OpenAPI document says: no 5xx, no undocumented status."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests import forked

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# positive_data_acceptance: what fits the schema may still be refused by the state of things.
# use_after_free, ensure_resource_availability: nothing is deleted here, and a batch is no case.
# A wrong If-Match, a missing length and the like have statuses of their own.
CONFIG = """[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "411", "412", "413", "415", "422", "428"]
"""
NOT_FOR_US = "positive_data_acceptance,use_after_free,ensure_resource_availability"


def _free_port() -> int:
    for port in range(8180, 8190):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no port")


def _wait(url: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the server did not start")


@pytest.fixture
def served(own_database):
    """The real server on a database of its own; gives its address and what there is."""
    environment = own_database | {
        "WUAI_API_PER_TOKEN": "1000000000", "WUAI_API_PER_ADDRESS": "1000000000",
        "WUAI_API_PER_STRANGER": "1000000000",
    }  # fmt: skip
    scene = forked.run([str(HERE / "scene.py")], environment)
    assert scene.returncode == 0, scene.stderr
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
         str(port), "--workers", "1", "--http", "1", "--no-ws", "--log-level", "warning",
         "wuai.config.wsgi:application"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/livez", server)
        yield f"http://127.0.0.1:{port}", scene.stdout.strip()
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.slow
@pytest.mark.deep
@pytest.mark.timeout(7200)
def test_every_answer_is_one_that_the_document_announces(served, deep_seconds, tmp_path):
    address, scene = served
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    bounds = ["--max-examples", "8", "--seed", "20261121"]
    if deep_seconds is not None:
        bounds = ["--max-examples", "200", "--max-time", str(deep_seconds)]
    done = subprocess.run(
        [Path(sys.executable).with_name("schemathesis"), "run", f"{address}/api/v1/openapi.json",
         "--phases", "examples,coverage,fuzzing,stateful", "--checks", "all",
         "--exclude-checks", NOT_FOR_US, "--continue-on-failure", "--no-shrink",
         "--generation-database", "none", "--report", "json",
         "--report-json-path", str(tmp_path / "run.json"), "--no-color", "--warnings", "off",
         "-H", f"Authorization: Bearer {json.loads(scene)['token']}", *bounds],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.api.hooks", "SCENE": scene,
             "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PYTHONWARNINGS": "ignore"},
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-30000:] + done.stderr[-3000:]
    assert "No issues found" in done.stdout
