"""One compile: the words of a receipt in, its PDF out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wuai.contexts.payments.gateways.receipt_paper import codec
from wuai.platform import typesetting

MAIN = Path(__file__).parent / "receipt.typ"


def typeset(words: Mapping[str, Any], verify_url: str) -> bytes:
    """Set one receipt; ``words`` are the texts that ``receipt.typ`` names."""
    given = typesetting.inputs(receipt=codec.source(words), qr=codec.qr(verify_url))
    return typesetting.set_as_is(MAIN, given)
