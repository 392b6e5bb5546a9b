"""One instance put where it belongs: copied or re-encoded, and proven."""

from .content import same_content
from .instance import Placed, place

__all__ = ["Placed", "place", "same_content"]
