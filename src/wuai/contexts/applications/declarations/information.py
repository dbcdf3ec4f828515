"""What anybody may ask a public office: government information."""

from wuai.contexts.applications.declarations.statements import CONTACT
from wuai.contexts.applications.rules import declaration as d
from wuai.kernel.bilingual import Bilingual

GOVERNMENT_INFORMATION = d.Declaration(
    code="GOVERNMENT_INFORMATION",
    version=1,
    group="INFORMATION",
    title=Bilingual("申請提供政府資訊", "Request for government information"),
    summary=Bilingual(
        "任何國民都可以申請分署持有的政府資訊；不能提供的部分會說明理由。",
        "Ask for information that the branch holds; if part of it cannot be given, we say why.",
    ),
    applicants=(d.ANYONE,),
    case=d.NEVER,
    sections=(
        d.Section(
            code="WANTED",
            title=Bilingual("您要什麼資訊", "What you want"),
            questions=(
                d.Question(
                    name="content", kind=d.LONG_TEXT, label=Bilingual("內容要旨", "What it is about"),
                    longest=2000, sample="114 年度各月份拍賣公告件數",
                ),
                d.Question(
                    name="copies", kind=d.NUMBER, label=Bilingual("份數", "Copies"), least=1, most=20,
                    sample="1",
                ),
                d.Question(
                    name="purpose", kind=d.TEXT, label=Bilingual("用途", "Purpose"), sample="學術研究",
                ),
                d.Question(
                    name="form", kind=d.CHOICE, label=Bilingual("希望的形式", "In which form"),
                    options=(
                        d.Option("FILE", Bilingual("電子檔", "A file")),
                        d.Option("PAPER", Bilingual("紙本", "On paper")),
                        d.Option("LOOK", Bilingual("到場閱覽", "Look at it here")),
                    ),
                    sample="FILE",
                ),
            ),
        ),
        d.Section(
            code="APPLICANT",
            title=Bilingual("申請人", "Who asks"),
            questions=(
                d.Question(name="born_on", kind=d.DAY, label=Bilingual("出生日期", "Date of birth"), sample="79-05-20"),
                d.Question(name="id_number", kind=d.ID_NO, label=Bilingual("身分證統一編號或統一證號", "Identity number"), sample="A123456789"),
                d.Question(name="address", kind=d.ADDRESS, label=Bilingual("地址", "Address"), sample="新竹市東區中正路 1 號"),
            ),
        ),
        CONTACT,
    ),
    rule="FOI_DECISION",
    basis=Bilingual("政府資訊公開法第 10 條", "Freedom of Government Information Law, art. 10"),
    results=(Bilingual("准駁的決定與資訊", "The decision and the information"),),
    two_people=True,
)  # fmt: skip

DECLARATIONS = (GOVERNMENT_INFORMATION,)
