"""How groups of petitions end, and what the board shows."""

import hashlib
import json

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

OUTCOMES = {
    "FAQ": Bilingual("寫進常見問題", "It becomes a frequent question with its answer"),
    "MEASURE": Bilingual("改善措施", "We change how we do it"),
    "LAW": Bilingual("修法建議", "We propose to change the law"),
    "NO": Bilingual("不採納，理由如下", "Not taken up, and this is why"),
}
WAITING, SHOWN, HIDDEN = "WAITING", "SHOWN", "HIDDEN"
POSTED = [WAITING, SHOWN, HIDDEN]
SCALE = {
    5: Bilingual("很滿意", "Very satisfied"), 4: Bilingual("滿意", "Satisfied"),
    3: Bilingual("普通", "Neither"), 2: Bilingual("不滿意", "Dissatisfied"),
    1: Bilingual("很不滿意", "Very dissatisfied"),
}  # fmt: skip


class GroupUnknown(Refusal):
    code = "PETITION_GROUP_UNKNOWN"
    zh = "查無這組意見"
    en = "There is no such group"
    next_zh = "請回到清單"
    next_en = "Go back to the list"
    status = 404


class GroupIncomplete(Refusal):
    code = "PETITION_GROUP_INCOMPLETE"
    zh = "{what_zh}"
    en = "{what_en}"
    next_zh = "補上後再送"
    next_en = "Add it, then send it again"
    status = 422


class GroupPublished(Refusal):
    code = "PETITION_GROUP_PUBLISHED"
    zh = "這組已經公布，不能再改"
    en = "This group is published and does not change any more"
    next_zh = "如有新的決定，請另建一組"
    next_en = "For a new decision make a new group"
    status = 409


class ProposerMayNotPublish(Refusal):
    code = "PETITION_GROUP_SECOND_PERSON"
    zh = "擬定的人不能自己核定公布"
    en = "Who proposed the outcome may not publish it"
    next_zh = "請由另一位主管核定"
    next_en = "Ask another head"
    status = 403


class GroupChangedMeanwhile(Refusal):
    code = "PETITION_GROUP_CHANGED_MEANWHILE"
    zh = "這組回應在您看過以後改了，還沒有公布"
    en = "The outcome changed after you read it; it is not published yet"
    next_zh = "請看過下面現在的內容，再核定公布"
    next_en = "Read it below as it is now, then publish it"
    status = 409


class PostUnknown(Refusal):
    code = "BOARD_POST_UNKNOWN"
    zh = "查無這則留言"
    en = "There is no such post"
    next_zh = "請回到留言清單"
    next_en = "Go back to the list"
    status = 404


class PostUnfit(Refusal):
    code = "BOARD_POST_UNFIT"
    zh = "{what_zh}"
    en = "{what_en}"
    next_zh = "改一下再送出"
    next_en = "Change it and send it again"
    status = 422


class SurveyClosed(Refusal):
    code = "PETITION_SURVEY_CLOSED"
    zh = "這件陳情還沒有回復，或者您已經填過了"
    en = "This petition is not answered yet, or you told us already"
    next_zh = "謝謝您；有新的意見歡迎再寫信給我們"
    next_en = "Thank you; write to us again whenever you like"
    status = 409


def check_outcome(outcome: str, text_zh: str, text_en: str) -> None:
    """A group ends with one of four outcomes, said in both languages."""
    if outcome not in OUTCOMES:
        raise GroupIncomplete(
            field="outcome", what_zh="請選擇怎麼回應", what_en="Choose how it ends"
        )
    if not text_zh.strip() or not text_en.strip():
        raise GroupIncomplete(
            field="text_zh", what_zh="請用中文與英文寫出回應", what_en="Say it in both languages"
        )


def digest(outcome: str, text_zh: str, text_en: str) -> str:
    """A fingerprint of an outcome: who publishes it says by it what was read."""
    said = json.dumps([outcome, text_zh.strip(), text_en.strip()], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def check_post(text: str) -> str:
    """What may be put on the board: some words, no controls, at most a thousand characters."""
    kept = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable()).strip()
    if not kept:
        raise PostUnfit(field="text", what_zh="請寫幾個字", what_en="Write a few words")
    if len(kept) > 1000:
        raise PostUnfit(
            field="text", what_zh="請縮短到 1000 字以內", what_en="At most 1000 characters, please"
        )
    return kept


def one_line(text: str) -> str:
    """A name on one line, without controls."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
