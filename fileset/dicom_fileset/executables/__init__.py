"""What a file is, by its first bytes and its name; and executables in the preamble of instances.

Nothing is run or opened to find out: bytes are compared with rows.
"""

from .kind import Kind, kind_of
from .preamble import PreambleVerdict, cleared, preamble_findings, preamble_of

__all__ = ["Kind", "PreambleVerdict", "cleared", "kind_of", "preamble_findings", "preamble_of"]
