"""SR documents: read, shown, and their measurements and findings extracted."""

from .content import CodedEntry, ContentItem, SrDocument
from .reading import read_sr

__all__ = [
    "CodedEntry",
    "ContentItem",
    "SrDocument",
    "read_sr",
]
