"""Where no provider is configured: each message becomes a file in the outbox folder, as mails do."""

from wuai.platform.gateways import outside_transaction
from wuai.platform.paths import OUTBOX


def keep(channel: str, ref: str, recipient: str, text: str) -> str:
    """Write one message into the folder; its name is its number, so a repetition changes nothing."""
    outside_transaction()
    OUTBOX.mkdir(parents=True, exist_ok=True)
    (OUTBOX / f"{ref}.{channel.lower()}.txt").write_text(f"{recipient}\n\n{text}\n", "utf-8")
    return "kept in the outbox folder"
