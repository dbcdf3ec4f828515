"""``make bench``: every benchmark, one after the other; ``make bench BENCH=intake`` only that one.

Standard output carries one JSON line per figure:
``{"bench", "case", "ours", "reference", "reference_is", "ratio", "unit"}``.
"""

import subprocess
import sys

BENCHES = (
    "posting",
    "settlement",
    "day_close",
    "statements",
    "intake",
    "notices",
    "pages",
    "audit",
    "deadlines",
)


def main(names: list[str]) -> int:
    """1 when one of them could not be run."""
    unknown = set(names) - set(BENCHES)
    if unknown:
        print(
            f"沒有這項量測 / no such benchmark: {', '.join(unknown)}; {', '.join(BENCHES)}",
            file=sys.stderr,
        )
        return 2
    failed = [
        name
        for name in names or BENCHES
        if subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode
    ]
    if failed:
        print(f"未能量測 / could not be measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
