"""The codes by which people find their appointments are kept as blind indexes only."""

from wuai.kernel.refs import normalise_code
from wuai.platform import crypto


def code_index(code: str) -> bytes:
    """How the code of an appointment is looked up."""
    return crypto.blind_index("appointment-code", normalise_code(code))
