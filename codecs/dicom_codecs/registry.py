"""One row a transfer syntax of PS3.6 Annex A: what it is, and what works with it here and why not.

The README's table, ``dicom-fileset codecs`` and the tests are made from these rows.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from . import constraints
from .constraints import Constraint

Family = Literal[
    "native",
    "deflated",
    "encapsulated native",
    "deflated frame",
    "rle",
    "jpeg",
    "jpeg lossless",
    "jpeg-ls",
    "jpeg 2000",
    "htj2k",
    "jpeg xl",
    "video",
    "jpip",
    "real-time video",
    "other",
]


@dataclass(frozen=True, slots=True)
class TransferSyntax:
    """A transfer syntax of PS3.6 Table A-1.

    Attributes
    ----------
    uid, keyword, name
        As PS3.6 has them.
    family
        How the Pixel Data is coded.
    clause
        Where PS3.5 says how.
    retired
        No longer written by anyone who follows the standard; read all the same.
    lossless
        Whether nothing can be lost in it.
    decode, encode
        Names of implementations; the first that is there is taken.
    constraints
        What pixels it may hold; empty for any.
    why_not
        Why there is no encoder, or no codec at all.
    """

    uid: str
    keyword: str
    name: str
    family: Family
    clause: str
    retired: bool = False
    lossless: bool = False
    decode: tuple[str, ...] = ()
    encode: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    why_not: str = ""

    @property
    def implicit(self) -> bool:
        """Whether elements carry no VR (PS3.5 A.1)."""
        return self.keyword == "ImplicitVRLittleEndian"

    @property
    def big_endian(self) -> bool:
        """Whether numbers lie most significant byte first (PS3.5-2016b A.3)."""
        return self.keyword == "ExplicitVRBigEndian"

    @property
    def uncompressed(self) -> bool:
        """Whether the data set can be re-encoded without touching a codec."""
        return self.family in {"native", "deflated"}

    @property
    def encapsulated(self) -> bool:
        """Whether Pixel Data lies in fragments (PS3.5 A.4)."""
        return self.in_files and not self.uncompressed

    @property
    def in_files(self) -> bool:
        """Whether a file may be written in it (JPIP: PS3.5 A.6; RTV: PS3.5 A.8 to A.10)."""
        return self.family not in {"jpip", "real-time video", "other"}


_RETIRED: Final = "retired: read, never written"
_MULTI_COMPONENT: Final = (
    "a fragment holds a collection of components (ISO 15444-2); no free codec makes frames of them"
)
_ON_A_SERVER: Final = "the pixels are on a server and not in the file"
_CARRIED: Final = "video is carried as it is, and checked; it is never decoded or made"
_NOT_DICOM: Final = "retired, and no encoding of DICOM data sets"
_STREAMS: Final = "it describes streams over a network (PS3.22), which are no files"

# fmt: off
_ROWS: Final = (
    TransferSyntax("1.2.840.10008.1.2", "ImplicitVRLittleEndian", "Implicit VR Little Endian", "native", "PS3.5 A.1", lossless=True, decode=("native",), encode=("native",)),
    TransferSyntax("1.2.840.10008.1.2.1", "ExplicitVRLittleEndian", "Explicit VR Little Endian", "native", "PS3.5 A.2", lossless=True, decode=("native",), encode=("native",)),
    TransferSyntax("1.2.840.10008.1.2.1.98", "EncapsulatedUncompressedExplicitVRLittleEndian", "Encapsulated Uncompressed Explicit VR Little Endian", "encapsulated native", "PS3.5 A.4.11", lossless=True, decode=("native",), encode=("native",)),
    TransferSyntax("1.2.840.10008.1.2.1.99", "DeflatedExplicitVRLittleEndian", "Deflated Explicit VR Little Endian", "deflated", "PS3.5 A.5", lossless=True, decode=("native",), encode=("native",)),
    TransferSyntax("1.2.840.10008.1.2.2", "ExplicitVRBigEndian", "Explicit VR Big Endian", "native", "PS3.5-2016b A.3", retired=True, lossless=True, decode=("native",), encode=("native",)),
    TransferSyntax("1.2.840.10008.1.2.4.50", "JPEGBaseline8Bit", "JPEG Baseline (Process 1)", "jpeg", "PS3.5 8.2.1", decode=("libjpeg-turbo", "libjpeg"), encode=("jpeg",), constraints=constraints.JPEG_BASELINE),
    TransferSyntax("1.2.840.10008.1.2.4.51", "JPEGExtended12Bit", "JPEG Extended (Process 2 and 4)", "jpeg", "PS3.5 8.2.1", decode=("libjpeg-turbo", "libjpeg"), encode=("jpeg",), constraints=constraints.JPEG_EXTENDED),
    TransferSyntax("1.2.840.10008.1.2.4.52", "JPEGExtended35", "JPEG Extended (Process 3 and 5)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg", "libjpeg-turbo"), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.53", "JPEGSpectralSelectionNonHierarchical68", "JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg", "libjpeg-turbo"), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.54", "JPEGSpectralSelectionNonHierarchical79", "JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg", "libjpeg-turbo"), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.55", "JPEGFullProgressionNonHierarchical1012", "JPEG Full Progression, Non-Hierarchical (Process 10 and 12)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg", "libjpeg-turbo"), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.56", "JPEGFullProgressionNonHierarchical1113", "JPEG Full Progression, Non-Hierarchical (Process 11 and 13)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg", "libjpeg-turbo"), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.57", "JPEGLossless", "JPEG Lossless, Non-Hierarchical (Process 14)", "jpeg lossless", "PS3.5 8.2.1", lossless=True, decode=("libjpeg-turbo", "libjpeg"), encode=("jpeg-lossless",), constraints=constraints.JPEG_LOSSLESS),
    TransferSyntax("1.2.840.10008.1.2.4.58", "JPEGLosslessNonHierarchical15", "JPEG Lossless, Non-Hierarchical (Process 15)", "jpeg lossless", "PS3.5-2006 8.2.1", retired=True, lossless=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.59", "JPEGExtendedHierarchical1618", "JPEG Extended, Hierarchical (Process 16 and 18)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.60", "JPEGExtendedHierarchical1719", "JPEG Extended, Hierarchical (Process 17 and 19)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.61", "JPEGSpectralSelectionHierarchical2022", "JPEG Spectral Selection, Hierarchical (Process 20 and 22)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.62", "JPEGSpectralSelectionHierarchical2123", "JPEG Spectral Selection, Hierarchical (Process 21 and 23)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.63", "JPEGFullProgressionHierarchical2426", "JPEG Full Progression, Hierarchical (Process 24 and 26)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.64", "JPEGFullProgressionHierarchical2527", "JPEG Full Progression, Hierarchical (Process 25 and 27)", "jpeg", "PS3.5-2006 8.2.1", retired=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.65", "JPEGLosslessHierarchical28", "JPEG Lossless, Hierarchical (Process 28)", "jpeg lossless", "PS3.5-2006 8.2.1", retired=True, lossless=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.66", "JPEGLosslessHierarchical29", "JPEG Lossless, Hierarchical (Process 29)", "jpeg lossless", "PS3.5-2006 8.2.1", retired=True, lossless=True, decode=("libjpeg",), why_not=_RETIRED),
    TransferSyntax("1.2.840.10008.1.2.4.70", "JPEGLosslessSV1", "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])", "jpeg lossless", "PS3.5 8.2.1", lossless=True, decode=("libjpeg-turbo", "libjpeg"), encode=("jpeg-lossless",), constraints=constraints.JPEG_LOSSLESS),
    TransferSyntax("1.2.840.10008.1.2.4.80", "JPEGLSLossless", "JPEG-LS Lossless Image Compression", "jpeg-ls", "PS3.5 8.2.3", lossless=True, decode=("charls", "pyjpegls", "libjpeg"), encode=("pyjpegls", "charls"), constraints=constraints.JPEG_LS_LOSSLESS),
    TransferSyntax("1.2.840.10008.1.2.4.81", "JPEGLSNearLossless", "JPEG-LS Lossy (Near-Lossless) Image Compression", "jpeg-ls", "PS3.5 8.2.3", decode=("charls", "pyjpegls", "libjpeg"), encode=("pyjpegls", "charls"), constraints=constraints.JPEG_LS_NEAR),
    TransferSyntax("1.2.840.10008.1.2.4.90", "JPEG2000Lossless", "JPEG 2000 Image Compression (Lossless Only)", "jpeg 2000", "PS3.5 8.2.4", lossless=True, decode=("openjpeg",), encode=("openjpeg",), constraints=constraints.JPEG_2000_LOSSLESS),
    TransferSyntax("1.2.840.10008.1.2.4.91", "JPEG2000", "JPEG 2000 Image Compression", "jpeg 2000", "PS3.5 8.2.4", decode=("openjpeg",), encode=("openjpeg",), constraints=constraints.JPEG_2000),
    TransferSyntax("1.2.840.10008.1.2.4.92", "JPEG2000MCLossless", "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)", "jpeg 2000", "PS3.5 8.2.4", lossless=True, why_not=_MULTI_COMPONENT),
    TransferSyntax("1.2.840.10008.1.2.4.93", "JPEG2000MC", "JPEG 2000 Part 2 Multi-component Image Compression", "jpeg 2000", "PS3.5 8.2.4", why_not=_MULTI_COMPONENT),
    TransferSyntax("1.2.840.10008.1.2.4.94", "JPIPReferenced", "JPIP Referenced", "jpip", "PS3.5 A.6", why_not=_ON_A_SERVER),
    TransferSyntax("1.2.840.10008.1.2.4.95", "JPIPReferencedDeflate", "JPIP Referenced Deflate", "jpip", "PS3.5 A.6", why_not=_ON_A_SERVER),
    TransferSyntax("1.2.840.10008.1.2.4.100", "MPEG2MPML", "MPEG2 Main Profile / Main Level", "video", "PS3.5 8.2.5", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.100.1", "MPEG2MPMLF", "Fragmentable MPEG2 Main Profile / Main Level", "video", "PS3.5 8.2.5", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.101", "MPEG2MPHL", "MPEG2 Main Profile / High Level", "video", "PS3.5 8.2.6", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.101.1", "MPEG2MPHLF", "Fragmentable MPEG2 Main Profile / High Level", "video", "PS3.5 8.2.6", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.102", "MPEG4HP41", "MPEG-4 AVC/H.264 High Profile / Level 4.1", "video", "PS3.5 8.2.7", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.102.1", "MPEG4HP41F", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1", "video", "PS3.5 8.2.7", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.103", "MPEG4HP41BD", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", "video", "PS3.5 8.2.7", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.103.1", "MPEG4HP41BDF", "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", "video", "PS3.5 8.2.7", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.104", "MPEG4HP422D", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", "video", "PS3.5 8.2.8", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.104.1", "MPEG4HP422DF", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", "video", "PS3.5 8.2.8", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.105", "MPEG4HP423D", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", "video", "PS3.5 8.2.8", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.105.1", "MPEG4HP423DF", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", "video", "PS3.5 8.2.8", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.106", "MPEG4HP42STEREO", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", "video", "PS3.5 8.2.9", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.106.1", "MPEG4HP42STEREOF", "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", "video", "PS3.5 8.2.9", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.107", "HEVCMP51", "HEVC/H.265 Main Profile / Level 5.1", "video", "PS3.5 8.2.10", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.108", "HEVCM10P51", "HEVC/H.265 Main 10 Profile / Level 5.1", "video", "PS3.5 8.2.11", why_not=_CARRIED),
    TransferSyntax("1.2.840.10008.1.2.4.110", "JPEGXLLossless", "JPEG XL Lossless", "jpeg xl", "PS3.5 8.2.15", lossless=True, decode=("libjxl",), encode=("libjxl",), constraints=constraints.JPEG_XL),
    TransferSyntax("1.2.840.10008.1.2.4.111", "JPEGXLJPEGRecompression", "JPEG XL JPEG Recompression", "jpeg xl", "PS3.5 8.2.15", decode=("libjxl",), constraints=constraints.JPEG_XL_OF_JPEG, why_not="it packs JPEG streams anew, and is no encoding of pixels"),
    TransferSyntax("1.2.840.10008.1.2.4.112", "JPEGXL", "JPEG XL", "jpeg xl", "PS3.5 8.2.15", decode=("libjxl",), encode=("libjxl",), constraints=constraints.JPEG_XL),
    TransferSyntax("1.2.840.10008.1.2.4.201", "HTJ2KLossless", "High-Throughput JPEG 2000 Image Compression (Lossless Only)", "htj2k", "PS3.5 8.2.14", lossless=True, decode=("openjph", "openjpeg"), encode=("openjph",), constraints=constraints.JPEG_2000_LOSSLESS),
    TransferSyntax("1.2.840.10008.1.2.4.202", "HTJ2KLosslessRPCL", "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)", "htj2k", "PS3.5 8.2.14", lossless=True, decode=("openjph", "openjpeg"), encode=("openjph",), constraints=constraints.JPEG_2000_LOSSLESS),
    TransferSyntax("1.2.840.10008.1.2.4.203", "HTJ2K", "High-Throughput JPEG 2000 Image Compression", "htj2k", "PS3.5 8.2.14", decode=("openjph", "openjpeg"), encode=("openjph",), constraints=constraints.JPEG_2000),
    TransferSyntax("1.2.840.10008.1.2.4.204", "JPIPHTJ2KReferenced", "JPIP HTJ2K Referenced", "jpip", "PS3.5 A.6", why_not=_ON_A_SERVER),
    TransferSyntax("1.2.840.10008.1.2.4.205", "JPIPHTJ2KReferencedDeflate", "JPIP HTJ2K Referenced Deflate", "jpip", "PS3.5 A.6", why_not=_ON_A_SERVER),
    TransferSyntax("1.2.840.10008.1.2.5", "RLELossless", "RLE Lossless", "rle", "PS3.5 8.2.2", lossless=True, decode=("pylibjpeg-rle", "rle"), encode=("rle",), constraints=constraints.RLE),
    TransferSyntax("1.2.840.10008.1.2.6.1", "RFC2557MIMEEncapsulation", "RFC 2557 MIME encapsulation", "other", "PS3.6 A", retired=True, why_not=_NOT_DICOM),
    TransferSyntax("1.2.840.10008.1.2.6.2", "XMLEncoding", "XML Encoding", "other", "PS3.6 A", retired=True, why_not=_NOT_DICOM),
    TransferSyntax("1.2.840.10008.1.2.7.1", "SMPTEST211020UncompressedProgressiveActiveVideo", "SMPTE ST 2110-20 Uncompressed Progressive Active Video", "real-time video", "PS3.5 A.8", why_not=_STREAMS),
    TransferSyntax("1.2.840.10008.1.2.7.2", "SMPTEST211020UncompressedInterlacedActiveVideo", "SMPTE ST 2110-20 Uncompressed Interlaced Active Video", "real-time video", "PS3.5 A.9", why_not=_STREAMS),
    TransferSyntax("1.2.840.10008.1.2.7.3", "SMPTEST211030PCMDigitalAudio", "SMPTE ST 2110-30 PCM Digital Audio", "real-time video", "PS3.5 A.10", why_not=_STREAMS),
    TransferSyntax("1.2.840.10008.1.2.8.1", "DeflatedImageFrameCompression", "Deflated Image Frame Compression", "deflated frame", "PS3.5 8.2.16", lossless=True, decode=("zlib",), encode=("zlib",)),
    TransferSyntax("1.2.840.10008.1.20", "Papyrus3ImplicitVRLittleEndian", "Papyrus 3 Implicit VR Little Endian", "other", "PS3.6 A", retired=True, why_not=_NOT_DICOM),
)
# fmt: on

TRANSFER_SYNTAXES: Final = MappingProxyType({row.uid: row for row in _ROWS})
_BY_KEYWORD: Final = {row.keyword.lower(): row for row in _ROWS}

IMPLICIT_LITTLE: Final = "1.2.840.10008.1.2"
EXPLICIT_LITTLE: Final = "1.2.840.10008.1.2.1"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG: Final = "1.2.840.10008.1.2.2"


def transfer_syntax(uid: str) -> TransferSyntax | None:
    r"""The row of ``uid``, padding forgiven; ``None`` for one that PS3.6 does not know.

    >>> transfer_syntax("1.2.840.10008.1.2.5\0").keyword
    'RLELossless'
    """
    return TRANSFER_SYNTAXES.get(uid.rstrip("\0 "))


def named(name: str) -> TransferSyntax | None:
    """The row that a person means: by UID or by keyword, in any case.

    >>> named("jpeglosslesssv1").uid, named("1.2.840.10008.1.2.5").keyword
    ('1.2.840.10008.1.2.4.70', 'RLELossless')
    """
    return transfer_syntax(name) or _BY_KEYWORD.get(name.lower())
