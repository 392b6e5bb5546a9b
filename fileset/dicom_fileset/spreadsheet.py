"""Texts for CSV (RFC 4180): what a spreadsheet shows is what was written, and nothing is run."""

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe is put before it.

    Numbers stay numbers, and a lone dash stands for nothing.

    >>> [as_cell(text) for text in ("=1+1", "-5.1", "@sum", "-")]
    ["'=1+1", '-5.1', "'@sum", '-']
    """
    harmless = not text.startswith(_FORMULA) or text == "-" or _is_number(text)
    return text if harmless else f"'{text}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()
