"""What a profile will see of a transcoded instance is what it sees of the one that is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dicom_codecs.registry import named
from dicom_fileset.conformity.course import possible
from dicom_fileset.conformity.facts import facts_of
from dicom_fileset.conformity.prediction import predicted, unfit
from dicom_fileset.model import Instance
from dicom_fileset.scan.contradictions import stream_contradicts
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.scan.scanner import Scanner
from dicom_fileset.transcoding.request import Request, Transcoded
from dicom_fileset.transcoding.to_place import Task, transcode_to_places
from foreign_files import foreign_files, short_name

if TYPE_CHECKING:
    from dicom_profiles import Facts

TARGETS = (
    "ExplicitVRLittleEndian",
    "JPEGLosslessSV1",
    "JPEGLSLossless",
    "JPEG2000Lossless",
    "HTJ2KLossless",
    "RLELossless",
)
MOST_BYTES = 1_000_000

THE_STREAM_SAYS_OTHER = {
    "troubled/pixels/rgb jpeg under ybr_full_422.dcm": {"PhotometricInterpretation"},
    "118_1.2.4.50.dcm": {"PhotometricInterpretation"},
    "125_1.2.4.50.dcm": {"PhotometricInterpretation"},
    "134_1.2.4.51.dcm": {"PhotometricInterpretation"},
    "130_1.2.4.51.dcm": {"BitsStored", "HighBit"},
    "131_1.2.4.51.dcm": {"BitsStored", "HighBit"},
}
"""Files whose JPEG streams have another colour or precision than their headers say."""

REFUSALS = {"pixels-unsuitable", "transfer-syntax-refused", "no-image", "internal"}
"""What a header should have told before."""


def instances() -> Iterator[tuple[Path, Instance]]:
    scanner = Scanner()
    for path in foreign_files():
        if path.stat().st_size > MOST_BYTES:
            continue
        try:
            found = scanner.scan(str(path))
        except ScanFailure:
            continue
        if found.sop_class_uid != "1.2.840.10008.1.3.10":
            yield path, found


@pytest.mark.parametrize("keyword", TARGETS)
def test_every_file(keyword: str, tmp_path: Path) -> None:
    target = named(keyword)
    assert target is not None
    foreseen: list[tuple[Path, Facts, str]] = []
    tasks: list[Task] = []
    for path, one in instances():
        facts = facts_of(one)
        if possible(facts, target) is None or facts.transfer_syntax_uid == target.uid:
            continue
        if stream_contradicts(one):
            continue
        after = predicted(facts, target)
        destination = str(tmp_path / str(len(tasks)))
        tasks.append(Task(one.path, one.size, destination, Request(target.uid)))
        foreseen.append((path, after, unfit(after, target)))
    scanner, done = Scanner(), 0
    for number, result, _ in transcode_to_places(tasks, 2):
        path, after, why_not = foreseen[number]
        if not isinstance(result, Transcoded):
            # What lies above Bits Stored no header tells: the plan falls back when it is met.
            beyond = "bits beyond Bits Stored" in result.message
            assert why_not or beyond or result.code not in REFUSALS, (path, result.message)
            continue
        assert not why_not, path
        written = facts_of(scanner.scan(tasks[number].destination))
        differing = {
            word
            for word in {*after.attributes, *written.attributes}
            if after.attributes.get(word) != written.attributes.get(word)
        }
        assert differing <= THE_STREAM_SAYS_OTHER.get(short_name(path), set()), path
        assert (written.sop_class_uid, written.transfer_syntax_uid) == (
            after.sop_class_uid,
            target.uid,
        )
        done += 1
    assert done > 20
