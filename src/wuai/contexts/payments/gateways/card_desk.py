"""What the simulated card platforms share: orders in memory, a page that says what it is, misbehaviour.

Started beside a demonstration and inside tests; nothing here ever meets a real card. How it
misbehaves is chosen on its page, or by ``misbehave`` in a test.
"""

import html
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.kernel.taipei import TAIPEI

Fields = Mapping[str, str]
LATE_SECONDS = 4.0


@dataclass(slots=True)
class DeskOrder:
    """One order as the platform knows it."""

    order_no: str
    amount: int
    about: str
    notify_url: str
    return_url: str
    status: str = "0"
    trade_no: str = ""
    paid_at: datetime | None = None
    how: Misbehaviour = Misbehaviour.GOOD
    given_back: int = 0


@dataclass(slots=True)
class Page:
    """What the desk answers."""

    body: str
    media_type: str = "text/html; charset=utf-8"
    status: int = 200


class CardDesk(Protocol):
    """One simulated platform."""

    @property
    def orders(self) -> dict[str, DeskOrder]:
        """The orders it knows."""

    def answer(self, path: str, fields: Fields) -> Page:
        """Answer one request."""


@dataclass(slots=True)
class Book:
    """The orders of one simulated platform, and what it does when one is paid."""

    name: str
    message: Callable[[DeskOrder, int, bool], Fields]
    now: Callable[[], datetime] = lambda: datetime.now(TAIPEI)
    send: Callable[[str, Fields], str] = field(default=lambda url, fields: post(url, fields))
    orders: dict[str, DeskOrder] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    count: int = 0

    def press(self, order: DeskOrder, button: str, how: Misbehaviour) -> None:
        """The payer pressed a button on the card page."""
        order.how = how
        if button == "PAY":
            self.count += 1
            order.status, order.paid_at = "1", self.now()
            order.trade_no = f"{order.paid_at:%y%m%d%H%M%S}{self.count:06d}"
        elif button == "FAIL" and order.status != "1":
            order.status = "FAIL"

    def tell(self, order: DeskOrder) -> None:
        """Call the merchant, well or badly."""
        if order.status == "0" or order.how is Misbehaviour.SILENT:
            return
        true = self.message(order, order.amount, False)
        how = order.how
        if how is Misbehaviour.LATE:
            threading.Timer(LATE_SECONDS, self._call, (order, true)).start()
        elif how is Misbehaviour.WRONG_AMOUNT:
            self._call(order, self.message(order, order.amount + 1, False))
        elif how is Misbehaviour.FORGED:
            self._call(order, self.message(order, order.amount, True))
        elif how is Misbehaviour.OUT_OF_ORDER:
            self._call(order, true)
            failed = DeskOrder(
                order.order_no, order.amount, order.about, order.notify_url, order.return_url,
                status="FAIL",
            )  # fmt: skip
            self._call(order, self.message(failed, order.amount, False))
        else:
            for _ in range(2 if how is Misbehaviour.TWICE else 1):
                self._call(order, true)

    def give_back(self, order: DeskOrder, amount: int) -> bool:
        """Give money back to the card; refused when it was not taken, or so much is not left.

        A desk that is late does it, and nobody hears of it.
        """
        may = order.status == "1" and 0 < amount <= order.amount - order.given_back
        if may and order.how is not Misbehaviour.SILENT:
            order.given_back += amount
        return may

    def _call(self, order: DeskOrder, fields: Fields) -> None:
        self.sent.append(self.send(order.notify_url, fields))

    def card_page(self, order: DeskOrder, action: str) -> Page:
        """The page on which a real payer would type the number of a card."""
        choices = "".join(
            f'<label><input type="radio" name="how" value="{one}"'
            f"{' checked' if one == Misbehaviour.GOOD else ''}> {one}</label> "
            for one in Misbehaviour
        )
        return Page(
            _PAGE.format(
                name=html.escape(self.name), amount=f"{order.amount:,}",
                about=html.escape(order.about), order=html.escape(order.order_no),
                action=html.escape(action), choices=choices,
            )
        )  # fmt: skip

    def way_back(self, order: DeskOrder) -> Page:
        """The page that brings the payer's browser back, with the same signed message."""
        fields: Fields = {}
        if order.status != "0" and order.how not in {Misbehaviour.SILENT, Misbehaviour.LATE}:
            amount = order.amount + (order.how is Misbehaviour.WRONG_AMOUNT)
            fields = self.message(order, amount, order.how is Misbehaviour.FORGED)
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(k)}" value="{html.escape(v)}">'
            for k, v in fields.items()
        )
        return Page(
            _BACK.format(
                name=html.escape(self.name), url=html.escape(order.return_url), hidden=hidden
            )
        )


_HEAD = (
    '<!doctype html><html lang="zh-Hant"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>模擬收單 SIMULATION</title>'
    "<main><h1>模擬收單平台（{name}）</h1>"
    "<p><strong>這是示範用的模擬，沒有真的收款。This is a simulation: no money moves.</strong></p>"
)
_PAGE = _HEAD + (
    "<p>{about}<br>NT$ {amount}<br>{order}</p>"
    '<form method="post" action="{action}"><input type="hidden" name="order" value="{order}">'
    '<p><button name="button" value="PAY">付款 Pay</button> '
    '<button name="button" value="FAIL">付款失敗 Fail</button> '
    '<button name="button" value="LEAVE">離開 Leave</button></p>'
    "<fieldset><legend>平台的行為 How it behaves</legend>{choices}</fieldset></form></main>"
)
_BACK = _HEAD + (
    '<form method="post" action="{url}">{hidden}<button>返回商店 Back</button></form></main>'
)


def order_page(desk: Book, fields: Fields, action: str) -> Page:
    """Take the press of a button on the card page."""
    order = desk.orders.get(fields.get("order", ""))
    if order is None or fields.get("how") not in set(Misbehaviour):
        return Page("unknown order", status=404)
    desk.press(order, fields.get("button", ""), Misbehaviour(fields["how"]))
    desk.tell(order)
    return desk.way_back(order)


def post(url: str, fields: Fields) -> str:
    """Call the merchant and give back what it answered."""
    data = urllib.parse.urlencode(fields).encode()
    try:
        with urllib.request.urlopen(url, data=data, timeout=10) as answer:  # noqa: S310 - an address of the settings
            said: str = answer.read(200).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code} {error.read(200).decode('utf-8', 'replace')}"
    except OSError as error:
        return type(error).__name__
    return said


def serve(desks: Mapping[str, CardDesk], port: int = 0) -> ThreadingHTTPServer:
    """A server for several platforms, each below its own first step; not yet running."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            name, _, rest = self.path.lstrip("/").partition("/")
            length = min(int(self.headers.get("Content-Length") or 0), 65536)
            fields = dict(
                urllib.parse.parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True)
            )
            desk = desks.get(name)
            page = Page("", status=404) if desk is None else desk.answer(f"/{rest}", fields)
            self._answer(page)

        def do_GET(self) -> None:
            self._answer(Page("simulated card platforms", "text/plain"))

        def _answer(self, page: Page) -> None:
            body = page.body.encode()
            self.send_response(page.status)
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
