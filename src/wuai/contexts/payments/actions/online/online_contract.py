"""A branch's account at a card platform: entered, replaced, ended. The secrets are kept sealed."""

import re
import uuid
from datetime import date, datetime

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS
from wuai.contexts.payments.gateways.hosted_card import SIMULATED
from wuai.contexts.payments.models import CARD_IV, CARD_KEY, CardContract
from wuai.contexts.payments.models.online import MODES
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import seal

_LENGTHS = {"ECPAY": (16, 16), "NEWEBPAY": (32, 16)}


class ContractRefused(Refusal):
    code = "CARD_CONTRACT_REFUSED"
    zh = "收單契約資料不對：{why_zh}"
    en = "The contract values are not right: {why_en}"
    next_zh = "請照平台後台所示逐字輸入"
    next_en = "Enter them exactly as the platform shows them"
    status = 422


class NoSuchContract(Refusal):
    code = "CARD_CONTRACT_UNKNOWN"
    zh = "本分署沒有這份收單契約"
    en = "This branch has no such contract"
    next_zh = "請重新整理清單"
    next_en = "Reload the list"
    status = 404


class SimulationOnlyInDemo(Refusal):
    code = "CARD_SIMULATION_ONLY_IN_DEMO"
    zh = "模擬收單只能用在示範分署"
    en = "The simulated platform serves demo branches only"
    next_zh = "請輸入平台給的正式或測試環境資料"
    next_en = "Enter the values of the platform's live or test environment"


@action("card.contract")
def enter_contract(
    *, branch_id: int, values: dict[str, str], most: int, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    """Enter a branch's account at a platform; one that was in force ends.

    ``values`` are ``platform``, ``merchant_id``, ``key``, ``iv`` and ``mode``.
    """
    _check(values, most)
    if values["mode"] == SIMULATED and not organisation.branch_by_id(branch_id).is_demo:
        raise SimulationOnlyInDemo
    ref, platform = uuid.uuid4(), values["platform"]
    held = CardContract.objects.select_for_update().filter(
        branch_id=branch_id, platform=platform, until=None
    )
    for old in held:
        old.until = on
        old.save(update_fields=["until"])
    CardContract.objects.create(
        ref=ref, branch_id=branch_id, platform=platform, merchant_id=values["merchant_id"],
        key=seal(CARD_KEY, str(ref), values["key"]), iv=seal(CARD_IV, str(ref), values["iv"]),
        mode=values["mode"], most=most, since=on, entered_at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    record(
        kind="card-contract", ref=ref, branch_id=branch_id,
        data={"platform": platform, "mode": values["mode"], "most": most},
    )  # fmt: skip
    return ref


@action("card.contract_end")
def end_contract(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """No new orders under a contract; answers about old ones still count."""
    found = CardContract.objects.select_for_update().filter(ref=ref).first()
    if found is None or found.branch_id != by.branch_id:
        raise NoSuchContract
    if found.until is None:
        found.until = on
        found.save(update_fields=["until"])
    record(kind="card-contract", ref=ref, branch_id=by.branch_id)


def _check(values: dict[str, str], most: int) -> None:
    if values["platform"] not in PLATFORMS or values["mode"] not in MODES or most <= 0:
        raise ContractRefused(why_zh="平台、環境或上限", why_en="platform, environment or ceiling")
    if not re.fullmatch(r"[A-Za-z0-9]{1,15}", values["merchant_id"]):
        raise ContractRefused(why_zh="商店代號", why_en="the merchant number", field="merchant_id")
    for name, length in zip(("key", "iv"), _LENGTHS[values["platform"]], strict=True):
        if not re.fullmatch(rf"[\x21-\x7e]{{{length}}}", values[name]):
            raise ContractRefused(
                why_zh=f"{name.upper()} 應為 {length} 個字元",
                why_en=f"{name.upper()} has {length} characters", field=name,
            )  # fmt: skip
