"""What anybody in a case may simply tell us."""

from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.procedure import ANSWER
from wuai.kernel.bilingual import Bilingual

CONTACT = d.Section(
    code="CONTACT",
    title=Bilingual("怎麼聯絡您", "How can we reach you"),
    questions=(
        d.Question(
            name="name", kind=d.NAME, label=Bilingual("姓名", "Name"), longest=100,
            sample="王小明",
        ),
        d.Question(
            name="phone", kind=d.PHONE, label=Bilingual("電話", "Phone"), required=False,
            hint=Bilingual("有問題時我們會先打電話給您", "If something is unclear we call you first"),
            sample="0912-345-678",
        ),
        d.Question(
            name="email", kind=d.EMAIL, label=Bilingual("電子郵件", "E-mail"), required=False,
            hint=Bilingual("辦理情形會寄到這裡", "We write here when something happens"),
            sample="ming@example.org",
        ),
    ),
)  # fmt: skip
CASE = d.Section(
    code="CASE",
    title=Bilingual("哪一個案件", "Which case"),
    questions=(
        d.Question(
            name="case_no", kind=d.CASE_NO, label=Bilingual("執行案號", "Case number"), longest=60,
            hint=Bilingual(
                "在通知書右上方，例如 115年度健執字第00012345號",
                "At the top right of the notice, for example 115年度健執字第00012345號",
            ),
            sample="115年度健執字第00012345號",
        ),
    ),
)  # fmt: skip

WRITTEN_STATEMENT = d.Declaration(
    code="WRITTEN_STATEMENT",
    version=1,
    group="CASE",
    title=Bilingual("義務人書面陳述", "Written statement"),
    summary=Bilingual(
        "想說明您的情形、對案件有話要說，都可以寫在這裡，承辦股會回復您。",
        "Tell us about your situation or your case; the section in charge will answer.",
    ),
    sections=(
        CASE,
        d.Section(
            code="STATEMENT",
            title=Bilingual("您想說明的事", "What you want to tell us"),
            questions=(
                d.Question(
                    name="statement", kind=d.LONG_TEXT, label=Bilingual("陳述內容", "Your statement"),
                    longest=4000, sample="我上個月失業，目前沒有收入，希望能先分期繳納。",
                ),
                d.Question(
                    name="wish", kind=d.LONG_TEXT, label=Bilingual("希望我們怎麼做", "What you hope we do"),
                    longest=1000, required=False, sample="請先不要扣押我的存款。",
                ),
            ),
        ),
        CONTACT,
    ),
    evidence=(
        d.Evidence(code="PAPERS", label=Bilingual("相關文件", "Papers that show it")),
    ),
    procedure=ANSWER,
    rule="HANDLING_DEFAULT",
    results=(Bilingual("回復內容", "Our answer"),),
)  # fmt: skip

DECLARATIONS = (WRITTEN_STATEMENT,)
