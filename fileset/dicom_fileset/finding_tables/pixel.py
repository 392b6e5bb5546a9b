"""Codes of Findings on pixel data; one of the same name for each deviation that codecs tell."""

from types import MappingProxyType
from typing import Final

from .code import Code

PIXEL_CODES: Final = MappingProxyType(
    {
        # -- why an instance is not transcoded ------------------------------------------------
        "transfer-syntax-refused": Code("error", "PS3.5 A", "Ask for another transfer syntax; see dicom-fileset codecs."),
        "pixels-unsuitable": Code("error", "PS3.5 8.2", "Ask for a transfer syntax that may hold such pixels."),
        "codec-unavailable": Code("error", "PS3.5 8.2", "See dicom-fileset codecs for what works here, and what to install."),
        "no-pixel-data": Code("error", "PS3.5 A.4", "Only images can be compressed; carry it as it is."),
        "no-image": Code("error", "PS3.3 C.7.6.3", "Without these elements there is no image; ask its maker."),
        "pixel-data-damaged": Code("error", "PS3.5 8", "Fetch the file again from where it came; the source was not touched."),
        "frame-too-large": Code("error", "PS3.3 C.7.6.3", "Use a machine with more memory, or fewer jobs."),
        "decoder-crashed": Code("error", "PS3.5 8", "Its pixel data is damaged: fetch the file again from where it came."),
        "decoder-hung": Code("error", "PS3.5 8", "Its pixel data is damaged, or --deadline too short."),
        "codec-not-proven": Code("error", "PS3.5 8", "Nothing was written; please report it: a codec did not give the pixels back."),
        "frames-differ": Code("error", "PS3.3 C.7.6.6", "The frames of one image must be alike; ask its maker."),
        # -- the run ----------------------------------------------------------------------------
        "name-taken": Code("error", "PS3.10 8.2", "Name the folder that both are in, or use two destinations."),
        "destination-exists": Code("error", "PS3.10 8", "Name another destination, or move that file away."),
        "already-there": Code("note", "PS3.10 8", "Nothing needs to be done."),
        "destination-among-sources": Code("note", "PS3.10 8", "Nothing needs to be done."),
        # -- what was mended, or is worth knowing ------------------------------------------------
        "pixels-differ": Code("warning", "PS3.3 C.7.6.3", "It was carried as it is; look at the picture, and ask its maker."),
        "image-pixel-mended": Code("warning", "PS3.3 C.7.6.3", "Compare the picture with the original; ask its maker."),
        "lossy-flag-missing": Code("warning", "PS3.3 C.7.6.1.1.5", "The flag was set: what was lost once is lost for good."),
        "signature-void": Code("warning", "PS3.15 C", "Digital signatures cover what was changed: they do not hold any more."),
        "derivation-incomplete": Code("note", "PS3.3 C.7.6.16.2.6", "The top level of the data set says it; nothing is lost."),
        "retired-transfer-syntax": Code("warning", "PS3.5-2016b A.3", "Few readers will open it; use Explicit VR Little Endian."),
        # -- deviations that dicom_codecs tells --------------------------------------------------
        "fragments-without-delimiter": Code("warning", "PS3.5 A.4", "It was written as it should be; ask its maker."),
        "fragments-without-items": Code("warning", "PS3.5 A.4", "It was written as it should be; ask its maker."),
        "fragment-odd": Code("warning", "PS3.5 A.4", "It was written as it should be; ask its maker."),
        "offset-table-wrong": Code("warning", "PS3.5 A.4", "Frames were found without it; compare their number with what you expect."),
        "offset-table-missing": Code("note", "PS3.5 A.4", "Frames were told by their first bytes."),
        "fragments-beyond-frames": Code("warning", "PS3.5 A.4", "Number of Frames says fewer: look whether frames are missing from the picture."),
        "bits-stored-differs": Code("warning", "PS3.5 8.2", "The stream was believed; ask its maker."),
        "bits-allocated-differs": Code("warning", "PS3.5 8.2", "The stream was believed; ask its maker."),
        "sign-differs": Code("warning", "PS3.5 8.2.4", "Pixel Representation was believed; compare the picture with the original."),
        "colour-differs": Code("warning", "PS3.5 8.2.1", "The stream was believed; compare the picture with the original."),
        "stream-padded": Code("note", "PS3.5 A.4", "What follows the stream means nothing."),
        "jpeg-process-differs": Code("warning", "PS3.5 A.4.1", "The stream was believed; ask its maker."),
        "jpeg-scan-end": Code("warning", "PS3.5 8.2.1", "The scan was read to its end; ask its maker."),
        "jpeg-end-missing": Code("warning", "PS3.5 8.2.1", "The stream may be cut: compare the last rows with the original."),
        "jpeg-truncated": Code("error", "PS3.5 8.2.1", "The end of the picture is missing: fetch the file again from where it came."),
        "jpeg-tables-missing": Code("warning", "PS3.5 A.4.1", "The tables that ISO 10918-1 names as examples were taken; compare the picture."),
        "deflate-wrapped": Code("warning", "PS3.5 8.2.16", "It was written as it should be; ask its maker."),
        "deflate-end-missing": Code("warning", "PS3.5 8.2.16", "All bytes of the frame were there; ask its maker."),
        "jpeg-2000-boxed": Code("warning", "PS3.5 A.4.4", "The codestream in the boxes was used; ask its maker."),
        "rle-padded": Code("note", "PS3.5 G.3", "What a segment has too much means nothing."),
        "rle-truncated": Code("error", "PS3.5 G.3", "The last rows are missing: fetch the file again from where it came."),
        "rle-header": Code("warning", "PS3.5 G.5", "Segments were found without it; compare the picture with the original."),
        "video-container": Code("warning", "PS3.5 8.2.7", "It was carried as it is: few players will open it; ask its maker."),
        "video-fragments": Code("warning", "PS3.5 8.2.5", "It was carried as it is; ask its maker."),
        "video-size": Code("warning", "PS3.5 8.2.5", "It was carried as it is; ask its maker."),
        "pixel-data-padded": Code("note", "PS3.5 8.1.1", "What follows the last frame means nothing."),
        "bits-beyond-stored": Code("note", "PS3.5 8.1.2", "All bits allocated were kept."),
    }
)  # fmt: skip
