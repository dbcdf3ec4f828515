"""What a command prints: one JSON document or prose, and a refusal in both languages.

Standard output carries the result and nothing else; prose about a refusal goes to standard
error. Exit codes: 0 done, 1 refused or found wrong, 2 wrong usage.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

import typer

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

REFUSED = 1


class FileUnusable(Refusal):
    code = "FILE_UNUSABLE"
    zh = "檔案或資料夾無法使用：{file}（{why}）"
    en = "A file or folder cannot be used: {file} ({why})"
    next_zh = "請確認路徑存在、有寫入權限且磁碟有空間後再執行；已完成的部分不會重複"
    next_en = "Check that the path exists, may be written and the disk has room, then run it again; nothing is done twice"


class Unexpected(Refusal):
    """What nobody foresaw: told like a refusal, so that a caller always gets its document."""

    code = "UNEXPECTED"
    zh = "發生未預期的錯誤（{kind}），未完成的動作已整個取消"
    en = "Something unexpected happened ({kind}); what was not finished was undone whole"
    next_zh = "請將 {log} 交給系統管理人員後再試"
    next_en = "Give {log} to your administrator, then try again"
    status = 500


def plain(value: Any) -> Any:
    """Turn a result into values that JSON has: dates as ISO, dataclasses as objects."""
    if isinstance(value, Bilingual):
        return {"zh": value.zh, "en": value.en}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def dump(document: Any) -> str:
    """Write one JSON document as text, Chinese readable."""
    return json.dumps(plain(document), ensure_ascii=False, indent=2)


def emit(document: Any, json_flag: bool, render: Callable[[Any], str] | None = None) -> None:
    """Print the result: as JSON, or as prose made by ``render`` from the same document."""
    if json_flag or render is None:
        _write(dump(document))
    else:
        _write(render(document))


@contextmanager
def run_refusable(json_flag: bool) -> Iterator[None]:
    """Run the body; a Refusal is told in both languages and ends the command with exit code 1."""
    try:
        yield
    except Refusal as refusal:
        tell(refusal, json_flag)
        # A command that does not know its branch is used wrongly (2), not refused (1).
        raise typer.Exit(getattr(refusal, "exit_code", REFUSED)) from refusal
    except OSError as error:
        tell(FileUnusable(file=error.filename or "", why=error.strerror or str(error)), json_flag)
        raise typer.Exit(REFUSED) from error


def tell(refusal: Refusal, json_flag: bool) -> None:
    """Say a refusal where the caller looks: as the one JSON document, or as prose beside it."""
    if json_flag:
        _write(dump({"refused": refusal.as_dict()}))
    else:
        typer.echo(describe(refusal), err=True)


def describe(refusal: Refusal) -> str:
    """Say a refusal in 中文 and English, each with what to do next, and its legal basis."""
    lines = [
        f"{refusal.text('zh')}　{refusal.next_step('zh')}".rstrip("　"),
        f"{refusal.text('en')} {refusal.next_step('en')}".rstrip(),
    ]
    if refusal.basis:
        lines.append(f"({refusal.basis})")
    return "\n".join(lines)


def _write(text: str) -> None:
    # A terminal with another encoding must not lose a rare character or stop the command.
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
    typer.echo(text)
