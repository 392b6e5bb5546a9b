"""Codes of Findings, a table a room; ``findings.CODES`` is all of them."""
