"""Paper that staff scanned goes through the same quarantine as a file sent in."""

from collections.abc import Sequence
from datetime import datetime

from wuai.contexts.applications.actions.uploads import Scan, take_whole
from wuai.contexts.applications.models import Application, Upload
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.files import EvidenceNotAsked
from wuai.contexts.applications.rules.paper import SCANNED


def take_scans(
    declared: d.Declaration, scans: Sequence[Scan], there: Sequence[Upload], at: datetime
) -> list[Upload]:
    """Every scan into quarantine; refuses what nobody asks for."""
    most = {e.code: e.most_bytes for e in (*declared.evidence, *SCANNED)}
    held: list[Upload] = []
    for scan in scans:
        if scan.evidence not in most:
            raise EvidenceNotAsked
        held.append(take_whole(scan, most[scan.evidence], [*there, *held], at))
    return held


def give_files(row: Application, held: Sequence[Upload]) -> None:
    """Let these files be the request's."""
    for file in held:
        file.application = row
        file.save(update_fields=["application"])
