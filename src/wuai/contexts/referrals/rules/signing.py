"""When the signature of an agency on its file counts, and what is said when it does not."""

from dataclasses import dataclass
from datetime import datetime

from wuai.kernel.refusal import Refusal

LARGEST = 64 * 1024
_AGAIN_ZH = "請以機關登錄的憑證重新簽這個檔案；什麼都沒有收"
_AGAIN_EN = "Sign this very file again with a registered certificate; nothing was taken in"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a certificate says of itself."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    since: datetime
    until: datetime


class SignatureBroken(Refusal):
    code = "FILE_SIGNATURE_BROKEN"
    zh = "簽章檔讀不出來：須是一個人簽的、不含原檔的 CMS（PKCS#7）簽章，DER 或 PEM"
    en = "The signature cannot be read: it must be one detached CMS (PKCS#7) signature, DER or PEM"
    next_zh = "請依移送檔簽章格式的指令重新簽章；什麼都沒有收"
    next_en = "Sign it again with the command of the format; nothing was taken in"
    status = 422


class SignatureWeak(Refusal):
    code = "FILE_SIGNATURE_WEAK"
    zh = "簽章或憑證使用已不安全的演算法"
    en = "The signature or its certificate uses an algorithm that is no longer safe"
    next_zh = "請用 SHA-256 以上、RSA 2048 位元或 P-256 以上的金鑰"
    next_en = "Use SHA-256 or better and a key of RSA 2048 bits or P-256 or better"
    status = 422


class SignatureWrong(Refusal):
    code = "FILE_SIGNATURE_WRONG"
    zh = "簽章與檔案不符：檔案在簽章後被更動，或簽的是別的檔案"
    en = "The signature is not of this file: it was changed after signing, or another was signed"
    next_zh, next_en = _AGAIN_ZH, _AGAIN_EN
    status = 422


class SignerUnknown(Refusal):
    code = "FILE_SIGNER_UNKNOWN"
    zh = "簽章的憑證沒有登錄在這個移送機關（序號 {serial}）"
    en = "The certificate of the signature is not registered for this agency (serial {serial})"
    next_zh = "請機關管理者先登錄憑證，或改用已登錄的憑證簽章；什麼都沒有收"
    next_en = "Have the administrator register it, or sign with one that is; nothing was taken in"
    status = 422


class SignerOver(Refusal):
    code = "FILE_SIGNER_OVER"
    zh = "簽章的憑證已停用、過期或尚未生效（序號 {serial}）"
    en = "The certificate of the signature was ended, has expired or is not valid yet ({serial})"
    next_zh = "請登錄有效的憑證，再重新簽章；什麼都沒有收"
    next_en = "Register a valid certificate and sign again with it; nothing was taken in"
    status = 422


class SignatureRequired(Refusal):
    code = "FILE_SIGNATURE_REQUIRED"
    zh = "這個移送機關的移送檔須有電子簽章"
    en = "Files of this agency must be signed"
    next_zh = "請把簽章檔（.p7s）和移送檔一起送；簽章的指令見移送檔簽章格式"
    next_en = "Send the signature (.p7s) together with the file; the format tells how to sign"
    status = 422


class CorrectionUnsigned(Refusal):
    code = "FILE_CORRECTION_UNSIGNED"
    zh = "貴機關的移送檔須有電子簽章，退件列不能在網頁上更正"
    en = "Your agency must sign its files, so rejected rows cannot be corrected on the page"
    next_zh = "請在原檔改好這些列，重新簽章，整份再送一次：其他列會認得，不會重複"
    next_en = (
        "Correct these rows in the file, sign it anew and send it whole: the others are recognised"
    )
    status = 422


class CertificateUnreadable(Refusal):
    code = "AGENCY_CERTIFICATE_UNREADABLE"
    zh = "這不是一張 X.509 憑證"
    en = "This is not one X.509 certificate"
    next_zh = "請選機關的憑證檔（.cer、.crt 或 .pem），不要選含私鑰的檔案"
    next_en = (
        "Choose the agency's certificate (.cer, .crt or .pem), never a file with the private key"
    )
    status = 422


class CertificateUnknown(Refusal):
    code = "AGENCY_CERTIFICATE_UNKNOWN"
    zh = "這個移送機關沒有這張憑證"
    en = "This agency has no such certificate"
    next_zh = "請由憑證清單選取"
    next_en = "Choose it from the list of certificates"
    status = 404


class CertificateKnown(Refusal):
    code = "AGENCY_CERTIFICATE_KNOWN"
    zh = "這張憑證已經登錄過"
    en = "This certificate was registered before"
    next_zh = "請看清單；停用的憑證不能再用，請換一張"
    next_en = "Look at the list; one that was ended cannot be used again, so take another"


def check_time(facts: Facts, *, ended: bool, at: datetime) -> None:
    """Registered, not ended, and within its own validity at this moment."""
    if ended or not facts.since <= at <= facts.until:
        raise SignerOver(serial=facts.serial)
