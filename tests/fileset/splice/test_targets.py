"""Every uncompressed file that we have, written in every uncompressed transfer syntax."""

import io
import subprocess
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from dicom_fileset.elements import element
from dicom_fileset.place.proof import difference
from dicom_fileset.scan import ScanFailure
from dicom_fileset.scan.whole import defect_of
from dicom_fileset.scan.window import window_of_bytes
from dicom_fileset.splice.check import check_spliced
from dicom_fileset.splice.layout import Layout, opened
from dicom_fileset.splice.write import write_spliced
from foreign_files import foreign_files, short_name
from hypothesis import HealthCheck, given, settings
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)
from strategies import ENCODINGS, Written, file_bytes, small_data_set, written

pytestmark = pytest.mark.filterwarnings("ignore")
moderate = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Laid = Callable[[bytes], Layout]
Spliced = Callable[..., bytes]
REFUSED = {
    "data/test_files/dicomdirtests/DICOMDIR-nooffset": "an item runs past the end",
    "data/test_files/rtplan_truncated.dcm": "ends in a sequence",
    "troubled/damaged/an element runs past the end.dcm": "as it says",
    "troubled/damaged/truncated in the data set header.dcm": "as it says",
    "troubled/damaged/truncated in the file meta.dcm": "as it says",
    "009_1.2.dcm": "of the corpus: ends in an element",
    "100_1.2.2.dcm": "of the corpus: ends in an element",
}
NOT_FOR_PYDICOM = {
    "troubled/unusual/unknown vr, 16 bit length.dcm",
    "troubled/unusual/unknown vr, 32 bit length.dcm",
}


def uncompressed(layout: Layout) -> bool:
    return layout.pixels is None or layout.pixels.fragments is None


@pytest.mark.parametrize("uid", ENCODINGS)
def test_every_file_reads_the_same(uid: str, tmp_path: Path) -> None:
    checked, out, differing, refused = 0, tmp_path / "out", {}, set()
    for path in foreign_files():
        name = short_name(path)
        try:
            with opened(str(path)) as layout:
                if not uncompressed(layout):
                    continue
                with out.open("wb") as file:
                    write_spliced(layout, {}, uid, file)
                found = check_spliced(layout, str(out), {}, new_pixels=False)
        except ScanFailure as failure:
            if failure.code == "truncated":
                refused.add(name)
            continue
        pydicom_found = None if name in NOT_FOR_PYDICOM else difference(path, out)
        if found is not None or pydicom_found is not None:
            differing[name] = (found, pydicom_found)
        checked += 1
    assert differing == {}
    assert refused <= REFUSED.keys()
    assert checked > 60


@moderate
@given(one=written(), uid=st.sampled_from(ENCODINGS))
def test_there_and_back(laid: Laid, spliced: Spliced, one: Written, uid: str) -> None:
    explicit = file_bytes(one.data, ExplicitVRLittleEndian)
    there = spliced(explicit, {}, uid)
    back = spliced(there)
    assert difference(io.BytesIO(explicit), io.BytesIO(there)) is None
    assert difference(io.BytesIO(explicit), io.BytesIO(back)) is None
    # What is no sequence keeps its very bytes.
    before, after = laid(explicit), laid(back)
    for span in before.before:
        if span.vr != b"SQ":
            assert after.value(span.tag) == before.value(span.tag)


@pytest.mark.parametrize("uid", ENCODINGS)
@pytest.mark.parametrize("bits", [8, 16, 32, 64])
@pytest.mark.parametrize("source", ENCODINGS)
def test_pixels_of_every_size(spliced: Spliced, bits: int, source: str, uid: str) -> None:
    pixels = np.arange(16, dtype=f"<u{bits // 8}").reshape(4, 4) * 7
    data = small_data_set()
    data.BitsAllocated = data.BitsStored = bits
    data.HighBit = bits - 1
    data.PixelData = pixels.tobytes()
    data["PixelData"].VR = "OB" if bits == 8 else "OW"
    little = file_bytes(data, ExplicitVRLittleEndian)
    result = spliced(spliced(little, {}, source), {}, uid)
    read = dcmread(io.BytesIO(result))
    order = ">" if uid == ExplicitVRBigEndian else "<"
    value = np.frombuffer(read.PixelData, pixels.dtype.newbyteorder(order)).reshape(4, 4)
    if bits == 8 and ImplicitVRLittleEndian in {source, uid}:
        # Words in Implicit VR (PS3.5 A.1), two pixels each, which big endian turns.
        value = np.frombuffer(value.astype("u1").tobytes(), f"{order}u2").astype("<u2")
        value = np.frombuffer(value.tobytes(), "u1").reshape(4, 4)
    assert (value == pixels).all()


def test_words_of_every_vr_in_every_order(spliced: Spliced) -> None:
    data = Dataset()
    data.SOPClassUID, data.SOPInstanceUID = "1.2", "1.2.3"
    data.add_new(0x0072_0052, "AT", [0x0010_0020, 0x0008_0018])  # SelectorATValue's kin
    data.SelectorFLValue, data.SelectorFDValue = [1.5, -2.25], [3.125]
    data.SelectorSLValue, data.SelectorSSValue = [-70000, 3], [-5]
    data.SelectorULValue, data.SelectorUSValue = [70000], [65535, 1]
    data.SelectorSVValue, data.SelectorUVValue = [-(2**40)], [2**63]
    inner = Dataset()
    inner.SelectorUSValue, inner.SelectorFDValue = 258, 1e300
    data.SelectorAttributeKeyword = "x"
    data.ReferencedImageSequence = [inner]
    content = file_bytes(data, ExplicitVRLittleEndian)
    for uid in ENCODINGS:
        read = dcmread(io.BytesIO(spliced(content, {}, uid)))
        assert [one.tag for one in data if read[one.tag].value != one.value] == []


