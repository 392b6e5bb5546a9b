"""A file to the SR document in it."""

import os
import stat
import zlib
from typing import Final, NamedTuple

import msgspec

from ..elements import stripped, tag_name
from ..errors import DamagedFileSet
from ..findings import finding
from ..model import Finding, Where
from ..records.sop_classes import RECORD_TYPE_OF
from ..scan.encoding import Encoding
from ..scan.failure import ScanFailure
from ..scan.part10 import beginning_of, found_implicit
from ..scan.telling import scanned_finding
from ..scan.walk import looks_implicit
from ..scan.window import FIRST_BYTES, Window, open_for_reading, window_of_bytes, window_of_file
from . import attributes as at
from .by_reference import with_targets
from .content import ContentItem, Identity, SrDocument, Verifier
from .content_tree import ContentTree, Node, content_tree
from .nesting import Kind, Nesting
from .recognition import recognised
from .soundness import context_findings, document_findings, fault_findings, item_findings
from .values import Values, plain, text

MOST_BYTES: Final = 512 * 1024 * 1024
"""The longest data set that is read: a bound on what a hostile or odd file can make us hold."""

_WITH_CONTENT: Final = frozenset({"SR DOCUMENT", "KEY OBJECT DOC"})
"""Record types of the SOP Classes that are SR documents; a class that has none may be one."""


class _DataSet(NamedTuple):
    """Bytes of a data set, and how it lies in them."""

    data: bytes
    start: int
    encoding: Encoding
    transfer_syntax_uid: str
    failure: ScanFailure | None = None


def read_sr(path: str | os.PathLike[str]) -> SrDocument:
    """The SR document in a file, Key Object Selections too.

    All that can be read is: what is amiss with it stands among the Findings of the document.

    Raises
    ------
    DamagedFileSet
        There is no SR document in the file.
    OSError
        It cannot be read.
    """
    name = os.fspath(path)
    try:
        data_set = _data_set(name)
    except ScanFailure as failure:
        raise DamagedFileSet(_no_document(name, failure)) from failure
    values = Values(big_endian=data_set.encoding.big_endian)
    steps = Nesting(data_set.data, data_set.encoding).steps(data_set.start)
    tree = content_tree(steps, values.content_item)
    if not _has_content(tree):
        message = "It has neither Value Type nor Content Sequence."
        raise DamagedFileSet(finding("not-an-sr", message, Where(path=name)))
    document = _document(name, data_set, tree)
    told = fault_findings(values.faults, name)
    return msgspec.structs.replace(document, findings=(*document.findings, *told))


def _no_document(path: str, failure: ScanFailure) -> Finding:
    if failure.code == "not-dicom":
        return finding("not-an-sr", "It is not a DICOM file.", Where(path=path))
    if failure.code == "not-an-sr":
        message = f"It is of SOP Class {failure.detail}, which has no content items."
        return finding("not-an-sr", message, Where(path=path))
    return scanned_finding(path, failure)


def _has_content(tree: ContentTree) -> bool:
    root = tree.root
    if RECORD_TYPE_OF.get(plain(root, at.SOP_CLASS)) in _WITH_CONTENT:
        return True
    return at.CONTENT_SEQUENCE in root.sequences or at.VALUE_TYPE in root.values


def _data_set(path: str) -> _DataSet:
    """The data set of a file; where its first bytes show that it is no SR, no more is read.

    Raises
    ------
    ScanFailure
        It is no DICOM file, or of a SOP Class that has no content items.
    """
    descriptor = open_for_reading(path)
    try:
        _see_that_it_is_a_file(descriptor, path)
        buffer = os.read(descriptor, FIRST_BYTES)
        window = window_of_file(descriptor, buffer)
        begin = beginning_of(window)
        if begin.family == "deflated":
            return _inflated(window, begin.position, begin.transfer_syntax_uid)
        big = begin.family == "big"
        implicit = False if big else found_implicit(window, begin.position, begin)[0]
        encoding = Encoding(implicit=implicit, big_endian=big)
        first = _DataSet(buffer, begin.position, encoding, begin.transfer_syntax_uid)
        _check_sop_class(first)
        if window.size > MOST_BYTES:
            raise ScanFailure("header-too-long", 0)
        return first._replace(data=window.everything())
    finally:
        os.close(descriptor)


