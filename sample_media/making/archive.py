"""``incoming/archive``: what an archive hands over, compressed in every way that it knows."""

from pydicom.dataset import Dataset
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from making import compressed
from making.compressed import DEFLATED_IMAGE_FRAME, JPEG_XL, JPEG_XL_LOSSLESS, Compressed
from making.cross_section import ct_slice, mr_slice
from making.examination import Series
from making.mammography import mammogram
from making.part10 import MediaFile, dicom_file
from making.pixels import put_frames
from making.projection import computed_radiograph, digital_radiograph
from making.studies import BRAIN, BREAST, CHEST, ECHO, SKIN, THORAX
from making.ultrasound import clip
from making.visible_light import photograph

ENCAPSULATED_UNCOMPRESSED = "1.2.840.10008.1.2.1.98"  # pydicom 3.0 has no name for it

# odd sizes, so that blocks and segments end beyond the picture
PLATE = (131, 117)
PHOTO = (99, 133)

CT = Series(THORAX, 2, "CT", "Thorax from the archive")
MR = Series(BRAIN, 3, "MR", "T1 from the archive")
MG = Series(BREAST, 4, "MG", "Left breast from the archive")
CR = Series(CHEST, 4, "CR", "Chest PA from the archive")
DX = Series(CHEST, 5, "DX", "Chest AP from the archive")
RAW = Series(CHEST, 6, "DX", "Chest AP raw from the archive")
US = Series(ECHO, 2, "US", "Transthoracic from the archive")
XC = Series(SKIN, 3, "XC", "Photo from the archive")


def mr(number: int) -> Dataset:
    """Return a slice of 12 bits."""
    return mr_slice(MR, number, "T1")


def mg(number: int) -> Dataset:
    """Return a mammogram of 12 bits."""
    return mammogram(MG, number, "MLO", lesions=False)


def cr(number: int) -> Dataset:
    """Return a small plate of 12 bits."""
    return computed_radiograph(CR, number, PLATE)


def dx(number: int) -> Dataset:
    """Return a small radiograph of 12 bits for presentation."""
    return digital_radiograph(DX, number, for_presentation=True, size=PLATE)


def raw(number: int) -> Dataset:
    """Return a small radiograph of 12 bits for processing."""
    return digital_radiograph(RAW, number, for_presentation=False, size=PLATE)


def us(number: int, in_colour: bool = True) -> Dataset:
    """Return a clip of 8 bits, grey or RGB."""
    return clip(US, number, in_colour)


def photo(number: int) -> Dataset:
    """Return a small photograph in RGB."""
    return photograph(XC, number, PHOTO)


IMAGES = (
    Compressed("ct rle lossless", RLELossless, lambda: ct_slice(CT, 4)),
    Compressed("mr jpeg lossless", JPEGLosslessSV1, lambda: mr(1)),
    Compressed("mr jpeg-ls lossless", JPEGLSLossless, lambda: mr(2)),
    Compressed("mr jpeg lossless process 14", JPEGLossless, lambda: mr(3)),
    Compressed("mr htj2k lossless", HTJ2KLossless, lambda: mr(4)),
    Compressed("mr deflated image frame", DEFLATED_IMAGE_FRAME, lambda: mr(5)),
    Compressed("mg jpeg lossless", JPEGLosslessSV1, lambda: mg(1)),
    Compressed("mg jpeg 2000 lossless", JPEG2000Lossless, lambda: mg(2)),
    Compressed("cr jpeg extended 12 bit", JPEGExtended12Bit, lambda: computed_radiograph(CR, 1)),
    Compressed("cr jpeg lossless", JPEGLosslessSV1, lambda: cr(2)),
    Compressed("cr jpeg-ls near-lossless", JPEGLSNearLossless, lambda: cr(3)),
    Compressed("cr jpeg xl lossless", JPEG_XL_LOSSLESS, lambda: cr(4)),
    Compressed("dx jpeg 2000 lossless", JPEG2000Lossless, lambda: digital_radiograph(DX, 1, True)),
    Compressed("dx jpeg 2000", JPEG2000, lambda: dx(2)),
    Compressed("dx raw rle lossless", RLELossless, lambda: raw(1)),
    Compressed("dx raw jpeg extended 12 bit", JPEGExtended12Bit, lambda: raw(2)),
    Compressed("us jpeg baseline", JPEGBaseline8Bit, lambda: us(1), "YBR_FULL_422"),
    Compressed("us jpeg baseline grey", JPEGBaseline8Bit, lambda: us(2, in_colour=False)),
    Compressed("us htj2k lossless rpcl", HTJ2KLosslessRPCL, lambda: us(3), "YBR_RCT"),
    Compressed("photo jpeg 2000", JPEG2000, lambda: photograph(XC, 1), "YBR_ICT"),
    Compressed("photo jpeg baseline", JPEGBaseline8Bit, lambda: photo(2), "YBR_FULL_422"),
    Compressed("photo jpeg lossless", JPEGLosslessSV1, lambda: photo(3)),
    Compressed("photo rle lossless", RLELossless, lambda: photo(4)),
    Compressed("photo jpeg 2000 lossless", JPEG2000Lossless, lambda: photo(5), "YBR_RCT"),
    Compressed("photo htj2k", HTJ2K, lambda: photo(6), "YBR_ICT"),
    Compressed("photo jpeg xl", JPEG_XL, lambda: photo(7), "XYB"),
)


def files() -> list[MediaFile]:
    """Return all files of the archive."""
    return [*compressed.files(IMAGES), _in_a_fragment()]


def _in_a_fragment() -> MediaFile:
    """Return a native frame in a fragment (PS3.5 A.4.11): no encoder is needed."""
    ds = ct_slice(CT, 5)
    put_frames(ds, [ds.PixelData])
    return dicom_file("archive/ct encapsulated uncompressed.dcm", ds, ENCAPSULATED_UNCOMPRESSED)
