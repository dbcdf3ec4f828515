"""Files that no scanner has passed: asked for with a reason, which never stands in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def unscanned(request: HttpRequest, name: str) -> HttpResponse:
    """Ask why it is to be opened all the same."""
    status = 422 if request.method == "POST" else 200
    return render(request, "petitions/unscanned.html", {"name": name}, status=status)
