"""The typesetter of receipts: one A5 page, tagged, with the QR code that verifies it."""

from wuai.contexts.payments.gateways.receipt_paper.client import typeset

__all__ = ["typeset"]
