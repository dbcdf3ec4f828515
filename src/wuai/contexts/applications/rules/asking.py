"""Short words in which declarations are written: a question, an option, a page, a paper."""

from typing import Any

from wuai.contexts.applications.rules import declaration as d
from wuai.kernel.bilingual import Bilingual

Words = tuple[str, str]


def ask(name: str, kind: str, zh: str, en: str, sample: str = "", **more: Any) -> d.Question:
    """One question; ``hint`` as (中文, English), ``options`` as (code, 中文, English)."""
    if "hint" in more:
        more["hint"] = Bilingual(*more["hint"])
    if "options" in more:
        more["options"] = tuple(
            d.Option(code, Bilingual(*words)) for code, *words in more["options"]
        )
    if kind == d.LONG_TEXT:
        more.setdefault("longest", 2000)
    return d.Question(name=name, kind=kind, label=Bilingual(zh, en), sample=sample, **more)


def page(code: str, zh: str, en: str, *questions: d.Question) -> d.Section:
    """One page of questions."""
    return d.Section(code=code, title=Bilingual(zh, en), questions=questions)


def paper(code: str, zh: str, en: str, hint: Words = ("", ""), **more: Any) -> d.Evidence:
    """A paper that goes with the request."""
    return d.Evidence(code=code, label=Bilingual(zh, en), hint=Bilingual(*hint), **more)


NAME = ask("name", d.NAME, "姓名", "Name", "王小明", longest=100)
PHONE = ask(
    "phone", d.PHONE, "電話", "Phone", "0912-345-678", required=False,
    hint=("有問題時我們會先打電話給您", "If something is unclear we call you first"),
)  # fmt: skip
EMAIL = ask(
    "email", d.EMAIL, "電子郵件", "E-mail", "ming@example.org", required=False,
    hint=("辦理情形會寄到這裡", "We write here when something happens"),
)  # fmt: skip
ADDRESS = ask("address", d.ADDRESS, "地址", "Address", "新竹市東區中正路 1 號")
ID_NUMBER = ask(
    "id_number", d.ID_NO, "身分證統一編號或統一證號", "Identity number", "A123456789",
    hint=("公司請填統一編號", "A company gives its business number"),
)  # fmt: skip
CASE_NUMBER = ask(
    "case_no", d.CASE_NO, "執行案號", "Case number", "115年度健執字第00012345號", longest=60,
    hint=("在通知書的「應繳案件」表與繳款單上，例如 115年度健執字第00012345號；不是右上方的通知書號",
          "In the table of cases and on the slip, for example 115年度健執字第00012345號;"
          " not the notice number at the top right"),
)  # fmt: skip
CASE = page("CASE", "哪一個案件", "Which case", CASE_NUMBER)
CONTACT = page("CONTACT", "怎麼聯絡您", "How can we reach you", NAME, PHONE, EMAIL)
APPLICANT = page(
    "APPLICANT", "申請人", "Who asks", NAME, ID_NUMBER, ADDRESS, PHONE, EMAIL,
)  # fmt: skip
ACCOUNT = page(
    "ACCOUNT", "款項匯到哪裡", "Where the money goes",
    ask("bank", d.TEXT, "金融機構與分行", "Bank and branch", "示範銀行新竹分行", longest=60),
    ask("account", d.TEXT, "帳號", "Account number", "000123456789", longest=30,
        hint=("限申請人本人的帳戶", "An account of the applicant only")),
)  # fmt: skip
