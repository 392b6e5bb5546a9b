"""The standard's rules as data, and a strict loader for them."""

from .medium import RESERVED_NAMES, is_leftover

__all__ = ["RESERVED_NAMES", "is_leftover"]
