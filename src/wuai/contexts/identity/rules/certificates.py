"""Why a certificate lets nobody in, and what the local signing component's error codes mean."""

from dataclasses import dataclass
from datetime import timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

# RFC 5280 policies that count: assurance level 3 of the government's key infrastructure.
POLICIES = frozenset({"2.16.886.101.0.3.3"})
LAST_FOUR = "2.16.886.1.100.2.51"
CARD_NUMBER = "2.16.886.1.100.2.204"
NONCE = "1.2.840.113549.1.9.25.3"
# Lists of revocation older than this are no longer believed, even when no newer one can be had.
REVOCATION_GRACE = timedelta(hours=36)
LARGEST_ANSWER = 64 * 1024


class SignatureWrong(Refusal):
    code = "SIGNATURE_WRONG"
    zh = "簽章不正確，或不是簽這一次的登入"
    en = "The signature is wrong, or was not made for this login"
    next_zh = "請重新整理頁面，再登入一次"
    next_en = "Load the page again and log in once more"
    status = 422


class CertificateWeak(Refusal):
    code = "CERTIFICATE_WEAK"
    zh = "簽章或憑證使用已不安全的演算法"
    en = "The signature or the certificate uses an algorithm that is no longer safe"
    next_zh = "請更新跨平台網頁元件；卡片過舊時，請至戶政事務所換發"
    next_en = "Update the signing component; if the card is old, have it replaced at a household registration office"
    status = 422


class CertificateOver(Refusal):
    code = "CERTIFICATE_OVER"
    zh = "憑證已過有效期限，或尚未生效"
    en = "The certificate has expired, or is not valid yet"
    next_zh = "請到內政部憑證管理中心網站展期，或至戶政事務所換發"
    next_en = "Renew it on the site of the MOICA certification authority, or at a household registration office"
    status = 422


class CertificateRevoked(Refusal):
    code = "CERTIFICATE_REVOKED"
    zh = "憑證已廢止或停用"
    en = "The certificate was revoked or suspended"
    next_zh = "請洽內政部憑證管理中心；可先改用「案號、證號與查詢碼」查詢"
    next_en = "Ask the MOICA certification authority; meanwhile you can look up a case with its number, your identity number and the code"
    status = 422


class CertificateUntrusted(Refusal):
    code = "CERTIFICATE_UNTRUSTED"
    zh = "這不是內政部簽發的自然人憑證"
    en = "This is not a citizen certificate issued by the Ministry of the Interior"
    next_zh = "請改插自然人憑證；工商憑證、健保卡不能在這裡登入"
    next_en = (
        "Use your citizen card; business certificates and health insurance cards do not work here"
    )
    status = 422


class CertificateUnfit(Refusal):
    code = "CERTIFICATE_UNFIT"
    zh = "憑證沒有載明本人證號末四碼，不能用來登入"
    en = "The certificate does not hold the last four characters of a person's number"
    next_zh = "請使用本人的自然人憑證（不是附卡或其他憑證）"
    next_en = "Use your own citizen certificate, not another one"
    status = 422


class RevocationUnknown(Refusal):
    code = "REVOCATION_UNKNOWN"
    zh = "目前無法確認憑證是否有效，所以先不讓任何人登入"
    en = "It cannot be checked now whether the certificate is still good, so nobody is let in"
    next_zh = "請稍後再試；可先改用「案號、證號與查詢碼」查詢"
    next_en = "Try again later; meanwhile you can look up a case with its number, your identity number and the code"
    status = 503


@dataclass(frozen=True, slots=True)
class Help:
    """What an error of the component means, and what to do."""

    what: Bilingual
    then: Bilingual


# Codes of the component (ret_code), and of the card behind 0x76000998 / 0x76000999 (last_error).
COMPONENT_ERRORS = {
    "MISSING": Help(
        Bilingual("沒有找到跨平台網頁元件", "The signing component was not found"),
        Bilingual(
            "請先安裝「HiPKI LocalSignServer」並讓它執行；瀏覽器若詢問是否允許連到本機，請選允許。用手機或公用電腦時，請改用行動自然人憑證或案號查詢。",
            "Install “HiPKI LocalSignServer” and let it run; if the browser asks whether to allow a connection to this computer, allow it. On a phone or a shared computer use TW FidO or the look-up by case number.",
        ),
    ),
    "BLOCKED": Help(
        Bilingual("瀏覽器擋住了元件的視窗", "The browser blocked the component's window"),
        Bilingual("請允許本網站開啟彈出式視窗，再按一次。", "Allow this site to open windows, and press again."),
    ),
    "SILENT": Help(
        Bilingual("元件沒有回答", "The component did not answer"),
        Bilingual("請看看是否還有元件的視窗開著；關閉後再試一次。", "See whether a window of the component is still open; close it and try again."),
    ),
    "0x76000006": Help(
        Bilingual("讀卡機裡沒有卡片", "There is no card in the reader"),
        Bilingual("請插入自然人憑證，晶片朝下，再試一次。", "Insert your citizen card, chip first, and try again."),
    ),
    "0x76000031": Help(
        Bilingual("元件不允許本網站使用", "The component does not allow this site"),
        Bilingual("請確認網址正確；元件過舊時請更新。", "Check the address of this page; update the component if it is old."),
    ),
    "0x76100003": Help(
        Bilingual("沒有接上讀卡機", "No card reader is connected"),
        Bilingual("請接上讀卡機，等燈亮後再試一次。", "Connect the reader, wait for its light, and try again."),
    ),
    "0xA0": Help(
        Bilingual("PIN 碼不正確", "The PIN is wrong"),
        Bilingual("連續錯三次會鎖卡。忘記時請先到內政部憑證管理中心網站查明。", "After three wrong tries the card locks. If you forgot it, look it up on the site of the MOICA certification authority first."),
    ),
    "0xA4": Help(
        Bilingual("卡片已鎖住", "The card is locked"),
        Bilingual("請到內政部憑證管理中心網站解鎖，或至戶政事務所辦理；可先改用案號查詢。", "Unlock it on the site of the MOICA certification authority or at a household registration office; meanwhile use the look-up by case number."),
    ),
    "0x76000998": Help(
        Bilingual("卡片或讀卡機沒有完成簽章", "Card or reader did not finish signing"),
        Bilingual("請拔出卡片再插入，再試一次。", "Take the card out, insert it again, and try again."),
    ),
    "OTHER": Help(
        Bilingual("元件回報錯誤", "The component reports an error"),
        Bilingual("請再試一次；仍不成功時，請記下代碼並來電。", "Try again; if it fails again, note the code and call us."),
    ),
}  # fmt: skip
COMPONENT_ERRORS["0x76000999"] = COMPONENT_ERRORS["0x76000998"]
