"""A statement as headings, paragraphs and tables: what Markdown, HTML, CSV and docx are made of."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .evidence_text import footnote
from .facts_text import chapters_on_media
from .model import HEADS, ProfileRow, Statement, StorageRow, SyntaxSet, TemplateRow
from .parts import Cell, Chapter, Note, Table, instances, plain, span


class Document(NamedTuple):
    """A statement as it is read.

    Attributes
    ----------
    about
        What it is of, a line each.
    notes
        Evidence, by the number that cells refer to.
    """

    title: str
    about: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]


_GROUPS: Final = (
    ("SOP Classes", 2),
    ("Transfer Syntax Set", 1),
    ("DIMSE", 2),
    ("DICOM Web", 2),
    ("Media Services", 3),
    ("Function", 4),
)
_CELLS: Final = (
    ("SCU", "dimse_scu"),
    ("SCP", "dimse_scp"),
    ("UA", "web_ua"),
    ("OS", "web_os"),
    *((head, cell) for cell, head in HEADS.items()),
)
"""Columns of cells that have evidence, with their fields."""
NOTHING: Final = "Nothing was performed so far: the ledger is empty."
_READ: Final = (
    "Y: performed and proven, with the number of its evidence. N: not performed, or not supported.",
    "Create: S Standard SOP Class, P Private SOP Class, N none.",
    "FSC: File-set Creator. FSU: File-set Updater. FSR: File-set Reader (PS3.10 8.3).",
)
_UNDER_PROFILES: Final = (
    "Y: instances were written or read under the profile in this role.",
    "Conformance of a medium is relative to its Application Profile (PS3.2 7.5).",
)


def document_of(statement: Statement) -> Document:
    """The statement as it is read."""
    return Document(
        statement.title,
        tuple(_about(statement)),
        tuple(_chapters(statement)),
        tuple(footnote(row) for row in statement.rows if row.note),
    )


def _about(statement: Statement) -> Iterator[str]:
    if statement.vendor:
        yield f"Vendor: {statement.vendor}"
    yield f"Made by {statement.software} from the ledger of what it performed and proved."
    if statement.environments:
        yield f"Evidence of {span(statement.first, statement.last)}."
    else:
        yield NOTHING


def _chapters(statement: Statement) -> Iterator[Chapter]:
    yield Chapter(
        "N.1.1 Content and Transfer",
        _READ,
        (
            _storage(statement.rows),
            _sets(statement.transfer_syntax_sets),
            *_supported(statement),
            _refused(statement),
            *_not_performed(statement),
        ),
    )
    yield Chapter(
        "N.1.1.1 Structured Reporting Root Template IDs", (), (_templates(statement.sr_templates),)
    )
    yield Chapter(
        "N.1.4 Media Services",
        _UNDER_PROFILES,
        (_profiles(statement.application_profiles),),
    )
    yield from chapters_on_media(statement.media_services)
    yield Chapter("Software that the evidence is of", (), (_environments(statement),))


def _storage(rows: Sequence[StorageRow]) -> Table:
    columns = ("Name", "SOP Class UID", "Abbreviations", *(head for head, _ in _CELLS))
    return Table(
        "Table N.1-1. Storage SOP Classes", columns, tuple(map(_storage_row, rows)), _GROUPS
    )


def _storage_row(row: StorageRow) -> tuple[Cell, ...]:
    sets = "; ".join(row.transfer_syntax_sets) or "-"
    named = row.name if row.status == "performed" else f"{row.name} ({row.status})"
    cells = (getattr(row, field) for _, field in _CELLS)
    return (
        *plain(named, row.sop_class_uid, sets),
        *(Cell(text, (row.note,) if text != "N" else ()) for text in cells),
    )


def _sets(sets: Sequence[SyntaxSet]) -> Table:
    rows = (
        plain(
            f"{one.name} ({one.abbreviation})", member.name, member.uid, member.bulk_data_media_type
        )
        for one in sets
        for member in one.members
    )
    columns = (
        "Transfer Syntax Set",
        "Transfer Syntax Name",
        "Transfer Syntax UID",
        "DICOM Web Service Bulkdata Media Type",
    )
    return Table("Table N.1-2. Supported Transfer Syntaxes", columns, tuple(rows))


def _supported(statement: Statement) -> Iterator[Table]:
    if statement.supported_transfer_syntaxes:
        yield Table(
            "Transfer Syntaxes that are supported, and were not performed so far",
            ("Transfer Syntax Name", "Transfer Syntax UID", "Read by", "Written by"),
            tuple(
                plain(one.name, one.uid, one.decode or "-", one.encode or "-")
                for one in statement.supported_transfer_syntaxes
            ),
        )


def _refused(statement: Statement) -> Table:
    return Table(
        "Transfer Syntaxes that are refused",
        ("Transfer Syntax Name", "Transfer Syntax UID", "Reason", "Clause", "Certainty"),
        tuple(
            plain(one.name, one.uid, one.reason, one.clause, one.certainty)
            for one in statement.refused
        ),
    )


def _not_performed(statement: Statement) -> Iterator[Table]:
    if statement.not_performed:
        yield Table(
            "What the exercise could not perform",
            ("SOP Class UID", "Transfer Syntax UID", "Role", "Reason"),
            tuple(
                plain(one.sop_class_uid, one.transfer_syntax_uid, one.role, one.reason)
                for one in statement.not_performed
            ),
        )


def _templates(rows: Sequence[TemplateRow]) -> Table:
    return Table(
        "Table N.1-3. Supported Root SR Template IDs (TIDs)",
        ("Name", "Root TID", "Function", "SOP Classes", "Condition"),
        tuple(map(_template_row, rows)),
    )


def _template_row(row: TemplateRow) -> tuple[Cell, ...]:
    classes = "; ".join(
        f"{name} {uid}" for name, uid in zip(row.sop_classes, row.sop_class_uids, strict=True)
    )
    return (
        *plain(row.name, row.tid),
        Cell("; ".join(row.functions), row.notes),
        *plain(classes, row.condition),
    )


def _profiles(rows: Sequence[ProfileRow]) -> Table:
    return Table(
        "Media Storage Application Profiles",
        ("Application Profile", "Title", "Kind", "Medium", "FSC", "FSU", "FSR", "Evidence"),
        tuple(
            plain(
                one.name,
                one.title or "-",
                f"{one.kind} ({one.source})" if one.source else one.kind,
                one.medium or "-",
                one.fsc,
                one.fsu,
                one.fsr,
                _evidence_of(one),
            )
            for one in rows
        ),
    )


def _evidence_of(row: ProfileRow) -> str:
    if row.status != "performed":
        return row.status
    classes = f"{row.sop_classes} SOP Class{'' if row.sop_classes == 1 else 'es'}"
    return f"{instances(row.instances)} of {classes}, {span(row.first, row.last)}"


def _environments(statement: Statement) -> Table:
    return Table(
        "Versions",
        ("Number", "dicom-fileset", "With"),
        tuple(
            plain(str(one.number), one.software or "-", ", ".join(one.versions) or "-")
            for one in statement.environments
        ),
    )
