"""Creditors and buyers: distribution, sale, delivery, and money that goes back."""

from wuai.contexts.applications.rules import checks
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.asking import (
    ACCOUNT,
    APPLICANT,
    CASE,
    CASE_NUMBER,
    ask,
    page,
    paper,
)
from wuai.kernel.bilingual import Bilingual

JOIN_DISTRIBUTION = d.Declaration(
    code="JOIN_DISTRIBUTION",
    version=1,
    group="CREDITOR",
    title=Bilingual("聲明參與分配", "Joining the distribution"),
    summary=Bilingual(
        "您對義務人也有債權：在期限前聲明，一起分配執行所得的錢。",
        "You too are owed by the obligor: say so in time and share in what enforcement brings.",
    ),
    applicants=(d.CREDITOR, d.AGENT),
    sections=(
        page(
            "CLAIM", "您的債權", "Your claim", CASE_NUMBER,
            ask("title", d.TEXT, "執行名義", "Enforceable title", "臺灣新竹地方法院 114 年度司促字第 1 號支付命令"),
            ask("principal", d.MONEY, "本金", "Principal", "300,000", least=1),
            ask("interest", d.TEXT, "利息與違約金的算法", "Interest and penalty", "自 114-01-01 起年息 5%",
                required=False),
            ask("priority", d.CHOICE, "有沒有優先權", "Priority", "NONE", options=(
                ("NONE", "沒有", "None"), ("MORTGAGE", "抵押權", "A mortgage"),
                ("OTHER", "其他優先權", "Another priority"))),
        ),
        APPLICANT,
        ACCOUNT,
    ),
    evidence=(
        paper("TITLE", "執行名義", "The enforceable title", required=True),
        paper("PAPERS", "其他證明", "Other papers"),
    ),
    check=checks.open_case,
    basis=Bilingual("強制執行法第 32 條、第 34 條", "Compulsory Enforcement Act, art. 32 and 34"),
    results=(Bilingual("列入分配的通知", "Word that your claim is in the table"),),
)  # fmt: skip

TAKING_OVER = d.Declaration(
    code="TAKING_OVER",
    version=1,
    group="CREDITOR",
    title=Bilingual("聲明承受", "Taking over what was not sold"),
    summary=Bilingual(
        "拍賣沒有人買，到場的債權人可以照該次底價承受。",
        "When nobody bids, a creditor may take the property at the reserve price of that auction.",
    ),
    applicants=(d.CREDITOR, d.AGENT),
    sections=(
        page(
            "LOT", "承受的標的", "What you take over", CASE_NUMBER,
            ask("auction_on", d.DAY, "拍賣日", "Day of the auction", "115-11-20"),
            ask("lot", d.TEXT, "標別", "Lot", "甲標"),
            ask("price", d.MONEY, "承受價額", "Price", "3,200,000", least=1),
            ask("set_off", d.YES_NO, "要用債權抵繳嗎", "Set it off against your claim", "yes"),
        ),
        APPLICANT,
    ),
    check=checks.open_case,
    basis=Bilingual("強制執行法第 91 條", "Compulsory Enforcement Act, art. 91"),
    results=(Bilingual("准予承受與繳款通知", "The decision, and what to pay by when"),),
)  # fmt: skip

OFFER_TO_BUY = d.Declaration(
    code="OFFER_TO_BUY",
    version=1,
    group="SALE",
    title=Bilingual("應買聲明", "Offer to buy after the auctions"),
    summary=Bilingual(
        "公告應買期間內，願意照公告條件買下的人可以聲明。",
        "While an announcement for offers runs, anybody may offer to buy on its terms.",
    ),
    applicants=(d.BIDDER, d.ANYONE),
    sections=(
        page(
            "OFFER", "您要買的", "What you offer to buy", CASE_NUMBER,
            ask("lot", d.TEXT, "標別", "Lot", "乙標"),
            ask("price", d.MONEY, "願買價額", "Price", "1,600,000", least=1),
            ask("shares", d.TEXT, "共同應買人與持分（有才填）", "Joint buyers and shares, if any",
                required=False),
        ),
        APPLICANT,
    ),
    evidence=(paper("DEPOSIT", "保證金證明", "Proof of the deposit"),),
    check=checks.open_case,
    basis=Bilingual("強制執行法第 95 條", "Compulsory Enforcement Act, art. 95"),
    results=(Bilingual("准駁與繳款通知", "The decision, and what to pay by when"),),
)  # fmt: skip

DELIVERY_OF_POSSESSION = d.Declaration(
    code="DELIVERY_OF_POSSESSION",
    version=1,
    group="SALE",
    title=Bilingual("申請點交不動產", "Delivery of possession"),
    summary=Bilingual(
        "買到的房地還被占用，申請分署到現場點交給您。",
        "What you bought is still occupied: ask the branch to hand it over to you on the spot.",
    ),
    applicants=(d.BIDDER, d.CREDITOR, d.AGENT),
    sections=(
        page(
            "PROPERTY", "要點交的房地", "The property", CASE_NUMBER,
            ask("certificate", d.TEXT, "權利移轉證書字號", "Number of the certificate of transfer",
                "竹執 115 移字第 12 號"),
            ask("property", d.TEXT, "門牌或地號", "Address or lot number", "新竹市東區光復路 3 號"),
            ask("occupant", d.TEXT, "現在占用的人（知道才填）", "Who is there now, if you know",
                required=False),
            ask("again", d.YES_NO, "點交後又被占用了嗎", "Was it taken back after a delivery", "no"),
        ),
        APPLICANT,
    ),
    evidence=(paper("CERTIFICATE", "權利移轉證書", "The certificate of transfer"),),
    basis=Bilingual("強制執行法第 99 條", "Compulsory Enforcement Act, art. 99"),
    results=(Bilingual("履勘與點交的日期", "The days of inspection and delivery"),),
)  # fmt: skip

