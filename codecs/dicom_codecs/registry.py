"""One row a transfer syntax of PS3.6 Annex A: what its name is, and how its bytes lie in a file."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

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
    uid, keyword
        As PS3.6 has them.
    family
        How the Pixel Data is coded.
    retired
        No longer written by anyone who follows the standard; read all the same.
    """

    uid: str
    keyword: str
    family: Family
    retired: bool = False

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
    def in_files(self) -> bool:
        """Whether a file may be written in it (JPIP: PS3.5 A.6; RTV: PS3.5 A.8 to A.10)."""
        return self.family not in {"jpip", "real-time video", "other"}


_ROWS: Final = (
    TransferSyntax("1.2.840.10008.1.2", "ImplicitVRLittleEndian", "native"),
    TransferSyntax("1.2.840.10008.1.2.1", "ExplicitVRLittleEndian", "native"),
    TransferSyntax(
        "1.2.840.10008.1.2.1.98",
        "EncapsulatedUncompressedExplicitVRLittleEndian",
        "encapsulated native",
    ),
    TransferSyntax("1.2.840.10008.1.2.1.99", "DeflatedExplicitVRLittleEndian", "deflated"),
    TransferSyntax("1.2.840.10008.1.2.2", "ExplicitVRBigEndian", "native", retired=True),
    TransferSyntax("1.2.840.10008.1.2.4.50", "JPEGBaseline8Bit", "jpeg"),
    TransferSyntax("1.2.840.10008.1.2.4.51", "JPEGExtended12Bit", "jpeg"),
    TransferSyntax("1.2.840.10008.1.2.4.52", "JPEGExtended35", "jpeg", retired=True),
    TransferSyntax(
        "1.2.840.10008.1.2.4.53", "JPEGSpectralSelectionNonHierarchical68", "jpeg", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.54", "JPEGSpectralSelectionNonHierarchical79", "jpeg", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.55", "JPEGFullProgressionNonHierarchical1012", "jpeg", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.56", "JPEGFullProgressionNonHierarchical1113", "jpeg", retired=True
    ),
    TransferSyntax("1.2.840.10008.1.2.4.57", "JPEGLossless", "jpeg lossless"),
    TransferSyntax(
        "1.2.840.10008.1.2.4.58", "JPEGLosslessNonHierarchical15", "jpeg lossless", retired=True
    ),
    TransferSyntax("1.2.840.10008.1.2.4.59", "JPEGExtendedHierarchical1618", "jpeg", retired=True),
    TransferSyntax("1.2.840.10008.1.2.4.60", "JPEGExtendedHierarchical1719", "jpeg", retired=True),
    TransferSyntax(
        "1.2.840.10008.1.2.4.61", "JPEGSpectralSelectionHierarchical2022", "jpeg", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.62", "JPEGSpectralSelectionHierarchical2123", "jpeg", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.63", "JPEGFullProgressionHierarchical2426", "jpeg", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.64", "JPEGFullProgressionHierarchical2527", "jpeg", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.65", "JPEGLosslessHierarchical28", "jpeg lossless", retired=True
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.4.66", "JPEGLosslessHierarchical29", "jpeg lossless", retired=True
    ),
    TransferSyntax("1.2.840.10008.1.2.4.70", "JPEGLosslessSV1", "jpeg lossless"),
    TransferSyntax("1.2.840.10008.1.2.4.80", "JPEGLSLossless", "jpeg-ls"),
    TransferSyntax("1.2.840.10008.1.2.4.81", "JPEGLSNearLossless", "jpeg-ls"),
    TransferSyntax("1.2.840.10008.1.2.4.90", "JPEG2000Lossless", "jpeg 2000"),
    TransferSyntax("1.2.840.10008.1.2.4.91", "JPEG2000", "jpeg 2000"),
    TransferSyntax("1.2.840.10008.1.2.4.92", "JPEG2000MCLossless", "jpeg 2000"),
    TransferSyntax("1.2.840.10008.1.2.4.93", "JPEG2000MC", "jpeg 2000"),
    TransferSyntax("1.2.840.10008.1.2.4.94", "JPIPReferenced", "jpip"),
    TransferSyntax("1.2.840.10008.1.2.4.95", "JPIPReferencedDeflate", "jpip"),
    TransferSyntax("1.2.840.10008.1.2.4.100", "MPEG2MPML", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.100.1", "MPEG2MPMLF", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.101", "MPEG2MPHL", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.101.1", "MPEG2MPHLF", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.102", "MPEG4HP41", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.102.1", "MPEG4HP41F", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.103", "MPEG4HP41BD", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.103.1", "MPEG4HP41BDF", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.104", "MPEG4HP422D", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.104.1", "MPEG4HP422DF", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.105", "MPEG4HP423D", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.105.1", "MPEG4HP423DF", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.106", "MPEG4HP42STEREO", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.106.1", "MPEG4HP42STEREOF", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.107", "HEVCMP51", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.108", "HEVCM10P51", "video"),
    TransferSyntax("1.2.840.10008.1.2.4.110", "JPEGXLLossless", "jpeg xl"),
    TransferSyntax("1.2.840.10008.1.2.4.111", "JPEGXLJPEGRecompression", "jpeg xl"),
    TransferSyntax("1.2.840.10008.1.2.4.112", "JPEGXL", "jpeg xl"),
    TransferSyntax("1.2.840.10008.1.2.4.201", "HTJ2KLossless", "htj2k"),
    TransferSyntax("1.2.840.10008.1.2.4.202", "HTJ2KLosslessRPCL", "htj2k"),
    TransferSyntax("1.2.840.10008.1.2.4.203", "HTJ2K", "htj2k"),
    TransferSyntax("1.2.840.10008.1.2.4.204", "JPIPHTJ2KReferenced", "jpip"),
    TransferSyntax("1.2.840.10008.1.2.4.205", "JPIPHTJ2KReferencedDeflate", "jpip"),
    TransferSyntax("1.2.840.10008.1.2.5", "RLELossless", "rle"),
    TransferSyntax("1.2.840.10008.1.2.6.1", "RFC2557MIMEEncapsulation", "other", retired=True),
    TransferSyntax("1.2.840.10008.1.2.6.2", "XMLEncoding", "other", retired=True),
    TransferSyntax(
        "1.2.840.10008.1.2.7.1",
        "SMPTEST211020UncompressedProgressiveActiveVideo",
        "real-time video",
    ),
    TransferSyntax(
        "1.2.840.10008.1.2.7.2", "SMPTEST211020UncompressedInterlacedActiveVideo", "real-time video"
    ),
    TransferSyntax("1.2.840.10008.1.2.7.3", "SMPTEST211030PCMDigitalAudio", "real-time video"),
    TransferSyntax("1.2.840.10008.1.2.8.1", "DeflatedImageFrameCompression", "deflated frame"),
    TransferSyntax("1.2.840.10008.1.20", "Papyrus3ImplicitVRLittleEndian", "other", retired=True),
)

TRANSFER_SYNTAXES: Final = MappingProxyType({row.uid: row for row in _ROWS})

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
