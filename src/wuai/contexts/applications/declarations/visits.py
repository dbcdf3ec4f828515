"""Coming to the branch, or the branch coming to you: dates, hours, places."""

from wuai.contexts.applications.declarations.effects import reporting
from wuai.contexts.applications.rules import checks
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.asking import CASE, CONTACT, ask, page, paper
from wuai.kernel.bilingual import Bilingual

_WISH = ask("wish_on", d.DAY, "希望的日期", "The day you wish", "115-12-10")

REPORTING_DATE = d.Declaration(
    code="REPORTING_DATE",
    version=1,
    group="VISIT",
    title=Bilingual("申請改期報到", "A new date for reporting"),
    summary=Bilingual(
        "通知要您到場，但那天不能來：最晚在前一天提出，我們另排日期。",
        "You were asked to come and cannot on that day: tell us the day before at the latest.",
    ),
    sections=(
        CASE,
        page(
            "DATES", "原定與希望的日期", "The date in the notice and the one you wish",
            ask("current_on", d.DAY, "通知書上的報到日", "The date in the notice", "115-12-01"),
            _WISH,
            ask("other_wish_on", d.DAY, "另一個可以的日期", "Another possible day", "115-12-11",
                required=False),
            ask("reason", d.LONG_TEXT, "為什麼不能來", "Why you cannot come", "當天要陪母親開刀。",
                longest=500),
        ),
        CONTACT,
    ),
    evidence=(paper("PROOF", "證明（有才附）", "A proof, if you have one",
                    ("例如診斷證明、出差單", "A medical certificate or travel order")),),
    check=checks.reporting_date,
    arrange=reporting.times,
    effect=reporting.moved,
    results=(Bilingual("新的報到日，或不能改期的理由", "The new date, or why it stays"),),
)  # fmt: skip

EARLY_EVENING_PAYMENT = d.Declaration(
    code="EARLY_EVENING_PAYMENT",
    version=1,
    group="VISIT",
    title=Bilingual("早鳥與夜間繳款", "Paying early in the morning or in the evening"),
    summary=Bilingual(
        "上班時間走不開，可以約清晨或傍晚到分署繳款。",
        "If you cannot leave work, arrange to pay at the branch before or after office hours.",
    ),
    applicants=(d.OBLIGOR, d.AGENT, d.ANYONE),
    sections=(
        CASE,
        page(
            "WHEN", "什麼時候來", "When you come",
            ask("slot", d.CHOICE, "時段", "Time of day", "EARLY", options=(
                ("EARLY", "早鳥 07:00–08:00", "Early, 07:00–08:00"),
                ("EVENING", "夜間 17:30–20:00", "Evening, 17:30–20:00"),
            ), hint=("週一至週五", "Monday to Friday")),
            _WISH,
            ask("amount", d.MONEY, "大約要繳多少", "About how much you pay", "12,000",
                required=False, least=1),
        ),
        CONTACT,
    ),
    check=checks.after_today("wish_on"),
    results=(Bilingual("約定的日期與時間", "The day and time arranged"),),
)  # fmt: skip

HOME_VISIT = d.Declaration(
    code="HOME_VISIT",
    version=1,
    group="VISIT",
    title=Bilingual("愛心到府服務", "A visit at your home"),
    summary=Bilingual(
        "行動不便、年長、重病或要照顧家人，我們到您家裡辦。不收費。",
        "If you cannot easily come, because of age, illness, disability or care, we come to you. Free of charge.",
    ),
    sections=(
        CASE,
        page(
            "WHY", "為什麼需要到府", "Why we should come",
            ask("reasons", d.MANY, "情形（可複選）", "What applies", "ELDERLY ILL", options=(
                ("ELDERLY", "年滿 65 歲", "65 years or older"),
                ("DISABLED", "身心障礙", "A disability"),
                ("ILL", "重病或住院", "Seriously ill or in hospital"),
                ("CARING", "要照顧家人走不開", "I care for somebody"),
                ("OTHER", "其他不便", "Something else"),
            )),
            ask("needs", d.LONG_TEXT, "想辦什麼", "What you need", "想談分期，也想問還欠多少。",
                longest=500),
        ),
        page(
            "WHERE", "去哪裡、什麼時候", "Where and when",
            ask("address", d.ADDRESS, "地址", "Address", "新竹縣竹東鎮長春路 2 號"),
            _WISH,
            ask("time", d.CHOICE, "時段", "Time of day", "AM", options=(
                ("AM", "上午", "Morning"), ("PM", "下午", "Afternoon"))),
        ),
        CONTACT,
    ),
    check=checks.after_today("wish_on"),
    results=(Bilingual("到府的日期、同仁姓名與電話", "The day, and the name and phone of who comes"),),
)  # fmt: skip

ZERO_WAIT = d.Declaration(
    code="ZERO_WAIT",
    version=1,
    group="VISIT",
    title=Bilingual("零等候領件", "Picking up papers without waiting"),
    summary=Bilingual(
        "先告訴我們什麼時候來拿，到了就領。",
        "Tell us when you come; it lies ready for you.",
    ),
    applicants=(d.OBLIGOR, d.AGENT, d.CREDITOR, d.BIDDER),
    sections=(
        CASE,
        page(
            "WHAT", "要領什麼", "What you pick up",
            ask("paper", d.CHOICE, "領取的文件", "The paper", "PROOF", options=(
                ("PROOF", "繳款或清償證明", "A proof of payment"),
                ("TRANSFER", "權利移轉證書", "A certificate of transfer"),
                ("RELEASE", "撤銷扣押或塗銷查封文件", "A release of what was seized"),
                ("SLIP", "繳款單", "A payment slip"),
                ("OTHER", "其他文件", "Another paper"),
            )),
            _WISH,
            ask("time", d.CHOICE, "時段", "Time of day", "AM", options=(
                ("AM", "上午", "Morning"), ("PM", "下午", "Afternoon"))),
        ),
        CONTACT,
    ),
    check=checks.after_today("wish_on"),
    results=(Bilingual("備妥通知與領取窗口", "Word that it is ready, and at which counter"),),
)  # fmt: skip

HOUSE_VIEWING = d.Declaration(
    code="HOUSE_VIEWING",
    version=1,
    group="SALE",
    title=Bilingual("預約看屋", "Viewing a house before the auction"),
    summary=Bilingual(
        "無人居住、或住的人同意的拍賣房屋，可以約時間由同仁帶看。",
        "Houses that are empty, or whose occupants agree, can be seen with one of our people.",
    ),
    applicants=(d.ANYONE, d.BIDDER),
    sections=(
        CASE,
        page(
            "LOT", "看哪一間", "Which house",
            ask("lot", d.TEXT, "標別或房屋地址", "Lot or address", "甲標 新竹市東區光復路 3 號"),
            _WISH,
            ask("people", d.NUMBER, "人數", "How many people", "2", least=1, most=10),
        ),
        CONTACT,
    ),
    check=checks.after_today("wish_on"),
    results=(Bilingual("看屋時間與集合地點，或不能看的理由", "Time and meeting place, or why it cannot be seen"),),
)  # fmt: skip

DECLARATIONS = (REPORTING_DATE, EARLY_EVENING_PAYMENT, HOME_VISIT, ZERO_WAIT, HOUSE_VIEWING)
