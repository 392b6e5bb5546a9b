"""What the data sets of the archive say of their streams is what the streams are.

The streams are read here by their markers, with nothing but bytes.
"""

import struct
from typing import NamedTuple

import pytest
from pydicom import Dataset, uid
from pydicom.encaps import generate_frames

XL_LOSSLESS, XL = "1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.112"
DEFLATED_FRAME, IN_A_FRAGMENT = "1.2.840.10008.1.2.8.1", "1.2.840.10008.1.2.1.98"
GREY = {"MONOCHROME2"}

# Photometric Interpretations allowed (PS3.5 8.2.1 to 8.2.17), of those that there are here
ALLOWED = {
    uid.JPEGBaseline8Bit: {*GREY, "YBR_FULL_422", "RGB"},
    uid.JPEGExtended12Bit: GREY,
    uid.JPEGLossless: {*GREY, "RGB", "YBR_FULL"},
    uid.JPEGLosslessSV1: {*GREY, "RGB", "YBR_FULL"},
    uid.RLELossless: {*GREY, "PALETTE COLOR", "RGB", "YBR_FULL"},
    uid.JPEGLSLossless: {*GREY, "RGB", "YBR_FULL"},
    uid.JPEGLSNearLossless: {*GREY, "RGB", "YBR_FULL"},
    uid.JPEG2000Lossless: {*GREY, "YBR_RCT", "RGB", "YBR_FULL"},
    uid.JPEG2000: {*GREY, "YBR_RCT", "YBR_ICT", "RGB", "YBR_FULL"},
    uid.HTJ2KLossless: {*GREY, "YBR_RCT", "RGB", "YBR_FULL"},
    uid.HTJ2KLosslessRPCL: {*GREY, "YBR_RCT", "RGB", "YBR_FULL"},
    uid.HTJ2K: {*GREY, "YBR_RCT", "YBR_ICT", "RGB", "YBR_FULL"},
    XL_LOSSLESS: {*GREY, "RGB"},
    XL: {*GREY, "RGB", "XYB"},
    DEFLATED_FRAME: GREY,
    IN_A_FRAGMENT: GREY,
}
# Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1)
METHODS = {
    uid.JPEGBaseline8Bit: "ISO_10918_1",
    uid.JPEGExtended12Bit: "ISO_10918_1",
    uid.JPEGLSNearLossless: "ISO_14495_1",
    uid.JPEG2000: "ISO_15444_1",
    uid.HTJ2K: "ISO_15444_15",
    XL: "ISO_18181_1",
    uid.MPEG2MPML: "ISO_13818_2",
    uid.MPEG2MPHL: "ISO_13818_2",
    uid.MPEG4HP41: "ISO_14496_10",
    uid.MPEG4HP41BD: "ISO_14496_10",
    uid.MPEG4HP422D: "ISO_14496_10",
    uid.MPEG4HP423D: "ISO_14496_10",
    uid.MPEG4HP42STEREO: "ISO_14496_10",
    uid.HEVCMP51: "ISO_23008_2",
}
# SOF marker, and NEAR or the predictor in the SOS (ISO 10918-1 B.2, ISO 14495-1 C.2)
PROCESSES = {
    uid.JPEGBaseline8Bit: (0xC0, 0),
    uid.JPEGExtended12Bit: (0xC1, 0),
    uid.JPEGLossless: (0xC3, 6),
    uid.JPEGLosslessSV1: (0xC3, 1),
    uid.JPEGLSLossless: (0xF7, 0),
    uid.JPEGLSNearLossless: (0xF7, 3),
}
# whether high throughput, whether reversible (ISO 15444-1 A.5, A.6.1, ISO 15444-15 A.2)
WAVELETS = {
    uid.JPEG2000Lossless: (False, True),
    uid.JPEG2000: (False, False),
    uid.HTJ2KLossless: (True, True),
    uid.HTJ2KLosslessRPCL: (True, True),
    uid.HTJ2K: (True, False),
}
TRANSFORMED = {"MONOCHROME2": False, "YBR_RCT": True, "YBR_ICT": True, "RGB": False}


class Image(NamedTuple):
    ds: Dataset
    transfer_syntax: str
    streams: list[bytes]


