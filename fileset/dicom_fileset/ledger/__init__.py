"""What the engines performed and proved: the evidence of a conformance statement (PS3.2 N.1)."""

from .keeping import keep, kept_in, ledger_here
from .model import Operation, Performed, Tally
from .store import Ledger

__all__ = ["Ledger", "Operation", "Performed", "Tally", "keep", "kept_in", "ledger_here"]
