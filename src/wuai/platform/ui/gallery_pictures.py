"""The drawings of the gallery: two charts and a procedure."""

from typing import Final

from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.pieces import Chart, Series

_MONTHS: Final = [Bilingual(f"{m} 月", name) for m, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"), 1
)]  # fmt: skip

CHARTS: Final = (
    Chart(
        Bilingual("各管道收款件數", "Payments by channel"),
        [Bilingual("便利商店", "Convenience stores"), Bilingual("虛擬帳號", "Virtual accounts"), Bilingual("郵局", "Post office"), Bilingual("分署櫃檯", "Counter"), Bilingual("移送機關代收", "Referring agency")],
        [Series(Bilingual("件數", "Payments"), [18240, 9310, 4120, 2230, 410])],
        note=Bilingual("115 年 1 月至 10 月", "January to October 2026"), label_head=Bilingual("管道", "Channel"),
    ),
    Chart(
        Bilingual("每月新收與終結", "Cases received and closed"),
        _MONTHS,
        [Series(Bilingual("新收", "Received"), [820, 760, 905, 1130, 1240, 980, 870, 1010, 1190, 1060]),
         Series(Bilingual("終結", "Closed"), [700, 690, 880, 940, 1105, 1120, 990, 1005, 1090, 1150])],
        kind="lines", unit=Bilingual("件", "cases"), label_head=Bilingual("月份", "Month"),
    ),
)  # fmt: skip

FLOW_SVG: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 260 330" width="260" height="330">
<g fill="none" stroke="black"><rect x="40" y="8" width="180" height="52" rx="6"/><path d="M130 60V96"/>
<polygon fill="black" points="130,104 125,94 135,94"/><rect x="40" y="106" width="180" height="52" rx="6"/>
<path d="M130 158V194"/><polygon fill="black" points="130,202 125,192 135,192"/>
<polygon points="130,204 220,236 130,268 40,236"/><path d="M130 268V292"/>
<polygon fill="black" points="130,300 125,290 135,290"/></g>
<g text-anchor="middle" font-size="15"><text x="130" y="40">移送</text><text x="130" y="138">分案</text>
<text x="130" y="241">繳清了嗎</text><text x="130" y="320">結案</text></g></svg>"""
FLOW_STEPS: Final = [
    Bilingual("移送機關送件。", "The agency refers the case."),
    Bilingual("分署編號並分案。", "The branch numbers and assigns it."),
    Bilingual("繳清就結案，沒有就繼續執行。", "Paid in full: closed. If not, enforcement goes on."),
]