def test_a_private_sequence_is_one_without_its_vr(spliced: Spliced) -> None:
    inner = Dataset()
    inner.PatientID = "inner"
    deep = Dataset()
    deep.add_new(0x0029_0010, "LO", "NOBODY KNOWS")
    deep.add_new(0x0029_1001, "SQ", Sequence([inner]))
    data = small_data_set()
    data.add_new(0x0029_0010, "LO", "NOBODY KNOWS")
    data.add_new(0x0029_1001, "SQ", Sequence([deep, deep]))
    content = spliced(file_bytes(data, ExplicitVRLittleEndian), {}, ImplicitVRLittleEndian)
    read = dcmread(io.BytesIO(content))
    found: Any = read[0x0029_1001]
    assert found.VR == "SQ"
    assert found.value[1][0x0029_1001].value[0].PatientID == "inner"


def test_values_too_long_for_their_vr_and_unknown_ones(spliced: Spliced, laid: Laid) -> None:
    long = "x" * 70_000
    data = small_data_set()
    data.ImageComments = long
    implicit = file_bytes(data, ImplicitVRLittleEndian)
    for uid in ENCODINGS:
        result = spliced(implicit, {0x0029_1010: element(0x0029_1010, "UN", b"\1\2\3\4")}, uid)
        layout = laid(result)
        assert layout.value(0x0020_4000) == long.encode()
        assert layout.value(0x0029_1010) == b"\1\2\3\4"
        read: Any = dcmread(io.BytesIO(result)).get_item(0x0020_4000)
        assert read.value == long.encode()
        if uid != ImplicitVRLittleEndian:
            assert read.VR == "UN"


@pytest.mark.parametrize("extra", range(6))
def test_deflated_is_raw_and_even(spliced: Spliced, extra: int) -> None:
    data = small_data_set()
    data.ImageComments = "abcdefgh"[: extra + 1]
    content = file_bytes(data, ExplicitVRLittleEndian)
    result = spliced(content, {}, DeflatedExplicitVRLittleEndian)
    start = 144 + int.from_bytes(result[140:144], "little")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    inflated = inflater.decompress(result[start:])
    assert inflated == content[144 + int.from_bytes(content[140:144], "little") :]
    assert inflater.eof
    assert inflater.unused_data in {b"", b"\0"}  # the pad is at the end (PS3.5 A.5)
    assert (len(result) - start) % 2 == 0


def test_pixel_data_of_odd_length_is_carried_as_it_is(spliced: Spliced) -> None:
    content = file_bytes(small_data_set(), ExplicitVRLittleEndian)
    odd = content[: -32 - 4] + b"\x1f\0\0\0" + bytes(range(31))
    assert spliced(odd).endswith(odd[-32 - 12 :])


def test_zeros_that_fill_a_sector_are_left_behind(spliced: Spliced) -> None:
    content = file_bytes(small_data_set(), ExplicitVRLittleEndian)
    for uid in ENCODINGS:
        result = spliced(content + bytes(500), {}, uid)
        assert result == spliced(content, {}, uid)
        assert defect_of(window_of_bytes(result)) is None


class Counting:
    """Takes bytes and forgets them."""

    count = 0

    def write(self, data: bytes, /) -> None:
        self.count += len(data)


@pytest.mark.parametrize("uid", ENCODINGS)
@pytest.mark.parametrize("source", ENCODINGS[:3])
def test_long_values_are_never_held(source: str, uid: str, tmp_path: Path) -> None:
    length = 24 * 1024**2
    data = small_data_set()
    data.add_new(0x0029_1010, "OB", bytes(100_000))
    start = file_bytes(data, source)[:-32]
    path, sink = tmp_path / "long", Counting()
    with path.open("wb") as file:
        order = "big" if source == ExplicitVRBigEndian else "little"
        file.write(start[:-4] + length.to_bytes(4, order))
        file.truncate(len(start) + length)
    with opened(str(path)) as layout:
        write_spliced(layout, {}, ImplicitVRLittleEndian, Counting())  # imports what it needs
        tracemalloc.start()
        write_spliced(layout, {}, uid, sink)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
        tracemalloc.stop()
    assert sink.count > length or uid == DeflatedExplicitVRLittleEndian


@pytest.mark.parametrize("uid", ENCODINGS)
def test_dcmdump_reads_it(
    spliced: Spliced, uid: str, need: Callable[..., None], tmp_path: Path
) -> None:
    need("dcmdump")
    out = tmp_path / "out.dcm"
    for source in ENCODINGS:
        out.write_bytes(spliced(spliced(file_bytes(small_data_set(), source)), {}, uid))
        run = subprocess.run(["dcmdump", "-q", out], capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (0, "")
        assert "(0010,0010) PN [Able^Anna" in run.stdout


def test_dciodvfy_finds_no_more_than_in_the_source(
    need: Callable[..., None], tmp_path: Path
) -> None:
    need("dciodvfy")
    out = tmp_path / "out.dcm"
    folder = Path(__file__).parents[3] / "sample_media" / "incoming" / "radiology"
    for path in sorted(folder.rglob("*.dcm"))[:6]:
        for uid in (ExplicitVRLittleEndian, ImplicitVRLittleEndian):
            with opened(str(path)) as layout, out.open("wb") as file:
                write_spliced(layout, {}, uid, file)
            assert errors(out) <= errors(path)


def errors(path: Path) -> set[str]:
    run = subprocess.run(["dciodvfy", path], capture_output=True, text=True, check=False)
    return {line for line in run.stderr.splitlines() if line.startswith("Error")}
