"""The first requests of a server that has just started."""

import time

from tests.at_once import together

from wuai.contexts.applications import declarations


def test_two_first_requests_at_once_both_find_every_application(monkeypatch):
    codes = [one.code for one in declarations.declared()]
    register = declarations.register

    def slowly(declaration):
        time.sleep(0.002)  # the other one comes meanwhile
        return register(declaration)

    # What other contexts registered at their start stays; our own are loaded anew.
    own = {code for code, one in declarations._registered.items() if _is_own(one)}
    kept = {c: one for c, one in declarations._registered.items() if c not in own}
    monkeypatch.setattr(declarations, "_registered", kept)
    monkeypatch.setattr(declarations, "register", slowly)
    declarations._load.cache_clear()
    first, second = together(declarations.declared, declarations.declared)
    assert [one.code for one in first] == [one.code for one in second] == codes


def _is_own(declaration):
    import importlib
    import pkgutil

    return any(
        declaration.code in {one.code for one in importlib.import_module(
            f"{declarations.__name__}.{found.name}").DECLARATIONS}
        for found in pkgutil.iter_modules(declarations.__path__) if not found.ispkg
    )  # fmt: skip
