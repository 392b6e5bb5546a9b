"""DICOM media file-sets: created, updated, read and verified; instances transcoded.

The three roles of PS3.10 8.3 are :class:`FileSetCreator`, :class:`FileSetUpdater` and
:class:`FileSetReader`; under them :func:`read_dicomdir` and :func:`write_dicomdir` are pure.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .conformance import Statement, conformance_statement
    from .conformity.terms import Terms
    from .creator import FileSetCreator
    from .dicomdir import read_dicomdir, write_dicomdir
    from .errors import DamagedFileSet, FileSetError, Interrupted, Refused, UsageError
    from .ledger import Ledger
    from .model import FileSet, Finding, Instance, Record, Where
    from .pdi.terms import PdiTerms
    from .reader import FileSetReader
    from .transcoder import Transcoder, transcode
    from .updater import FileSetUpdater
    from .verification import verify
    from .version import __version__

_HOMES: Final = {
    "conformance": ("Statement", "conformance_statement"),
    "conformity.terms": ("Terms",),
    "creator": ("FileSetCreator",),
    "dicomdir": ("read_dicomdir", "write_dicomdir"),
    "errors": ("DamagedFileSet", "FileSetError", "Interrupted", "Refused", "UsageError"),
    "ledger": ("Ledger",),
    "model": ("FileSet", "Finding", "Instance", "Record", "Where"),
    "pdi.terms": ("PdiTerms",),
    "reader": ("FileSetReader",),
    "transcoder": ("Transcoder", "transcode"),
    "updater": ("FileSetUpdater",),
    "verification": ("verify",),
    "version": ("__version__",),
}
"""Where the public names live: loaded when asked for, so that ``--help`` waits for none."""

__all__ = [
    "DamagedFileSet",
    "FileSet",
    "FileSetCreator",
    "FileSetError",
    "FileSetReader",
    "FileSetUpdater",
    "Finding",
    "Instance",
    "Interrupted",
    "Ledger",
    "PdiTerms",
    "Record",
    "Refused",
    "Statement",
    "Terms",
    "Transcoder",
    "UsageError",
    "Where",
    "__version__",
    "conformance_statement",
    "read_dicomdir",
    "transcode",
    "verify",
    "write_dicomdir",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
