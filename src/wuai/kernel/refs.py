"""References people and machines hold: random, so that nobody can guess the next one."""

import re
import secrets

from wuai.kernel.text import narrow_upper

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: what is read aloud or copied by hand arrives unchanged.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
_PUBLIC_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


def public_id() -> str:
    """A public identifier: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def is_public_id(text: str) -> bool:
    """Whether ``text`` has the form of a public identifier."""
    return _PUBLIC_ID.fullmatch(text) is not None


def short_code(length: int = 8) -> str:
    """A code for people, in groups of four: ``K7QM-4XRT``; 8 letters carry 36 random bits."""
    if length < 4:
        raise ValueError("a code shorter than four letters can be guessed")
    letters = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return "-".join(letters[i : i + 4] for i in range(0, length, 4))


def normalise_code(text: str) -> str:
    """The letters of a code as typed by a person: case, spaces, width and hyphens do not matter."""
    return narrow_upper(text).replace("-", "")


def is_short_code(text: str, length: int = 8) -> bool:
    """Whether ``text`` can be a code of ``length`` letters."""
    letters = normalise_code(text)
    return len(letters) == length and all(letter in ALPHABET for letter in letters)
