"""When a login by telephone may be asked about again, when it is over, what the ministry's no means."""

from datetime import timedelta

from wuai.kernel.refusal import Refusal

ASK_EVERY = timedelta(seconds=4)
HOLDS = timedelta(seconds=180)


class TelephoneSaidNo(Refusal):
    code = "TELEPHONE_SAID_NO"
    zh = "手機沒有確認這次登入（代碼 {code}）"
    en = "The telephone did not confirm this login (code {code})"
    next_zh = "請確認 App 已綁定本人憑證，再試一次；或改用卡片或通知書查詢"
    next_en = "Check that the app is bound to your certificate and try again, or use your card or your notice"
    status = 422


class TelephoneOver(Refusal):
    code = "TELEPHONE_OVER"
    zh = "這次手機登入已逾時、已用過，或不是由這個視窗開始的"
    en = "This login by telephone took too long, was used already, or was not begun in this window"
    next_zh = "請重新開始"
    next_en = "Begin again"
    status = 422


class TelephoneUnavailable(Refusal):
    code = "TELEPHONE_UNAVAILABLE"
    zh = "目前連不上行動自然人憑證的服務"
    en = "The TW FidO service cannot be reached now"
    next_zh = "請稍後再試，或改用卡片或通知書查詢"
    next_en = "Try again later, or use your card or your notice"
    status = 503


class NumberOfAnotherTelephone(Refusal):
    code = "NUMBER_OF_ANOTHER_TELEPHONE"
    zh = "確認的手機不是這個證號的"
    en = "The telephone that confirmed does not belong to this identity number"
    next_zh = "請輸入本人的證號，再試一次"
    next_en = "Enter your own number and try again"
    status = 422
