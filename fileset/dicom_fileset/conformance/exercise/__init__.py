"""Every cell of the statement performed on samples, through the engines that users use."""

from .cells import Cell, Gap
from .running import Exercised, exercised

__all__ = ["Cell", "Exercised", "Gap", "exercised"]