def _see_that_it_is_a_file(descriptor: int, path: str) -> None:
    """Refuse pipes and devices: they have no size, and may have no end."""
    mode = os.fstat(descriptor).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        message = "It is not a regular file."
        raise DamagedFileSet(finding("not-an-sr", message, Where(path=path)))


def _check_sop_class(first: _DataSet) -> None:
    """See that a data set may be an SR document."""
    steps = Nesting(first.data, first.encoding).steps(first.start)
    try:
        uid = next((value for kind, tag, value in steps if (kind, tag) == _SOP_CLASS), b"")
    except ScanFailure:
        return
    sop_class_uid = stripped(uid).decode("latin-1")
    if RECORD_TYPE_OF.get(sop_class_uid, "SR DOCUMENT") not in _WITH_CONTENT:
        raise ScanFailure("not-an-sr", detail=sop_class_uid)


_SOP_CLASS: Final = (Kind.VALUE, at.SOP_CLASS)


def _inflated(window: Window, position: int, uid: str) -> _DataSet:
    """A deflated data set, as far as it can be inflated (PS3.5 A.5)."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    failure = None
    packed = window.everything()[position:] if window.size <= MOST_BYTES else b""
    parts: list[bytes] = []
    left = MOST_BYTES
    try:
        while packed and left and not inflater.eof:
            parts.append(inflater.decompress(packed, min(left, _PIECE_BYTES)))
            packed = inflater.unconsumed_tail
            left -= len(parts[-1])
    except zlib.error as error:
        failure = ScanFailure("damaged-deflate", position, str(error))
    if not left:
        raise ScanFailure("header-too-long", position)
    if not inflater.eof:
        failure = failure or ScanFailure("truncated", window.size)
    data = b"".join(parts)
    implicit = bool(looks_implicit(window_of_bytes(data), 0))
    return _DataSet(data, 0, Encoding(implicit=implicit, big_endian=False), uid, failure)


_PIECE_BYTES: Final = 1024 * 1024


def _document(path: str, data_set: _DataSet, tree: ContentTree) -> SrDocument:
    root = tree.root
    items = tuple(with_targets(tree.items))
    stated = items[0].template.tid if items[0].template else ""
    template = recognised(items[0].concept, stated, plain(root, at.SOP_CLASS))
    completion, verification = plain(root, at.COMPLETION_FLAG), plain(root, at.VERIFICATION_FLAG)
    return SrDocument(
        path=path,
        identity=_identity(root, data_set.transfer_syntax_uid),
        template=template,
        items=items,
        character_set=root.character_set.decode("latin-1"),
        completion=completion,
        completion_description=text(root, at.COMPLETION_DESCRIPTION),
        verification=verification,
        preliminary=plain(root, at.PRELIMINARY_FLAG),
        verifiers=tuple(_verifier(one) for one in root.items(at.VERIFYING_OBSERVER)),
        findings=(
            *_reading_findings(path, data_set.failure or tree.failure, items),
            *item_findings(items, path),
            *(context_findings(items, path) if template.tid == "5200" else ()),
            *document_findings(template, completion, verification, path),
        ),
    )


def _reading_findings(
    path: str, failure: ScanFailure | None, items: tuple[ContentItem, ...]
) -> list[Finding]:
    found = []
    if failure is not None:
        why = scanned_finding(path, failure)
        message = f"{why.message} {len(items)} content items were read before it."
        found.append(finding("sr-content-cut", message, why.where))
    elif len(items) == 1:
        where = Where(path=path, tag=tag_name(at.CONTENT_SEQUENCE))
        found.append(finding("sr-content-missing", "No content item is below the root.", where))
    return found


def _identity(root: Node, transfer_syntax_uid: str) -> Identity:
    return Identity(
        sop_class_uid=plain(root, at.SOP_CLASS),
        sop_instance_uid=plain(root, at.SOP_INSTANCE),
        transfer_syntax_uid=transfer_syntax_uid,
        study_instance_uid=plain(root, at.STUDY),
        series_instance_uid=plain(root, at.SERIES),
        patient_name=text(root, at.PATIENT_NAME),
        patient_id=text(root, at.PATIENT_ID),
        content_date=plain(root, at.CONTENT_DATE),
        content_time=plain(root, at.CONTENT_TIME),
    )


def _verifier(node: Node) -> Verifier:
    return Verifier(
        name=text(node, at.VERIFYING_OBSERVER_NAME),
        organization=text(node, at.VERIFYING_ORGANIZATION),
        verified=plain(node, at.VERIFICATION_DATETIME),
    )
