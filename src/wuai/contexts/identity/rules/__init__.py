"""Who may make whom what, which passwords are taken, how long a login holds."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from wuai.kernel.refusal import Refusal
from wuai.kernel.text import fold

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
# Between the password and the second factor.
HALF_WAY = timedelta(minutes=10)
PASSWORDS_REMEMBERED = 3
# Failures from one address in a quarter of an hour, over all accounts.
ADDRESS_LIMIT = 50
TOKEN_SCOPES = ("referral.write", "case.read", "payment.write", "feedback.read")
TOKEN_LONGEST = timedelta(days=366)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]", re.ASCII)

PERMISSIONS = frozenset(
    [
        "case.view",
        "case.edit",
        "case.assign",
        "case.return",
        "case.close",
        "party.view",
        "party.reveal",
        "referral.intake",
        "referral.accept",
        "notice.issue",
        "notice.template",
        "service.record",
        "service.approve",
        "night.register",
        "payment.view",
        "payment.counter",
        "payment.import",
        "payment.settle",
        "payment.approve",
        "ledger.view",
        "reference.edit",
        "account.manage",
        "audit.view",
        "appointment.view",
        "appointment.edit",
        "application.view",
        "application.edit",
        "application.decide",
        "application.confidential",
        "petition.view",
        "petition.edit",
        "petition.approve",
        "petition.ethics",
        "petition.harassment",
        "petition.confidential",
        "care.view",
        "care.record",
        "care.pause",
        "instalment.record",
        "instalment.approve",
        "instalment.approve_large",
        "objection.record",
        "objection.approve",
        "report.view",
        "system.operate",
    ]
)
SCOPES = frozenset(
    ["agency.cases", "agency.refer", "agency.payments", "agency.consent", "agency.admin"]
)


class LoginFailed(Refusal):
    code = "LOGIN_FAILED"
    zh = "帳號或密碼不正確，或帳號暫時鎖定"
    en = "The account or the password is wrong, or the account is locked for a while"
    next_zh = "請查對後再試；連續 5 次失敗會鎖定 15 分鐘。忘記密碼請洽帳號管理人員"
    next_en = (
        "Check and try again; 5 failures lock it for 15 minutes. If you forgot the password, "
        "ask your account administrator"
    )
    status = 401


class CodeWrong(Refusal):
    code = "CODE_WRONG"
    zh = "驗證碼不正確、已經用過或已逾時"
    en = "The code is wrong, was already used, or is too old"
    next_zh = "請輸入驗證器目前顯示的 6 位數字，或一組尚未用過的 8 位備用碼"
    next_en = "Enter the 6 digits your authenticator shows now, or an unused 8-digit recovery code"
    status = 401


class TooManyAttempts(Refusal):
    code = "TOO_MANY_ATTEMPTS"
    zh = "這個網路位址登入失敗次數過多"
    en = "Too many logins failed from this network address"
    next_zh = "請於 {minutes} 分鐘後再試"
    next_en = "Try again in {minutes} minutes"
    status = 429


class AccountUnknown(Refusal):
    code = "ACCOUNT_UNKNOWN"
    zh = "查無此帳號"
    en = "There is no such account"
    next_zh = "請回到帳號清單"
    next_en = "Go back to the list of accounts"
    status = 404


class MayNot(Refusal):
    code = "MAY_NOT"
    zh = "帳號「{account}」沒有「{permission}」權限"
    en = "The account “{account}” does not hold the permission {permission}"
    next_zh = "請由具此權限的人辦理，或請帳號管理人員授予角色"
    next_en = "Let somebody do it who holds it, or ask an administrator for the role"
    status = 403


class NotOfThisBranch(Refusal):
    code = "NOT_OF_THIS_BRANCH"
    zh = "帳號「{account}」不是分署 {branch} 的人員"
    en = "The account “{account}” does not serve at the branch {branch}"
    next_zh = "請以 --branch 指定其所屬分署，或改用該分署的帳號"
    next_en = "Name its own branch with --branch, or use an account of this branch"
    status = 403


class NotOfThisAgency(Refusal):
    code = "NOT_OF_THIS_AGENCY"
    zh = "帳號「{account}」不屬於這個移送機關"
    en = "The account “{account}” does not belong to this agency"
    next_zh = "請以 --agency 指定其所屬機關"
    next_en = "Name its own agency with --agency"
    status = 403


class NotYourAccounts(Refusal):
    code = "NOT_YOUR_ACCOUNTS"
    zh = "只能管理本單位的帳號"
    en = "You can manage the accounts of your own branch or agency only"
    next_zh = "請洽該單位的帳號管理人員"
    next_en = "Ask the administrator of that branch or agency"
    status = 403


class NotOnYourself(Refusal):
    code = "NOT_ON_YOURSELF"
    zh = "不能變更自己的角色，也不能停用或重設自己的帳號"
    en = "You cannot change your own roles, or end or reset your own account"
    next_zh = "請由另一位帳號管理人員辦理"
    next_en = "Ask another administrator to do it"
    status = 403


class RoleUnfit(Refusal):
    code = "ROLE_UNFIT"
    zh = "「{role}」不是可以給這個帳號的角色"
    en = "“{role}” is not a role this account can have"
    next_zh = "請由清單選擇角色"
    next_en = "Choose the role from the list"
    status = 422


class RoleHeldAlready(Refusal):
    code = "ROLE_HELD_ALREADY"
    zh = "這個帳號在該期間已有此角色"
    en = "The account holds this role in that time already"
    next_zh = "請先結束原有角色"
    next_en = "End the role it holds first"


class DatesReversed(Refusal):
    code = "DATES_REVERSED"
    zh = "結束日早於開始日"
    en = "The last day is before the first"
    next_zh = "請查對日期"
    next_en = "Check the dates"
    status = 422


class UsernameTaken(Refusal):
    code = "USERNAME_TAKEN"
    zh = "帳號名稱「{username}」已有人使用"
    en = "The username “{username}” is taken"
    next_zh = "請改用另一個名稱"
    next_en = "Choose another one"


class UsernameUnfit(Refusal):
    code = "USERNAME_UNFIT"
    zh = "帳號名稱須為 3 至 60 個小寫英文字母、數字、點、底線或連字號"
    en = "A username has 3 to 60 letters, digits, dots, underscores or hyphens"
    next_zh = "例如 mei-ling.chen"
    next_en = "For example mei-ling.chen"
    status = 422


class PasswordUsedBefore(Refusal):
    code = "PASSWORD_USED_BEFORE"
    zh = "不能再用最近 3 次用過的密碼"
    en = "The last 3 passwords cannot be used again"
    next_zh = "請另想一個密碼；幾個不相干的詞連成一句最好記"
    next_en = "Think of another one; a few unrelated words make a good phrase"
    status = 422


class PasswordWrong(Refusal):
    code = "PASSWORD_WRONG"
    zh = "目前的密碼不正確"
    en = "The present password is wrong"
    next_zh = "請重新輸入"
    next_en = "Enter it again"
    status = 422


class AccountEnded(Refusal):
    code = "ACCOUNT_ENDED"
    zh = "帳號已停用"
    en = "The account has ended"
    next_zh = "停用的帳號不再啟用，請建立新帳號"
    next_en = "An ended account stays ended; create a new one"


class LastFactor(Refusal):
    code = "LAST_FACTOR"
    zh = "這是唯一的第二道驗證，不能移除"
    en = "This is the only second factor and cannot be removed"
    next_zh = "請先加入另一個驗證器或安全金鑰"
    next_en = "Add another authenticator or security key first"


class NotEmpty(Refusal):
    code = "INSTALLATION_NOT_EMPTY"
    zh = "{branch} 已有帳號"
    en = "{branch} has accounts already"
    next_zh = "請由帳號管理人員在「帳號與角色」頁建立"
    next_en = "Let an administrator create it on the accounts page"


class NotADemoAccount(Refusal):
    code = "NOT_A_DEMO_ACCOUNT"
    zh = "「{username}」不是示範帳號"
    en = "“{username}” is not a demo account"
    next_zh = "只有示範帳號可以由命令列取得驗證碼"
    next_en = "Only the codes of demo accounts are printed here"
    status = 404


class TokenUnfit(Refusal):
    code = "TOKEN_UNFIT"
    zh = "權杖至少要有一個範圍，期限在一年以內"
    en = "A token needs at least one scope and ends within a year"
    next_zh = "請選擇範圍與到期日"
    next_en = "Choose the scopes and the last day"
    status = 422


def username(text: str) -> str:
    """A username as it is kept: folded, lower case; refuses what could be mistaken."""
    name = fold(text)
    if _USERNAME.fullmatch(name) is None:
        raise UsernameUnfit(field="username")
    return name


def may_manage(
    *, permissions: frozenset[str], kind: str, own: tuple[int | None, int | None],
    theirs: tuple[int | None, int | None],
) -> bool:  # fmt: skip
    """Whether a person (of ``own`` branch, agency) may manage the accounts of ``theirs``."""
    if kind == "system":
        return True
    needs = "account.manage" if kind == "staff" else "agency.admin"
    return needs in permissions and own == theirs and own != (None, None)


def check_days(since: date, until: date | None) -> None:
    """Refuse a time that ends before it begins."""
    if until is not None and until < since:
        raise DatesReversed(field="until")


def check_token(*, scopes: Iterable[str], on: date, expires_on: date) -> list[str]:
    """The scopes of a token in the order of the list, or a refusal."""
    chosen = set(scopes)
    if not chosen or not chosen <= set(TOKEN_SCOPES) or not on < expires_on <= on + TOKEN_LONGEST:
        raise TokenUnfit(field="scopes")
    return [scope for scope in TOKEN_SCOPES if scope in chosen]
