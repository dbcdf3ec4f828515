"""At the cashier's desk: cash in the till, cheques in keeping; no counterpart tells of them."""

from wuai.contexts.payments.gateways.channel import AT_DESK, IN_THE_TILL, Channel

CHANNELS = (
    Channel(
        "COUNTER", "分署出納櫃檯現金", "Cash at the cashier of the branch", IN_THE_TILL, AT_DESK,
        confirmed=True,
    ),
    Channel("CHEQUE", "支票或郵政匯票", "Cheque or postal money order", IN_THE_TILL, AT_DESK),
)  # fmt: skip
