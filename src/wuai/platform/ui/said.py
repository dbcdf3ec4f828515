"""What an error page says for each status: what happened, why, what to do next."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Said:
    """Title, reason and next step of an error page."""

    title: str | Promise
    why: str | Promise
    next: str | Promise


SAID: Final = {
    400: Said(
        _("這個要求看不懂"),
        _("送來的內容不完整，或格式不對。沒有任何資料被更動。"),
        _("請回到上一頁再試一次；還是不行，請來電並告知查詢編號。"),
    ),
    403: Said(
        _("這一頁不開放給您"),
        _("您的帳號沒有看這一頁的權限，或這筆資料屬於別的單位。"),
        _("如果工作上需要，請向單位的帳號管理人申請。"),
    ),
    404: Said(
        _("找不到這一頁"),
        _("網址可能打錯，或這一頁已經移走。"),
        _("請檢查網址，或從首頁用搜尋找找看。"),
    ),
    409: Said(
        _("資料剛剛被更動過"),
        _("您看到的內容已經不是最新的，所以沒有存檔。"),
        _("請重新整理，看過新的內容後再做一次。"),
    ),
    429: Said(
        _("太快了，請稍等"),
        _("短時間內要求太多次，為了讓大家都能使用，先請您稍等。"),
        _("請過一分鐘再試。"),
    ),
    500: Said(
        _("系統出了問題"),
        _("這不是您的錯，我們已經記錄下來。"),
        _("請稍後再試；如果今天就是期限，請直接來電或到櫃檯辦理。"),
    ),
    503: Said(
        _("系統暫停服務"),
        _("正在維護，或用的人太多。"),
        _("請稍後再試；急件請來電或到櫃檯辦理。"),
    ),
}


def said_for(status: int) -> Said:
    """The words for a status; one that has none of its own speaks as its family does."""
    return SAID.get(status) or SAID[400 if 400 <= status < 500 else 500]
