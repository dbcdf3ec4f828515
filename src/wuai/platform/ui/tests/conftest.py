"""The gallery served to a real browser, without database: only what the design system needs."""

import functools
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles import handlers, views
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import Browser
from tests.journeys.browser import browser as open_browser


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Urls:
    urlpatterns = [path("", include("wuai.platform.ui.urls"))]


def alone() -> dict[str, Any]:
    """Settings under which the design system stands by itself."""
    templates = {**settings.TEMPLATES[0]}
    templates["OPTIONS"] = {
        **templates["OPTIONS"],
        "context_processors": ["django.template.context_processors.request"],
    }
    return {
        "ROOT_URLCONF": Urls,
        "TEMPLATES": [templates],
        "MIDDLEWARE": [
            "csp.middleware.CSPMiddleware",
            "django.middleware.locale.LocaleMiddleware",
        ],
        "ALLOWED_HOSTS": ["*"],
    }


@pytest.fixture
def ui_alone() -> Iterator[None]:
    """The design system by itself, in this process."""
    with override_settings(**alone()):
        yield


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of a running gallery."""
    serve = handlers.serve
    handlers.serve = functools.partial(views.serve, insecure=True)
    with override_settings(**alone()):
        application = handlers.StaticFilesHandler(WSGIHandler())
        server = make_server("127.0.0.1", 0, application, Server, Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/_gallery/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
            handlers.serve = serve


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the file."""
    with open_browser() as running:
        yield running
