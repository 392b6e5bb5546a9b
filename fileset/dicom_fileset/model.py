"""The values that the engines exchange: frozen, compact, nothing is ever written back into them."""

from typing import Final, Literal, NamedTuple

import msgspec

Severity = Literal["error", "warning", "note"]
Action = Literal["copied", "indexed", "re-encoded", "transcoded", "linked", "excluded"]

IN_USE: Final = 0xFFFF


class Where(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a Finding was made: as much of it as is known."""

    path: str | None = None
    offset: int | None = None
    record: str | None = None
    tag: str | None = None


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that was not as the standard says, or that a person should know.

    Attributes
    ----------
    code
        Stable across versions; what machines compare.
    severity
        ``error``: data is missing, wrong or was left out.  ``warning``: something was mended, or
        will trouble other readers.  ``note``: nothing is wrong.
    message, remedy
        For people.
    where
        Path, byte offset, directory record and tag, as far as they are known.
    clause
        The clause of the standard that is concerned.
    before, after
        Of what was mended: as it stands there, and as it was taken; empty where nothing was.
    """

    code: str
    severity: Severity
    message: str
    where: Where
    clause: str
    remedy: str
    before: str = ""
    after: str = ""


class ParentKeys(msgspec.Struct, frozen=True, gc=False):
    """What an instance says of its patient, study and series: raw values without padding.

    One object serves all instances of a series, so what is decided from it is decided once.
    """

    character_set: bytes = b""
    patient_name: bytes = b""
    patient_id: bytes = b""
    patient_birth_date: bytes = b""
    patient_sex: bytes = b""
    study_date: bytes = b""
    series_date: bytes = b""
    acquisition_date: bytes = b""
    content_date: bytes = b""
    study_time: bytes = b""
    accession_number: bytes = b""
    modality: bytes = b""
    study_description: bytes = b""
    series_description: bytes = b""
    study_instance_uid: bytes = b""
    series_instance_uid: bytes = b""
    study_id: bytes = b""
    series_number: bytes = b""
    institution_name: bytes = b""
    institution_address: bytes = b""
    performing_physician_name: bytes = b""


class Pixels(NamedTuple):
    """What pixel data show of themselves, whatever the header says of them.

    Attributes
    ----------
    fragments
        Of a video, without the Basic Offset Table; 0 for everything else.
    syntaxes
        UIDs of the transfer syntaxes that the first compressed frame can be labelled with, as its
        own head tells; empty where it does not tell or is not compressed.
    rows, columns
        Of that frame, or of a video; 0 where it does not tell.
    samples, bits
        Components of that frame, and bits of each; 0 where it does not tell.
    coding
        Of a video ``MPEG2``, ``MPEG4`` or ``HEVC``; ``none`` where it begins like no video; empty
        where it does not tell, and of everything else.
    length
        Of Pixel Data or of what stands for it, ``0xFFFFFFFF`` for an undefined one; -1 where there
        is none, or nobody has looked.
    frames
        That lie in compressed Pixel Data of several, by its offsets or fragments; -1 where these
        do not tell.
    """

    fragments: int = 0
    syntaxes: tuple[str, ...] = ()
    rows: int = 0
    columns: int = 0
    samples: int = 0
    bits: int = 0
    coding: str = ""
    length: int = -1
    frames: int = -1


NOT_SHOWN: Final = Pixels()


class Traits(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """What an instance says of its pixels and its making, as far as a profile may ask for it.

    One object serves all instances that say the same, so what is decided from it is decided once.

    Attributes
    ----------
    raw
        The values of :data:`~dicom_fileset.scan.wanted.TRAIT_TAGS`, in their order, little endian
        and without padding; ``None`` where absent.  A sequence: its items in Explicit VR Little
        Endian.
    overlays
        ``none``, ``data`` (all in (60xx,3000)) or ``embedded`` (one among the pixels).
    pixels
        What the pixel data show of themselves.
    """

    raw: tuple[bytes | None, ...] = ()
    overlays: str = "none"
    pixels: Pixels = NOT_SHOWN


NO_TRAITS: Final = Traits()


class Instance(msgspec.Struct, frozen=True, gc=False):
    """A SOP Instance as its file's header shows it; its pixel data was not read.

    Attributes
    ----------
    path
        Where the file was found.
    size
        Length of the file in bytes.
    sop_class_uid, sop_instance_uid, transfer_syntax_uid
        As the data set and the file meta information have them.
    parents
        Keys of its patient, study and series.
    keys
        Values for its own record, in the order of the keys of its record type; a sequence is
        encoded in Explicit VR Little Endian.
    related_general_sop_class_uid
        (0008,001A), raw; empty for nearly all.
    remarks
        Codes of what is amiss with the file format (PS3.10 7.1); empty when it can be carried
        byte for byte.
    traits
        Of the instance itself; :data:`NO_TRAITS` where nobody has looked.
    """

    path: str
    size: int
    sop_class_uid: str
    sop_instance_uid: str
    transfer_syntax_uid: str
    parents: ParentKeys
    keys: tuple[bytes, ...]
    related_general_sop_class_uid: bytes = b""
    remarks: tuple[str, ...] = ()
    traits: Traits = NO_TRAITS


class Record(msgspec.Struct, frozen=True, gc=False):
    """A directory record (PS3.3 F.3.2.2).

    Attributes
    ----------
    record_type
        Directory Record Type (0004,1430), without padding.
    level
        0 for a record of the root directory entity, 1 for one below it, and so on.
    body
        Its elements but for the two offsets and the in-use flag: Explicit VR Little Endian,
        to the byte as they were read.
    in_use
        Record In-use Flag (0004,1410).
    """

    record_type: str
    level: int
    body: bytes
    in_use: int = IN_USE


class FileSet(msgspec.Struct, frozen=True):
    """A file-set as its Media Storage Directory shows it (PS3.3 F.3).

    Attributes
    ----------
    file_set_uid
        SOP Instance UID of the DICOMDIR; stays the same over updates (PS3.10 8.6).
    file_set_id
        (0004,1130), at most 16 characters.
    records
        Every record that can be reached, parents before their children: the level of each says
        where it stands, offsets are made when it is written.
    preface, epilogue
        Elements of the directory before (0004,1200) other than the File-set ID, and after the
        Directory Record Sequence, to the byte.
    has_directory
        Whether there is a Directory Information Module; without one no updater may change it
        (PS3.10 8.3).
    findings
        What was wrong with the bytes it was read from.
    """

    file_set_uid: str
    file_set_id: str = ""
    records: tuple[Record, ...] = ()
    preface: bytes = b""
    epilogue: bytes = b""
    has_directory: bool = True
    findings: tuple[Finding, ...] = ()


class Branch(msgspec.Struct, frozen=True, gc=False):
    """Where in the hierarchy instances go: complete values for the three records above them.

    Attributes
    ----------
    patient, study, series
        Values for the keys of the record types PATIENT, STUDY and SERIES, in their order.
    patient_id, study_instance_uid, series_instance_uid
        What identifies the three records; the Patient ID may be a synthesised one.
    study_date
        Of the STUDY record.
    character_set
        Specific Character Set of the values, raw.
    """

    patient: tuple[bytes, ...]
    study: tuple[bytes, ...]
    series: tuple[bytes, ...]
    patient_id: bytes
    study_instance_uid: bytes
    series_instance_uid: bytes
    study_date: bytes
    character_set: bytes


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What is to happen to one instance, and why.

    Attributes
    ----------
    file_id
        Components of its File ID; empty for one that is excluded.
    branch
        The records it goes under; ``None`` for one that stands at the root, or is excluded.
    record_type
        Of its own record.
    transfer_syntax_uid
        That it will have.
    reasons
        Why, where there is more to say than that all is well.
    size
        Bytes that its file will have, as far as that can be told before.
    why
        Why it does not stay as it is, for a person.
    estimated
        Whether the size is no more than an estimate.
    lossless
        Whether every pixel is what it was.
    encoder
        Name of the implementation that was used; empty where none was.
    source_syntax_uid
        That it had before it was transcoded; empty for one that was not.
    """

    instance: Instance
    action: Action
    file_id: tuple[str, ...] = ()
    branch: Branch | None = None
    record_type: str = ""
    transfer_syntax_uid: str = ""
    reasons: tuple[Finding, ...] = ()
    size: int = 0
    why: str = ""
    estimated: bool = False
    lossless: bool = True
    encoder: str = ""
    source_syntax_uid: str = ""
