"""Pages for everybody: the front page, and the payment page behind the QR code of a notice."""
