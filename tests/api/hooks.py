"""Lets generated requests that are meant to be right ask for what is really there."""

import json
import os
import random
import uuid

import schemathesis
from schemathesis import GenerationMode

SCENE = json.loads(os.environ.get("SCENE", "{}"))
_rng = random.Random(1)


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    """Aim most right requests at the scene; wrong ones stay as wrong as they are."""
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    if "ref" in case.path_parameters and _rng.random() < 0.8:
        case.path_parameters["ref"] = (
            SCENE["batch"] if "/batches/" in case.path else _rng.choice(SCENE["cases"])
        )
    for place in (case.headers, case.query):
        for name in {"Wuai-Branch", "branch"} & set(place or {}):
            place[name] = "SCY"
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = str(uuid.UUID(int=_rng.getrandbits(128)))
    if "If-Match" in (case.headers or {}) and _rng.random() < 0.8:
        case.headers["If-Match"] = "*"
    if isinstance(case.body, dict) and "case" in case.body and _rng.random() < 0.8:
        case.body["case"] = _rng.choice(SCENE["numbers"])
