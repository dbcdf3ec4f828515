"""What care keeps."""

from wuai.contexts.care.models.helping import Destination, Referral, Step
from wuai.contexts.care.models.signals import Pause, Signal

__all__ = ["Destination", "Pause", "Referral", "Signal", "Step"]
