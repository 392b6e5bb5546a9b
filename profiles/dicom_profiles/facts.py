"""What a check is told of an instance: a plain value that whoever asks makes."""

from collections.abc import Mapping

import msgspec

Items = tuple[frozenset[str], ...]
Fact = int | str | tuple[str, ...] | Items


class Nonconformance(msgspec.Struct, frozen=True):
    """What of an instance is not as a profile says.

    Attributes
    ----------
    code
        ``profile-sop-class``, ``profile-transfer-syntax``, ``profile-attribute``,
        ``profile-attribute-missing``, ``profile-pixels``, ``profile-video`` or
        ``profile-security``.
    message
        For a person: what is, and what may be.
    clause
        Of PS3.11, or of the part that it points to.
    keyword
        The attribute concerned; empty where it is none.
    """

    code: str
    message: str
    clause: str
    keyword: str = ""


class Facts(msgspec.Struct, frozen=True):
    """An instance as a profile sees it.

    Attributes
    ----------
    sop_class_uid, transfer_syntax_uid
        As its file has them.
    record_type
        Of its directory record (PS3.3 F.5).
    attributes
        By keyword of :data:`~dicom_profiles.attributes.ATTRIBUTES`, with the Python type of its
        kind: ``int``, ``str``, tuple of ``str``, or of each item the keywords.  Present without a
        value: an empty ``str`` or tuple.  Absent: no entry.
    complete
        Whether a keyword without entry is absent; otherwise nobody has looked, and what it would
        have to be is not asked.
    contradictions
        In what it contradicts itself, so that it conforms to no profile.
    """

    sop_class_uid: str
    transfer_syntax_uid: str
    record_type: str
    attributes: Mapping[str, Fact]
    complete: bool = True
    contradictions: tuple[Nonconformance, ...] = ()
