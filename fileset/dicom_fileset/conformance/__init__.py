"""A conformance statement (PS3.2 Annex N) out of what a ledger proves."""

from .making import conformance_statement, statement_of
from .model import Statement

__all__ = ["Statement", "conformance_statement", "statement_of"]
