"""A file-set held against the standard: records, files, and each against the other."""

from .file_set import verify

__all__ = ["verify"]
