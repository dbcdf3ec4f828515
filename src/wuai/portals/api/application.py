"""The application: its routers, its failures, its OpenAPI document."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from wuai.portals.api import openapi, problems
from wuai.portals.api.strict_json import StrictParser


class Application(NinjaAPI):
    """django-ninja with our failures, and a document that says what really happens."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Answer what has an answer; bugs rise."""
        answer = problems.of_exception(request, exc)
        if answer is None:
            raise exc
        return answer

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        """The document, made once."""
        return _document(self)


@functools.cache
def _document(application: Application) -> OpenAPISchema:
    schema = OpenAPISchema(application, openapi.PREFIX)
    openapi.complete(schema)
    return schema


def build() -> Application:
    """The API with all its resources."""
    from wuai.portals.api import cases, feedback, payments, reference, referrals, supplies

    application = Application(
        title="Wuai 無礙 API", version="1.0.0", description=openapi.DESCRIPTION, docs_url=None,
        parser=StrictParser(), urls_namespace="api",
    )  # fmt: skip
    for resource in (reference, referrals, cases, supplies, payments, feedback):
        application.add_router("", resource.router)
    return application
