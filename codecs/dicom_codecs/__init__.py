"""Pixel data and transfer syntaxes: values in, values out, no data set ever seen."""

from .registry import TRANSFER_SYNTAXES, TransferSyntax, transfer_syntax

__all__ = ["TRANSFER_SYNTAXES", "TransferSyntax", "transfer_syntax"]
