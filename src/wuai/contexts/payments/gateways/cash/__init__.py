"""Cash at the cashier of the branch: no counterpart tells of it, it lies in the till."""

from wuai.contexts.payments.gateways.channel import AT_DESK, IN_THE_TILL, Channel

CHANNELS = (
    Channel(
        "COUNTER", "分署出納櫃檯現金", "Cash at the cashier of the branch", IN_THE_TILL, AT_DESK,
        confirmed=True,
    ),
)  # fmt: skip
