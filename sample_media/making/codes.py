"""Coded entries (PS3.3 8.8)."""

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """Return a Code Sequence item."""
    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = scheme
    item.CodeMeaning = meaning
    return item


def coded(value: str, scheme: str, meaning: str) -> Sequence:
    """Return a Code Sequence of one item."""
    return Sequence([code(value, scheme, meaning)])
