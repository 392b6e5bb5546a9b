"""What can be imported from: a mounted disc or folder, a zip, an ISO 9660 image."""

from .medium import Entry, Limits, Medium, Source
from .opening import open_medium

__all__ = ["Entry", "Limits", "Medium", "Source", "open_medium"]
