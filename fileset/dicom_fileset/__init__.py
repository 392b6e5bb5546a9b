"""DICOM media file-sets: created, updated, read, verified and imported; instances transcoded.

The three roles of PS3.10 8.3 are :class:`FileSetCreator`, :class:`FileSetUpdater` and
:class:`FileSetReader`; under them :func:`read_dicomdir` and :func:`write_dicomdir` are pure.
"""

from importlib import import_module

TYPE_CHECKING = False  # without typing, which takes its time: a command soon hears Ctrl-C
if TYPE_CHECKING:
    from typing import Any

    from .conformance import Statement, conformance_statement
    from .conformity.terms import Terms
    from .creator import FileSetCreator
    from .dicomdir import read_dicomdir, write_dicomdir
    from .errors import DamagedFileSet, FileSetError, Interrupted, Refused, UsageError
    from .gate.expected import expected_identity
    from .gate.identity import Identity
    from .gate.judgement import judge
    from .gate.medium import identities_on
    from .importing.importer import Importer, import_media
    from .importing.report import ImportReport
    from .importing.terms import ImportTerms
    from .ledger import Ledger
    from .migration.migration import Migration, migrate
    from .model import FileSet, Finding, Instance, Record, Where
    from .pdi.terms import PdiTerms
    from .reader import FileSetReader
    from .repairing import repair
    from .sr import SrDocument, read_sr
    from .sr.making.cad_values import CadAlgorithm, CadDetection, CadFinding, CadImage
    from .sr.making.echo_report import echo_report
    from .sr.making.echo_values import (
        EchoGroup,
        EchoMeasurement,
        EchoSection,
        PatientCharacteristic,
    )
    from .sr.making.mammography_cad import mammography_cad
    from .sr.making.values import (
        CodedConcept,
        ImageReference,
        ReportDocument,
        ReportEquipment,
        ReportSubject,
        Verification,
    )
    from .sr.making.writing import write_report
    from .transcoder import Transcoder, transcode
    from .updater import FileSetUpdater
    from .verification import verify
    from .version import __version__

_HOMES = {
    "conformance": ("Statement", "conformance_statement"),
    "conformity.terms": ("Terms",),
    "creator": ("FileSetCreator",),
    "dicomdir": ("read_dicomdir", "write_dicomdir"),
    "errors": ("DamagedFileSet", "FileSetError", "Interrupted", "Refused", "UsageError"),
    "gate.expected": ("expected_identity",),
    "gate.identity": ("Identity",),
    "gate.judgement": ("judge",),
    "gate.medium": ("identities_on",),
    "importing.importer": ("Importer", "import_media"),
    "importing.report": ("ImportReport",),
    "importing.terms": ("ImportTerms",),
    "ledger": ("Ledger",),
    "migration.migration": ("Migration", "migrate"),
    "model": ("FileSet", "Finding", "Instance", "Record", "Where"),
    "pdi.terms": ("PdiTerms",),
    "reader": ("FileSetReader",),
    "repairing": ("repair",),
    "sr.making.cad_values": ("CadAlgorithm", "CadDetection", "CadFinding", "CadImage"),
    "sr.making.echo_report": ("echo_report",),
    "sr.making.echo_values": (
        "EchoGroup",
        "EchoMeasurement",
        "EchoSection",
        "PatientCharacteristic",
    ),
    "sr.making.mammography_cad": ("mammography_cad",),
    "sr.making.values": (
        "CodedConcept",
        "ImageReference",
        "ReportDocument",
        "ReportEquipment",
        "ReportSubject",
        "Verification",
    ),
    "sr.making.writing": ("write_report",),
    "sr": ("SrDocument", "read_sr"),
    "transcoder": ("Transcoder", "transcode"),
    "updater": ("FileSetUpdater",),
    "verification": ("verify",),
    "version": ("__version__",),
}
"""Where the public names live: loaded when asked for, so that ``--help`` waits for none."""

__all__ = [
    "CadAlgorithm",
    "CadDetection",
    "CadFinding",
    "CadImage",
    "CodedConcept",
    "DamagedFileSet",
    "EchoGroup",
    "EchoMeasurement",
    "EchoSection",
    "FileSet",
    "FileSetCreator",
    "FileSetError",
    "FileSetReader",
    "FileSetUpdater",
    "Finding",
    "Identity",
    "ImageReference",
    "ImportReport",
    "ImportTerms",
    "Importer",
    "Instance",
    "Interrupted",
    "Ledger",
    "Migration",
    "PatientCharacteristic",
    "PdiTerms",
    "Record",
    "Refused",
    "ReportDocument",
    "ReportEquipment",
    "ReportSubject",
    "SrDocument",
    "Statement",
    "Terms",
    "Transcoder",
    "UsageError",
    "Verification",
    "Where",
    "__version__",
    "conformance_statement",
    "echo_report",
    "expected_identity",
    "identities_on",
    "import_media",
    "judge",
    "mammography_cad",
    "migrate",
    "read_dicomdir",
    "read_sr",
    "repair",
    "transcode",
    "verify",
    "write_dicomdir",
    "write_report",
]


def __getattr__(name: str) -> "Any":
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
