"""One instance put where it belongs: copied or re-encoded, and proven."""

from .instance import place, same_content

__all__ = ["place", "same_content"]
