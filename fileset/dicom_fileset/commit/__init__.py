"""The only place that changes a disk: a file-set goes from one state to the next, or stays."""

from .change import Change
from .recovery import recover

__all__ = ["Change", "recover"]
