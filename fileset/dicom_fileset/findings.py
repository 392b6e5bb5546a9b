"""Every code a Finding can bear, with its severity, clause and remedy: the contract with machines."""

from types import MappingProxyType
from typing import Final, NamedTuple

from .model import Finding, Severity, Where


class Code(NamedTuple):
    """What is the same in all Findings of one code."""

    severity: Severity
    clause: str
    remedy: str


CODES: Final = MappingProxyType(
    {
PLACEHOLDER
    }
)


def finding(code: str, message: str, where: Where | None = None) -> Finding:
    """A Finding of a known code.

    Raises
    ------
    KeyError
        The code has no row in :data:`CODES`.
    """
    severity, clause, remedy = CODES[code]
    return Finding(code, severity, message, where or Where(), clause, remedy)
