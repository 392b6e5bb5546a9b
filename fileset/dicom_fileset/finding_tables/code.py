"""What is the same in all Findings of one code."""

from typing import NamedTuple

from ..model import Severity


class Code(NamedTuple):
    """Severity, clause and remedy of a code."""

    severity: Severity
    clause: str
    remedy: str
