"""Every application that exists. A declaration about lower contexts lives in this folder; a higher
context registers its own when Django starts (``applications.api.declare``).
"""

import functools
import importlib
import pkgutil
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wuai.contexts.applications.rules.declaration import GROUPS, Declaration, verify
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

DATA = Path(__file__).parent.parent / "reference_data"
_registered: dict[str, Declaration] = {}
_loading = threading.RLock()


class ApplicationUnknown(Refusal):
    code = "APPLICATION_KIND_UNKNOWN"
    zh = "沒有「{kind}」這種申辦"
    en = "There is no application of the kind “{kind}”"
    next_zh = "可以申辦的項目見 /apply/"
    next_en = "See /apply/ for what can be applied for"
    status = 404


def register(declaration: Declaration) -> Declaration:
    """Make a declaration known; a code is given once."""
    verify(declaration)
    if declaration.code in _registered:
        raise ValueError(f"{declaration.code} is declared twice")
    _registered[declaration.code] = declaration
    return declaration


def _own() -> None:
    with _loading:  # the first two requests of a server may come at once
        _load()


@functools.cache
def _load() -> None:
    for found in pkgutil.iter_modules(__path__):
        if found.ispkg:  # what granting does elsewhere
            continue
        module = importlib.import_module(f"{__name__}.{found.name}")
        for declaration in module.DECLARATIONS:
            register(_with_identity(declaration))


@functools.cache
def identities() -> Mapping[str, Any]:
    """How surely online applicants must be known, as the reference data say."""
    return tomllib.loads((DATA / "identities.toml").read_text("utf-8"))


def _with_identity(declaration: Declaration) -> Declaration:
    said = identities().get(declaration.code)
    if said is None:
        return declaration
    return replace(
        declaration, identity=said["needs"], identity_why=Bilingual(said["zh"], said["en"])
    )


def declared() -> tuple[Declaration, ...]:
    """Every application, in the order of its group and code."""
    _own()
    return tuple(
        sorted(_registered.values(), key=lambda one: (list(GROUPS).index(one.group), one.code))
    )


def declaration(code: str) -> Declaration:
    """The application of this code."""
    _own()
    found = _registered.get(code)
    if found is None:
        raise ApplicationUnknown(kind=code[:40])
    return found
