"""Six weeks at a branch, day by day: what agencies send, what people pay, what goes wrong."""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from wuai.config.demo_appointments import book_appointments
from wuai.config.demo_days import DemoDays, Figures
from wuai.config.demo_desks import fill_desks, remit, tell_statement
from wuai.config.demo_instalments import agree_on_instalments, ask_for_instalments
from wuai.config.demo_objections import object_to_enforcement
from wuai.config.demo_petitions import write_to_mailboxes
from wuai.config.demo_publications import publish_what_came_back
from wuai.config.demo_requests import ask_for_things, care_for_people, receive_at_night
from wuai.config.demo_sales import sell_houses, take_a_fee
from wuai.config.demo_till import close_till, open_till
from wuai.config.simulate import Wanted, write_referrals
from wuai.config.simulate_settlements import odd_rows, settlement_rows, tell
from wuai.contexts.cases import api as cases
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.contexts.referrals import api as referrals

# Who refers how much of the whole, roughly as a branch knows it.
AGENCIES = (("NHI", 0.35), ("NTBN", 0.2), ("HCCTAX", 0.15), ("BLI", 0.15), ("HCMVO", 0.15))
NOTIFIED, NOTICES_AT_MOST = 0.7, 1500
BAD_ROWS = 12
Wrong = payments.Misbehaviour
CONTRACTS = {
    "POST": {"giro_account": "99980105"},
    "IPASS": {"merchant": "DEMO-001"},
    "IC_DEBIT": {"merchant": "DEMO-001"},
    "EASYCARD": {"merchant": "DEMO-001"},
    "EBILL": {"address": "https://ebill.example.invalid/pay?no={number}&amount={amount}"},
}


