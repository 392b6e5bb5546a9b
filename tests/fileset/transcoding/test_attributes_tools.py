"""Foreign tools read instances whose attributes were changed, and find nothing new to say."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dicom_codecs import TransferSyntax, named
from dicom_fileset.elements import element
from dicom_fileset.splice.check import check_spliced
from dicom_fileset.splice.header import Changes
from dicom_fileset.splice.layout import Layout, opened
from dicom_fileset.splice.write import Sink, write_spliced
from dicom_fileset.transcoding.attributes import Passage, attributes, existing_of
from dicom_fileset.transcoding.image_pixel import image_pixel
from foreign_files import SAMPLE_MEDIA

pytestmark = pytest.mark.filterwarnings("ignore")
INCOMING = SAMPLE_MEDIA / "incoming"
FILES = (
    "radiology/ct thorax mueller/axial slice 01.dcm",
    "radiology/chest ivanov/chest pa plate.dcm",
    "radiology/ct follow-up mueller/enhanced volume.dcm",
    "cardiology/echo lefevre/short axis colour",
    "dermatology/lesion on the arm.dcm",
    "mammography/left cc.dcm",
)
FRAGMENTS = (
    b"\xfe\xff\x00\xe0\0\0\0\0\xfe\xff\x00\xe0\4\0\0\0\xff\x4f\xff\x51\xfe\xff\xdd\xe0\0\0\0\0"
)


def write_pixels(sink: Sink) -> None:
    sink.write(b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff" + FRAGMENTS)


def changes_of(layout: Layout, target: TransferSyntax, **more: Any) -> Changes:
    """The changes when frames are encoded as encoders of JPEG 2000 encode them."""
    fmt = image_pixel(layout.value).format
    colour = "YBR_RCT" if target.lossless else "YBR_ICT"
    after = replace(fmt, photometric=colour if fmt.samples == 3 else fmt.photometric)
    passage = Passage(row(layout.transfer_syntax_uid), target, fmt, after, **more)
    return attributes(existing_of(layout), passage).changes


def row(name: str) -> TransferSyntax:
    found = named(name)
    assert found is not None
    return found


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="latin-1")


def said(path: Path) -> set[str]:
    lines = run("dciodvfy", path).stderr.splitlines()
    return {line for line in lines if line.startswith(("Error", "Warning"))}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lossy", [True, False])
def test_dciodvfy_finds_nothing_new(
    name: str, lossy: bool, need: Callable[..., None], tmp_path: Path
) -> None:
    need("dciodvfy", "dcmdump")
    out, target = tmp_path / "out.dcm", row("JPEG2000" if lossy else "JPEG2000Lossless")
    more = {"lossy": True, "ratio": 12.34, "sop_instance_uid": "2.25.99"} if lossy else {}
    with opened(str(INCOMING / name)) as layout, out.open("wb") as file:
        changes = changes_of(layout, target, **more)
        write_spliced(layout, changes, target.uid, file, write_pixels)
        file.flush()
        assert check_spliced(layout, str(out), changes, new_pixels=True) is None
    dump = run("dcmdump", "-q", out)
    assert (dump.returncode, dump.stderr) == (0, "")
    assert ("2.25.99" in dump.stdout) == lossy
    new = said(out) - said(INCOMING / name)
    if lossy and "enhanced" in name:
        # The macros of an enhanced image are elsewhere (PS3.3 C.7.6.16.2.6): a Standard Extended
        # SOP Class is what it is then, and told of as ``frame-types-kept``.
        new = {line for line in new if line.startswith("Error")}
    assert new == set()


def test_only_named_elements_differ_when_something_was_lost(tmp_path: Path) -> None:
    out = tmp_path / "out.dcm"
    with opened(str(INCOMING / FILES[0])) as layout:
        changes = changes_of(layout, row("JPEG2000"), lossy=True, sop_instance_uid="2.25.99")
        with out.open("wb") as file:
            write_spliced(layout, changes, "1.2.840.10008.1.2.4.91", file, write_pixels)
        with opened(str(out)) as written:
            both = layout.places.keys() | written.places.keys()
            differing = {tag for tag in both if written.value(tag) != layout.value(tag)}
    assert differing == {
        *(0x0008_0008, 0x0008_0018, 0x0008_2111, 0x0008_2112, 0x0008_9215),
        *(0x0028_2110, 0x0028_2112, 0x0028_2114),
    }
    assert element(0x0028_2114, "CS", b"ISO_15444_1") in out.read_bytes()
