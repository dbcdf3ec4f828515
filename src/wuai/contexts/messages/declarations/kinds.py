"""The kinds that every context may use; a context with its own words declares its own kind."""

from wuai.contexts.messages.rules.kinds import Kind, Words, declare
from wuai.kernel.bilingual import Bilingual

_FOOT_ZH = (
    "\n\n為了保護您的隱私，這封信不寫姓名、金額與事由；登入後可以看到完整內容，內容以登入後所見為準。"
    "\n有疑問或有困難，請打 {phone}，我們一起想辦法。我們不會請您操作提款機；疑似詐騙請撥 165。\n"
)
_FOOT_EN = (
    "\n\nTo protect your privacy this message gives no name, amount or reason. Log in to read the whole;"
    " what you see there is what counts.\nQuestions or difficulties: {phone}. We never ask anybody to"
    " operate a cash machine; if in doubt call 165.\n"
)


def _kind(code: str, name: Bilingual, zh: str, en: str, **how: bool) -> Kind:
    return declare(
        Kind(
            code, name,
            Words(f"{{branch}}：{name.zh}（{{reference}}）", f"您好，這裡是{{branch}}：\n\n{zh}（編號 {{reference}}）：{{link}}{_FOOT_ZH}",
                  f"{{branch}}：{zh} {{link}}"),
            Words(f"{{branch}}: {name.en} ({{reference}})", f"Hello from {{branch}},\n\n{en} (number {{reference}}): {{link}}{_FOOT_EN}",
                  f"{{branch}}: {en} {{link}}"),
            **how,
        )
    )  # fmt: skip


CASE_NEWS = _kind(
    "CASE_NEWS", Bilingual("您的案件有新進度", "news in your case"),
    "您的案件有新進度，請登入查看", "There is news in your case; please log in to read it",
)  # fmt: skip
ACT_DONE = _kind(
    "ACT_DONE", Bilingual("執行行為通知", "an act of enforcement"),
    "本分署辦理了一件與您有關的事項，請登入查看", "This branch did something that concerns you; please log in",
    call=True,
)  # fmt: skip
NOTICE_SENT = _kind(
    "NOTICE_SENT", Bilingual("寄出通知書", "a notice was sent to you"),
    "本分署寄了一份通知書給您，登入後可以先看", "This branch sent you a notice; log in to read it now",
)  # fmt: skip
CASE_CLOSED = _kind(
    "CASE_CLOSED", Bilingual("案件結案", "a case was closed"),
    "您有案件已經結案，可登入查看", "A case of yours was closed; log in to see it",
)  # fmt: skip
PLAN_NEWS = _kind(
    "PLAN_NEWS", Bilingual("分期繳納通知", "news about your instalments"),
    "您的分期繳納有新的決定，請登入查看", "There is a decision about your instalments; please log in",
    call=True,
)  # fmt: skip
RECEIVED = _kind(
    "RECEIVED", Bilingual("收件確認", "we received what you sent"),
    "我們已經收到您的文件，可用編號查詢進度", "We received what you sent; follow it by its number", urgent=True,
)  # fmt: skip
COMPLETE = _kind(
    "COMPLETE", Bilingual("請補正文件", "something is missing"),
    "您的申請還差一些資料，請登入查看並補正", "Your application lacks something; please log in and complete it",
    call=True,
)  # fmt: skip
ANSWERED = _kind(
    "ANSWERED", Bilingual("申請有答復了", "there is an answer"),
    "您的申請已經有結果，可用編號查看答復", "There is an answer to what you asked for; read it by its number",
)  # fmt: skip
DAY_MOVED = _kind(
    "DAY_MOVED", Bilingual("日期有變動", "a day has moved"),
    "與您有關的日期有變動，請查看新的日期", "A day that concerns you has moved; please look at the new one",
    urgent=True, call=True,
)  # fmt: skip
CONFIRM = declare(
    Kind(
        "CONFIRM", Bilingual("請確認信箱", "please confirm this mailbox"),
        Words("{branch}：請確認信箱", "您好，這裡是{branch}：\n\n有人請我們把通知寄到這個信箱。是您的話，請開啟下面的網頁確認；確認以前不會寄任何通知到這裡。\n不是您的話，也請在那裡告訴我們。連結 14 天內有效：{link}\n\n有疑問請打 {phone}。我們不會請您操作提款機；疑似詐騙請撥 165。\n",
              "{branch}：請確認信箱 {link}"),
        Words("{branch}: please confirm this mailbox", "Hello from {branch},\n\nSomebody asked us to send word to this mailbox. If that was you, open the page below and confirm it; until then nothing is sent here. If it was not, tell us there. The link holds for 14 days: {link}\n\nQuestions: {phone}. We never ask anybody to operate a cash machine; if in doubt call 165.\n",
              "{branch}: please confirm this mailbox {link}"),
        urgent=True,
    )
)  # fmt: skip
MONEY_IN = _kind(
    "MONEY_IN", Bilingual("款項已入帳", "your payment was posted"),
    "您的款項已經入帳，可登入查看", "Your payment was posted; log in to see it", necessary=False,
)  # fmt: skip
REMINDER = _kind(
    "REMINDER", Bilingual("提醒", "a reminder"),
    "提醒您近日有一個日期，可登入查看", "A day of yours is near; log in to see it", necessary=False,
)  # fmt: skip
CARE = _kind(
    "CARE", Bilingual("可以提供您的協助", "help that is open to you"),
    "有一些協助可以提供您，歡迎登入查看或來電", "There is help that is open to you; log in or call us",
    necessary=False,
)  # fmt: skip
