"""Instalments as others see them."""
