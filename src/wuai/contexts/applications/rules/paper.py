"""What staff scan in besides the evidence that a declaration asks for."""

from wuai.contexts.applications.rules.declaration import Evidence, MiB
from wuai.kernel.bilingual import Bilingual

PAPER, SIGNED = "PAPER_ITSELF", "SIGNED_STATEMENT"
SCANNED = (
    Evidence(
        code=PAPER, label=Bilingual("書狀、信函本身", "The letter or form itself"),
        hint=Bilingual("掃描成一個 PDF 最好", "Best as one PDF"), most_bytes=50 * MiB,
    ),
    Evidence(code=SIGNED, label=Bilingual("簽名的言詞申請紀錄", "The signed record of what was said")),
)  # fmt: skip
# What is said is taken down, read out and signed, wherever the person stands before us or telephones.
SPOKEN = ("COUNTER", "PHONE")
