"""Bytes of a DICOMDIR to a FileSet and back, pure both ways."""

from .read import read_dicomdir
from .write import LARGEST, dicomdir_size, write_dicomdir

__all__ = ["LARGEST", "dicomdir_size", "read_dicomdir", "write_dicomdir"]
