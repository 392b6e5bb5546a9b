"""The least that so many samples can weigh, asked before memory is given for them."""

from ..errors import DamagedPixelData
from ..pixel_format import PixelFormat
from .geometry import units_of
from .headers import ARITHMETIC, JPEG_LS, LOSSLESS, PROGRESSIVE, Frame, Scan
from .markers import JpegStream


def see_credible(header: JpegStream, fmt: PixelFormat) -> None:
    """See that a stream is of the size that the data set says, and heavy enough to hold it.

    So no more is ever given for a byte of a stream than 8 samples of a lossless process, 256 of a
    sequential DCT, 512 of a progressive one, and 2^18 a component of JPEG-LS and of arithmetic
    coding, in which blank images really are that small.

    Raises
    ------
    DamagedPixelData
        It is not.
    """
    frame = header.frame
    size = (frame.rows, frame.columns, len(frame.components))
    said = (fmt.rows, fmt.columns, fmt.samples)
    if size != said:
        reason = "{} rows, {} columns, {} components".format(*size)
        reason += ", the data set says {}, {}, {}".format(*said)
        raise DamagedPixelData(reason, frame.offset)
    if not any((one.rows, one.columns) == size[:2] for one in header.frames):
        raise DamagedPixelData("no frame is as large as the whole hierarchy", frame.offset)
    for scan in header.scans:
        bits = least_bits(scan, header.frame_of(scan))
        if 8 * (scan.end - scan.start) < bits:
            reason = (
                f"{scan.end - scan.start} bytes of entropy-coded data, "
                f"expected {-(-bits // 8)} at the least"
            )
            raise DamagedPixelData(reason, scan.start)


def least_bits(scan: Scan, frame: Frame) -> int:
    """Bits below which no encoder can get the components of a scan.

    A lossless sample has a Huffman code of a bit or more; a DCT block one for its DC and one for
    the end of the block; a progressive one its DC, while runs of 32767 blocks may have no AC
    (ISO 10918-1 G.1.2.2).  A run of JPEG-LS ends with the line (ISO 14495-1 A.7) and is up to
    2^15 samples of each bit.  A decision of arithmetic coding costs 2^-15 bits or more
    (ISO 10918-1 Table D.3).
    """
    if frame.process == JPEG_LS:
        runs = frame.rows * -(-frame.columns // (1 << 15))
        return runs if scan.last else runs * len(scan.components)
    units = sum(units_of(frame, index) for index in scan.components)
    if frame.process in ARITHMETIC:
        return units >> 15
    if frame.process in LOSSLESS:
        return units
    if frame.process in PROGRESSIVE:
        return units if scan.first == scan.high == 0 else units >> 15
    return 2 * units
