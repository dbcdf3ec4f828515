"""Fills a database of its own for the conformance test, and prints what there is to ask for."""

import json
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "src")]
CASES = 40
os.environ["DJANGO_SETTINGS_MODULE"] = "wuai.config.settings"


def main() -> None:
    """A program with every scope, cases, and a batch with a bad row."""
    import django

    django.setup()
    from django.utils import timezone
    from tests.api.conftest import Program, referral_file, token

    from wuai.contexts.cases.models import Case
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.organisation.models import Agency
    from wuai.contexts.referrals.web import api as desk
    from wuai.platform.actors import Actor

    agency, branch = Agency.objects.get(code="NHI"), organisation.branch("SCY")
    path = Path(os.environ["WUAI_VAR"]) / f"scene-{os.getpid()}.csv"
    path.write_bytes(
        referral_file(*({"移送案號": f"S{n}"} for n in range(CASES)), {"統一編號": "A123456788"})
    )
    by = Actor("agency", "token:scene", "scene", branch_id=branch.id, agency_id=agency.id)
    now = timezone.now()
    taken = desk.take_in(
        desk.Sent(path, "scene.csv"), branch_id=branch.id, by=by, at=now, on=timezone.localdate(now)
    )
    path.unlink()
    found = list(Case.objects.order_by("id"))
    said = {"token": Program(token(agency)).secret, "batch": str(taken.row.ref),
            "cases": [str(one.ref) for one in found], "numbers": [one.number for one in found]}  # fmt: skip
    print(json.dumps(said))


if __name__ == "__main__":
    main()
