"""Header of a file to Instance; folders to files."""

from .failure import ScanFailure
from .scanner import Scanner, scan

__all__ = ["ScanFailure", "Scanner", "scan"]
