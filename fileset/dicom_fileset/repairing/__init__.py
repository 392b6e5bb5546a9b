"""A damaged file-set given a new, correct directory, from what its records and files say."""

from .file_set import repair

__all__ = ["repair"]
