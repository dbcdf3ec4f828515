"""NewebPay's card page (MPG): orders encrypted, messages encrypted and signed."""