class Weeks(DemoDays):
    """The same seed and day give the same weeks."""

    def run(self) -> Figures:
        """Work through the weeks."""
        self._sign(self.day(45))
        first = self._refer(self.day(45), round(self.count * 0.8), 1)
        self._notify(first, self.day(42))
        self._settle("CVS_711", 0.15, 3, self.day(30))
        self._serve(self.day(28))
        self._settle("VA", 0.10, 4, self.day(20), Wrong.TWICE, "BANK_FIXED_1")
        remit(self, self.day(15))
        publish_what_came_back(self)
        second = self._refer(self.day(6), self.count - self.figures.cases, 2)
        self._notify(second[: len(second) // 2], self.day(5))
        self._settle("CVS_FAMILY", 0.08, 2, self.day(3), Wrong.OUT_OF_ORDER, "STORE_FIXED_1")
        self._at_the_counter(self.day(2))
        self._at_the_agency(self.day(2))
        tell_statement(self, self.day(3), self.day(1))
        agree_on_instalments(self, self.day(41))
        ask_for_instalments(self, self.day(2))
        self._give_back(self.day(1))
        fill_desks(self)
        book_appointments(self)
        ask_for_things(self)
        receive_at_night(self)
        care_for_people(self)
        object_to_enforcement(self)
        sell_houses(self)
        write_to_mailboxes(self)
        self._refer_badly(self.day(0))
        return self.figures

    def _refer(self, on: date, count: int, number: int) -> list[int]:
        found: list[int] = []
        left, offered = count, self._agencies()
        for place, (agency, share) in enumerate(offered, start=1):
            rows = left if place == len(offered) else min(left, round(count * share))
            left -= rows
            if rows > 0:
                found += self._import(agency, rows, 0, on, self.seed * 10 + number)
        return found

    def _agencies(self) -> list[tuple[str, float]]:
        there = {row.code for row in organisation.agencies(active_only=True)}
        return [(code, share) for code, share in AGENCIES if code in there]

    def _import(self, agency: str, rows: int, bad: float, on: date, seed: int) -> list[int]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{agency}-{on:%Y%m%d}.csv"
            write_referrals(
                path, Wanted(agency=agency, rows=rows, seed=seed, big5=False, bad=bad, on=on)
            )
            outcome = referrals.import_file(
                upload=referrals.read_upload(path, path.name), branch_id=self.branch_id,
                agency_id=organisation.agency(agency).id, by=self.who("allocation", on),
                at=self.at(on, 9), on=on,
            )  # fmt: skip
        self.figures.cases += outcome.accepted
        self.figures.rejected += outcome.rejected
        return referrals.batch_case_ids(outcome.batch)

    def _refer_badly(self, on: date) -> None:
        """A file that an agency has to correct."""
        agency = self._agencies()[0][0]
        self._import(agency, BAD_ROWS, 1.0, on, self.seed * 10 + 9)

    def _notify(self, case_ids: Sequence[int], on: date) -> None:
        chosen = [case_id for case_id in case_ids if self.random.random() < NOTIFIED]
        if not chosen:
            return
        done = notices.issue(
            chosen[:NOTICES_AT_MOST], by=self.who("clerk", on), at=self.at(on, 14), on=on,
            request_key=f"demo:{self.seed}:{on}",
        )  # fmt: skip
        self.figures.notices += done.notices
        self.figures.pages += done.pages
        self.figures.set_aside += done.set_aside

    def _sign(self, on: date) -> None:
        """Invented values: a giro account, a terminal and addresses that lead nowhere real."""
        for code, terms in CONTRACTS.items():
            with suppress(payments.ContractEntered):  # by other weeks of the same branch
                payments.sign_channel(
                    branch_id=self.branch_id, channel_code=code, terms=terms, since=on,
                    by=self.who("chief", on), at=self.at(on, 8),
                )  # fmt: skip

    def _settle(
        self, channel: str, share: float, odd: int, on: date, how: Wrong = Wrong.GOOD,
        layout: str = "",
    ) -> None:  # fmt: skip
        rows = settlement_rows(self.branch_id, channel, share=share, on=on, random=self.random)
        rows += odd_rows(rows, channel, odd, on)
        for content in tell(channel, rows, on, how, layout) if rows else ():
            done = payments.import_settlement(
                branch_id=self.branch_id, channel_code=channel, name=f"{channel}-{on:%Y%m%d}.csv",
                content=content, by=self.who("cashier", on), at=self.at(on, 16), on=on,
            )  # fmt: skip
            self.figures.payments += done.posted
            self.figures.unmatched += done.suspense

    def _serve(self, on: date) -> None:
        """Most notices reach their people; some are deposited, some come back."""
        by = self.who("assistant", on)
        for case_id in self.sample(40):
            for notice in notices.notices_of_case(case_id)[:1]:
                attempt = self._attempt(on)
                notices.record_service(
                    notice_ref=notice.ref, attempt=attempt, key=self.key(notice.ref), by=by,
                    at=self.at(on, 11), on=on,
                )  # fmt: skip
                self.figures.served += 1

    def _attempt(self, on: date) -> notices.Attempt:
        drawn = self.random.random()
        if drawn < 0.65:
            return notices.Attempt("IN_PERSON", on, "住所")
        if drawn < 0.85:
            return notices.Attempt("DEPOSIT", on, "東門郵局")
        return notices.Attempt("FAILED", on, reason="MOVED")

    def _at_the_counter(self, on: date) -> None:
        by = self.who("cashier", on)
        open_till(by, self.at(on, 9), on)
        for part, case_id in enumerate(self.sample(6)):
            owed = sum(cases.balances([case_id], on)[case_id].values())
            amount = owed if part % 2 else max(1, owed // 3)
            payments.take_cash(
                key=self.key(case_id), case_ids=[case_id], amount=amount, payer="示範繳款人",
                by=by, at=self.at(on, 10), on=on,
            )  # fmt: skip
            self.figures.payments += 1
        take_a_fee(self, on)
        close_till(by, self.at(on, 17), on)

    def _at_the_agency(self, on: date) -> None:
        by = self.who("nhi", on)
        held = cases.case_rows(self.sample(200)).values()
        for row in [row for row in held if row.agency_id == by.agency_id][:2]:
            payments.report_agency_payment(
                case_id=row.id, amount=200, paid_on=on, receipt_no=f"DEMO-{row.serial}",
                office="新竹聯合服務中心", by=by, at=self.at(on, 15), on=on,
            )  # fmt: skip
            self.figures.payments += 1

    def _give_back(self, on: date) -> None:
        """One case goes back to its agency."""
        for case_id in self.sample(1):
            cases.return_case(
                case_id=case_id, reason="執行名義未附送達證明文件，經通知未補正",
                by=self.who("officer", on), at=self.at(on, 17), on=on,
            )  # fmt: skip
