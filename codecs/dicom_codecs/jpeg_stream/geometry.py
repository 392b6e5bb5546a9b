"""How many blocks, units and intervals a frame and its scans have (ISO 10918-1 A.1.1, A.2)."""

from .headers import JPEG_LS, LOSSLESS, Frame, Scan


def side(frame: Frame) -> int:
    """Samples along an edge of a data unit: 8 of a DCT, 1 of lossless processes (A.1, H.1.1)."""
    return 1 if frame.process in LOSSLESS or frame.process == JPEG_LS else 8


def units_of(frame: Frame, index: int) -> int:
    """Data units that a component has in a scan of its own.

    >>> from .headers import Component
    >>> two = (Component(1, 2, 1, 0), Component(2, 1, 1, 0))
    >>> frame = Frame(0, 8, 20, 20, two, 0)
    >>> units_of(frame, 0), units_of(frame, 1)
    (9, 6)
    """
    component = frame.components[index]
    widest = max(one.horizontal for one in frame.components)
    highest = max(one.vertical for one in frame.components)
    edge = side(frame)
    columns = _up(_up(frame.columns * component.horizontal, widest), edge)
    return columns * _up(_up(frame.rows * component.vertical, highest), edge)


def minimum_units(scan: Scan, frame: Frame) -> int:
    """Minimum coded units of a scan, in which restart intervals are counted (A.2.2, A.2.3)."""
    if len(scan.components) == 1:
        return units_of(frame, scan.components[0])
    widest = max(one.horizontal for one in frame.components)
    highest = max(one.vertical for one in frame.components)
    edge = side(frame)
    return _up(frame.columns, widest * edge) * _up(frame.rows, highest * edge)


def _up(number: int, divisor: int) -> int:
    return -(-number // divisor)
