"""Addresses of money that goes out: payments, refunds, statements; for staff and for agencies."""

from django.urls import path

from wuai.contexts.payments.web.online import card_refunds
from wuai.contexts.payments.web.out import payouts, payouts_returned, refunds, statements
from wuai.contexts.payments.web.undoing import chargebacks, terminal_refunds, wrong_refund_slips

app_name = "out"
urlpatterns = [
    path("staff/payments/payouts/", payouts.listed, name="payouts"),
    path("staff/payments/payouts/prepare/", payouts.prepare, name="prepare"),
    path("staff/payments/payouts/results/", payouts.results, name="results"),
    path("staff/payments/payouts/results/<uuid:ref>/", payouts.result, name="result"),
    path("staff/payments/payouts/returned/<uuid:ref>/", payouts_returned.show, name="returned"),
    path(
        "staff/payments/payouts/returned/<uuid:ref>/pay/", payouts_returned.pay_again, name="again"
    ),
    path("staff/payments/payouts/<uuid:ref>/", payouts.show, name="batch"),
    path("staff/payments/payouts/<uuid:ref>/decide/", payouts.decide, name="decide_batch"),
    path("staff/payments/payouts/<uuid:ref>/file/", payouts.download, name="download"),
    path("staff/payments/<uuid:ref>/chargeback/", chargebacks.record, name="chargeback"),
    path(
        "staff/payments/chargebacks/<uuid:ref>/decide/",
        chargebacks.decide,
        name="decide_chargeback",
    ),
    path("staff/payments/refunds/", refunds.listed, name="refunds"),
    path("staff/payments/refunds/new/<uuid:item>/", refunds.ask, name="ask_refund"),
    path("staff/payments/refunds/<uuid:ref>/", refunds.show, name="refund"),
    path("staff/payments/refunds/<uuid:ref>/decide/", refunds.decide, name="decide_refund"),
    path("staff/payments/refunds/<uuid:ref>/card/tell/", card_refunds.tell, name="card_tell"),
    path("staff/payments/refunds/<uuid:ref>/card/settle/", card_refunds.settle, name="card_settle"),
    path("staff/payments/refunds/<uuid:ref>/terminal/", terminal_refunds.record, name="terminal"),
    path(
        "staff/payments/refunds/<uuid:ref>/terminal/undo/",
        terminal_refunds.give_up,
        name="terminal_undo",
    ),
    path(
        "staff/payments/refunds/<uuid:ref>/terminal/wrong/",
        wrong_refund_slips.say,
        name="wrong_slip",
    ),
    path(
        "staff/payments/refunds/wrongslips/<uuid:ref>/decide/",
        wrong_refund_slips.decide,
        name="decide_wrong_slip",
    ),
    path("staff/payments/statements/", statements.listed, name="statements"),
    path("staff/payments/statements/make/", statements.make, name="make_statements"),
    path("staff/payments/statements/<uuid:ref>/", statements.show, name="statement"),
    path("staff/payments/statements/<uuid:ref>.<str:kind>", statements.file, name="statement_file"),
    path("agency/statements/", statements.home, name="agency_statements"),
    path(
        "agency/statements/returned/<uuid:ref>/",
        payouts_returned.for_agency,
        name="agency_returned",
    ),
    path("agency/statements/<uuid:ref>/", statements.for_agency, name="agency_statement"),
    path("agency/statements/<uuid:ref>.<str:kind>", statements.file_for_agency, name="agency_file"),
]
