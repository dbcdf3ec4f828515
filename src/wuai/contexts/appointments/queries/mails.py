"""What stands in a mail about an appointment: number, day, time, place; never about what."""

from django.conf import settings

from wuai.contexts.appointments.models import Booking
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import long_en, long_zh
from wuai.kernel.taipei import TAIPEI

_WORDS = {
    "BOOKED": ("預約已成立", "your appointment is booked",
               "您的預約已成立。", "Your appointment is booked."),
    "MOVED": ("預約已改期", "your appointment has another time",
              "您的預約已改到下面的時間。", "Your appointment now has the time below."),
    "CANCELLED": ("預約已取消", "your appointment is cancelled",
                  "下面這次預約已經取消，請不要在這個時間前來。",
                  "The appointment below is cancelled; please do not come at this time."),
    "CLOSED": ("停止上班，預約取消", "offices closed, appointment cancelled",
               "因為當天停止上班，下面這次預約取消，請以安全為重。可以到網站另外選一個時間；逾期不會因為這次取消而算您的責任。",
               "Offices are closed that day, so the appointment below is cancelled; please stay safe."
               " You can choose another time on the web; the delay is not held against you."),
    "RESTORED": ("預約恢復", "your appointment stands again",
                 "停止上班的公告已經撤回，下面這次預約照常。不方便前來，請改期或打電話給我們。",
                 "The closure was withdrawn and the appointment below stands again. If you cannot"
                 " come, choose another time or call us."),
    "REMIND": ("提醒您的預約", "a reminder of your appointment",
               "提醒您下面這次預約。不能來請改期或取消，時間可以讓給別人。",
               "A reminder of the appointment below. If you cannot come, please change or cancel it,"
               " so that somebody else can have the time."),
}  # fmt: skip
_BODY = (
    "您好：\n\n{said_zh}\n\n預約編號：{number}\n時間：{day_zh} {time}\n地點：{place_zh}\n\n"
    "查詢、改期、取消、加入行事曆：{link}（需要查詢碼）\n聯絡電話：{phone}\n"
    "為了保護您的隱私，信裡不寫辦理的事項。我們不會請您操作提款機；有疑問請撥 165。\n\n"
    "{said_en}\n\nNumber: {number}\nTime: {day_en} {time}\nPlace: {place_en}\n\n"
    "See, change, cancel or add to your calendar: {link} (with your code)\nTelephone: {phone}\n"
)


def mail(booking: Booking, what: str) -> tuple[str, str]:
    """Subject and body, both in two languages."""
    branch = organisation.branch_by_id(booking.branch_id)
    begin = booking.slot.starts_at.astimezone(TAIPEI)
    title_zh, title_en, said_zh, said_en = _WORDS[what]
    room_en = booking.slot.room_en or booking.slot.room
    home = booking.service.where == "HOME"
    body = _BODY.format(
        said_zh=said_zh, said_en=said_en, number=booking.number,
        day_zh=long_zh(begin.date()), day_en=long_en(begin.date()), time=f"{begin:%H:%M}",
        place_zh="您約定的地點" if home else f"{branch.name_zh} {booking.slot.room}".strip(),
        place_en="where we agreed" if home else f"{branch.name_en} {room_en}".strip(),
        link=f"{settings.SITE_URL}/appointments/mine/", phone=branch.phone,
    )  # fmt: skip
    return f"{branch.name_zh}：{title_zh} / {title_en}", body
