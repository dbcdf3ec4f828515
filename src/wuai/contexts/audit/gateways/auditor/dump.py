"""The dump for an auditor: chain, lines and checkpoints as JSON lines, with the verifier's program."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from wuai.contexts.audit import rules
from wuai.contexts.audit.gateways.auditor import checkpoints
from wuai.kernel.refusal import Refusal

FILES = {"H": "history.jsonl", "R": "reads.jsonl", "I": "images.jsonl"}
_HERE = Path(__file__).parent
Step = tuple[rules.Seal, rules.Line | None, bytes | None]
_README = """\
無礙稽核軌跡傾印 / Wuai audit dump

查驗 / To verify (Python 3.11+ with the package "cryptography"):

    python3 verify.py

public-key.txt 為簽章公鑰，請與另行保存者比對；也可加參數：verify.py --key 公鑰
public-key.txt holds the signing key; compare it with the one you keep elsewhere: verify.py --key KEY
"""


class FolderNotEmpty(Refusal):
    """A dump is never mixed with other files."""

    code = "AUDIT_FOLDER_NOT_EMPTY"
    zh = "資料夾 {folder} 不是空的。"
    en = "The folder {folder} is not empty."
    next_zh = "請指定新的資料夾。"
    next_en = "Name a new folder."


def write(
    folder: Path, walk: Iterable[Step], points: Iterable[rules.Checkpoint], public_key: bytes
) -> int:
    """Write everything into an empty folder; the number of seals comes back."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "checkpoints.jsonl").open("wb") as file:
        file.writelines(checkpoints.document(point) for point in points)
    (folder / "public-key.txt").write_text(public_key.hex() + "\n")
    (folder / "README.txt").write_text(_README, encoding="utf-8")
    shutil.copyfile(_HERE / "verify.py", folder / "verify.py")
    shutil.copyfile(Path(rules.__file__), folder / "chain_rules.py")
    return sum(_write_steps(folder, walk))


def _write_steps(folder: Path, walk: Iterable[Step]) -> Iterator[int]:
    lines: dict[str, IO[bytes]] = {code: (folder / name).open("wb") for code, name in FILES.items()}
    try:
        with (folder / "chain.jsonl").open("wb") as chain:
            for seal, line, salt in walk:
                held = {
                    "seq": seal.seq, "form": seal.form, "source": seal.source,
                    "row": seal.row_id, "personal": seal.personal.hex(), "hash": seal.hash.hex(),
                    "salt": salt.hex() if salt is not None else None,
                }  # fmt: skip
                chain.write(rules.canonical(held) + b"\n")
                if line is not None:
                    lines[seal.source].write(rules.canonical(dict(line)) + b"\n")
                yield 1
    finally:
        for file in lines.values():
            file.close()
