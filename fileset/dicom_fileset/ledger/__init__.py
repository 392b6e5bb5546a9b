"""What the engines performed and proved: the evidence of a conformance statement (PS3.2 N.1)."""

from .keeping import keep, kept_in, ledger_here
from .model import Activity, Operation, Performed, Proof, Role, Tally
from .store import Ledger

__all__ = [
    "Activity",
    "Ledger",
    "Operation",
    "Performed",
    "Proof",
    "Role",
    "Tally",
    "keep",
    "kept_in",
    "ledger_here",
]
