"""Sealing and verifying the audit trail: lines a second, beside the limit promised.

``python -m bench.audit`` (``BENCH_LINES``, default 100,000).
"""

import os
import time
from datetime import UTC, datetime

from bench.common import own_place, say, server_settings

LINES = int(os.environ.get("BENCH_LINES", "100000"))
PROMISED = 1000
_FILL = """
INSERT INTO platform_historyline (at, action, branch_id, by_kind, by_ref, by_name, subject_kind,
    subject_ref, case_ref, reason, data)
SELECT now(), 'bench.line', 1, 'staff', 'account:' || n %% 50, '王書記', 'case', n::text, n::text, '',
    jsonb_build_object('n', n) FROM generate_series(1, %s) n
"""


def main() -> None:
    """Seal ``LINES`` new lines, then verify the whole chain."""
    own_place("audit")
    from wuai.config import boot

    boot.setup()
    from django.db import connection

    from wuai.contexts.audit import api

    server_settings()
    api.seal(at=datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [LINES])
    began = time.perf_counter()
    sealed = api.seal(at=datetime.now(UTC))
    say(
        "audit",
        "seal",
        sealed.count / (time.perf_counter() - began),
        PROMISED,
        "promised",
        "lines/s",
    )
    began = time.perf_counter()
    report = api.verify()
    if not report.holds:
        raise RuntimeError(report)
    say(
        "audit",
        "verify",
        report.entries / (time.perf_counter() - began),
        PROMISED,
        "promised",
        "lines/s",
    )


if __name__ == "__main__":
    main()