INHERITANCE_REGISTRATION = d.Declaration(
    code="INHERITANCE_REGISTRATION",
    version=1,
    group="CREDITOR",
    title=Bilingual("代辦不動產繼承登記", "Registering an inheritance on behalf"),
    summary=Bilingual(
        "義務人繼承的不動產還沒登記，申請由分署函請地政機關代辦，才能拍賣。",
        "Property that the obligor inherited is not registered yet: ask that it be done so it can be sold.",
    ),
    applicants=(d.CREDITOR, d.AGENT),
    sections=(
        page(
            "ESTATE", "繼承的不動產", "The inherited property", CASE_NUMBER,
            ask("deceased", d.NAME, "被繼承人", "Who died", "王老先生", longest=100),
            ask("died_on", d.DAY, "死亡日期", "Day of death", "112-03-05"),
            ask("property", d.LONG_TEXT, "不動產標示", "The property", "新竹縣竹東鎮長春段 100 地號", longest=1000),
            ask("heirs", d.LONG_TEXT, "繼承人", "The heirs", "王大明、王小明", longest=1000),
        ),
        APPLICANT,
    ),
    evidence=(
        paper("REGISTER", "土地或建物登記謄本", "Land register extract"),
        paper("FAMILY", "繼承系統表與戶籍資料", "Family tree and household register"),
    ),
    check=checks.open_case,
    basis=Bilingual("強制執行法第 11 條", "Compulsory Enforcement Act, art. 11"),
    results=(Bilingual("函請地政機關登記的結果", "What the land office registered"),),
)  # fmt: skip


def _going_back(
    code: str, title: Bilingual, summary: Bilingual, *asked: d.Question
) -> d.Declaration:
    return d.Declaration(
        code=code,
        version=1,
        group="SALE",
        title=title,
        summary=summary,
        applicants=(d.BIDDER, d.CREDITOR, d.AGENT),
        sections=(page("WHAT", "要退還什麼", "What goes back", CASE_NUMBER, *asked), APPLICANT, ACCOUNT),
        evidence=(paper("RECEIPT", "收據或匯款證明", "Receipt or proof of transfer"),),
        two_people=True,
        results=(Bilingual("退還的日期與金額", "When and how much is returned"),),
    )  # fmt: skip


_AMOUNT = ask("amount", d.MONEY, "金額", "Amount", "500,000", least=1)
RETURN_DEPOSIT = _going_back(
    "RETURN_DEPOSIT",
    Bilingual("申請退還投標保證金", "Return of a bid deposit"),
    Bilingual("沒有得標，或標案停止：保證金匯回您本人的帳戶。",
              "You did not win, or the auction stopped: the deposit goes to your own account."),
    ask("auction_on", d.DAY, "開標日", "Day of the auction", "115-11-20"),
    ask("lot", d.TEXT, "標別", "Lot", "甲標"),
    _AMOUNT,
)  # fmt: skip
RETURN_BOND = _going_back(
    "RETURN_BOND",
    Bilingual("申請退還擔保金或履約保證金", "Return of a bond"),
    Bilingual("擔保的原因消滅了，申請退還當時提出的擔保金。",
              "What the bond stood for is over: ask for it back."),
    ask("given_on", d.DAY, "提出擔保的日期", "When it was given", "114-06-01"),
    ask("why", d.LONG_TEXT, "為什麼可以退還", "Why it can be returned", "案件已全部繳清。", longest=500),
    _AMOUNT,
)  # fmt: skip
RETURN_BID_PAPERS = d.Declaration(
    code="RETURN_BID_PAPERS",
    version=1,
    group="SALE",
    title=Bilingual("申請退還投標文件", "Return of bid papers"),
    summary=Bilingual("沒有得標，取回投標時附的文件。", "You did not win: take back the papers of your bid."),
    applicants=(d.BIDDER, d.AGENT),
    sections=(
        CASE,
        page(
            "BID", "哪一次投標", "Which bid",
            ask("auction_on", d.DAY, "開標日", "Day of the auction", "115-11-20"),
            ask("lot", d.TEXT, "標別", "Lot", "甲標"),
            ask("papers", d.TEXT, "要退還的文件", "Papers", "委任狀正本"),
            ask("delivery", d.CHOICE, "怎麼給您", "How you get them", "COUNTER", options=(
                ("COUNTER", "到櫃檯領", "At the counter"), ("MAIL", "郵寄", "By post"))),
        ),
        APPLICANT,
    ),
    results=(Bilingual("領取或寄出的日期", "When they can be picked up or were sent"),),
)  # fmt: skip

DECLARATIONS = (
    JOIN_DISTRIBUTION, TAKING_OVER, OFFER_TO_BUY, DELIVERY_OF_POSSESSION, INHERITANCE_REGISTRATION,
    RETURN_DEPOSIT, RETURN_BOND, RETURN_BID_PAPERS,
)  # fmt: skip