@pytest.fixture(scope="module")
def images(incoming: list[Dataset]) -> list[Image]:
    found = []
    for ds in incoming:
        transfer_syntax = ds.file_meta.TransferSyntaxUID
        if transfer_syntax in ALLOWED:
            streams = list(
                generate_frames(ds.PixelData, number_of_frames=ds.get("NumberOfFrames", 1))
            )
            found.append(Image(ds, transfer_syntax, streams))
    return found


def segments(stream: bytes, stops: tuple[int, ...]) -> dict[int, bytes]:
    """Return the marker segments of a header, up to one of ``stops``."""
    assert stream[0] == 0xFF
    found, at = {}, 2
    while not found.keys() & set(stops):
        marker, length = struct.unpack_from(">xBH", stream, at)
        found.setdefault(marker, stream[at + 4 : at + 2 + length])
        at += 2 + length
    return found


def test_photometric_interpretation_is_allowed(images: list[Image]) -> None:
    assert {one.transfer_syntax for one in images} == ALLOWED.keys()
    for one in images:
        assert one.ds.PhotometricInterpretation in ALLOWED[one.transfer_syntax], one.ds.filename


def test_loss_is_told(incoming: list[Dataset]) -> None:
    """Type 1C: nothing, or 00, of what lost nothing (PS3.3 C.7.6.1.1.5)."""
    for ds in incoming:
        method = METHODS.get(ds.file_meta.TransferSyntaxUID)
        assert ds.get("LossyImageCompressionMethod") == method, ds.filename
        assert (ds.get("LossyImageCompression") == "01") == (method is not None), ds.filename
        if method is not None:
            cells = ds.Rows * ds.Columns * ds.SamplesPerPixel * int(ds.get("NumberOfFrames", 1))
            ratio = cells * ds.BitsAllocated / 8 / len(ds.PixelData)
            assert float(ds.LossyImageCompressionRatio) == pytest.approx(ratio, rel=0.05)


def test_jpeg_streams_are_as_labelled(images: list[Image]) -> None:
    for one in (image for image in images if image.transfer_syntax in PROCESSES):
        ds = one.ds
        sof, parameter = PROCESSES[one.transfer_syntax]
        for stream in one.streams:
            found = segments(stream, (0xDA,))
            precision, rows, columns, components = struct.unpack_from(">BHHB", found[sof])
            assert (rows, columns, components) == (ds.Rows, ds.Columns, ds.SamplesPerPixel)
            assert precision == ds.BitsStored, ds.filename
            assert found[0xDA][-3] == parameter
            if ds.PhotometricInterpretation == "YBR_FULL_422":
                assert found[sof][6:][1::3] == b"\x21\x11\x11"


def test_jpeg_2000_streams_are_as_labelled(images: list[Image]) -> None:
    for one in (image for image in images if image.transfer_syntax in WAVELETS):
        ds = one.ds
        high_throughput, reversible = WAVELETS[one.transfer_syntax]
        for stream in one.streams:
            found = segments(stream, (0x90,))
            columns, rows = struct.unpack_from(">2L", found[0x51], 2)
            assert (rows, columns) == (ds.Rows, ds.Columns)
            assert set(found[0x51][36::3]) == {ds.BitsStored - 1}  # bit 7 is the sign
            assert (0x50 in found) == high_throughput
            assert found[0x52][4] == TRANSFORMED[ds.PhotometricInterpretation]
            assert found[0x52][9] == reversible


def test_rpcl_stream_has_its_options(images: list[Image]) -> None:
    """PS3.5 10.18: order of resolutions, TLM, a smallest resolution of at most 64 pixels."""
    (one,) = (image for image in images if image.transfer_syntax == uid.HTJ2KLosslessRPCL)
    for stream in one.streams:
        found = segments(stream, (0x90,))
        assert found[0x52][1] == 2
        assert 0x55 in found
        assert max(one.ds.Rows, one.ds.Columns) >> found[0x52][5] <= 64


def test_fragments_are_even_and_frames_are_told(images: list[Image]) -> None:
    for one in images:
        assert len(one.streams) == int(one.ds.get("NumberOfFrames", 1))
        assert all(len(stream) % 2 == 0 for stream in one.streams)
