"""One form in, one tagged PDF out."""

from pathlib import Path
from typing import Any

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "form.typ"
RECORD, LETTER = MAIN.with_name("record.typ"), MAIN.with_name("letter.typ")


class FormNotPrintable(typesetting.CharacterNotPrintable):
    next_zh = "請改下載 ODT 格式"
    next_en = "Download the ODT instead"


def typeset(form: dict[str, Any], texts: list[str]) -> bytes:
    """Set one form; refuses a character that would be lost from its texts."""
    typesetting.refuse_unprintable(texts, FormNotPrintable)
    return typesetting.set_as_is(MAIN, typesetting.inputs(form=form))


def typeset_letter(held: dict[str, Any]) -> bytes:
    """Set a letter about a request; refuses a character that would be lost."""
    return typesetting.typeset(LETTER, letter=held)


def typeset_record(held: dict[str, Any]) -> bytes:
    """Set a record or a list to be signed; refuses a character that would be lost."""
    return typesetting.typeset(RECORD, record=held)
