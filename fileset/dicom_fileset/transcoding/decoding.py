"""Every frame of a file decoded, to see that each can be shown; nothing is written."""

from dicom_codecs.codec import decoder_name
from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..splice.layout import opened
from .frame_encoder import deviation_findings
from .frame_source import FrameSource
from .instance import Beat, video_findings
from .messages import DecodedFrames


def decode_file(path: str, beat: Beat = lambda: None) -> DecodedFrames:
    """Decode all frames of an instance, one after another.

    A video is looked at as far as that goes without decoding it; of an instance without pixel data
    there is nothing to decode.

    Parameters
    ----------
    path
        Of its file.
    beat
        Called whenever a frame is done.

    Raises
    ------
    Refusal, CodecError, ScanFailure, OSError
        A frame is missing or cannot be decoded, and why.
    """
    with opened(path) as layout:
        row = TRANSFER_SYNTAXES.get(layout.transfer_syntax_uid)
        if layout.pixels is None or (row is not None and row.family == "video"):
            return DecodedFrames(findings=video_findings(layout))
        source = FrameSource(layout)
        source.check_complete()
        met = dict.fromkeys(source.deviations)
        for number in range(source.count):
            met |= dict.fromkeys(source.decoded(number).deviations)
            beat()
        decoder = decoder_name(source.syntax) if source.syntax.encapsulated else ""
        return DecodedFrames(
            source.count, decoder, source.image.findings + deviation_findings(tuple(met))
        )
