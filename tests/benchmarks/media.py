"""Synthetic CT slices, many in little time: the header is encoded once, its gaps filled anew.

Instances differ as those of a scanner do: UIDs, times, positions, tube current and windows vary
from slice to slice, some with a fixed width and some not, so that lengths differ from file to
file and both odd and even ones are padded.  The same call gives the same bytes.
"""

import os
import random
from struct import Struct
from typing import Final

from benchmarks.ct_template import CT_IMAGE, TAGS, parts_of_header

PER_FOLDER: Final = 1000
_SHORT: Final = Struct("<HH2sH").pack
_LONG: Final = Struct("<HH2s2xL").pack
_UID: Final = "2.25.285104761390028716053982743105"
_POOL: Final = 1 << 20
Values = dict[str, bytes]


def make_ct(root: str, instances: int, series: int, rows: int = 64) -> None:
    """Write CT slices below ``root``, under names that are legal File IDs.

    Parameters
    ----------
    instances, series
        How many; they are spread evenly, four series to a study and two studies to a patient.
    rows
        Rows and columns of a slice of 16 bit.
    """
    write = SliceWriter(rows)
    folders = 0
    for number in range(series):
        first, past = number * instances // series, (number + 1) * instances // series
        of_series = series_values(number)
        for begin in range(first, past, PER_FOLDER):
            folder = os.path.join(
                root, f"P{folders // PER_FOLDER:03}", f"S{folders % PER_FOLDER:03}"
            )
            os.makedirs(folder)
            folders += 1
            for slice_number in range(begin, min(past, begin + PER_FOLDER)):
                path = os.path.join(folder, f"IM{slice_number % 1_000_000:06}")
                write(path, of_series, slice_number - first, slice_number)


class SliceWriter:
    """Writes slices of one size."""

    def __init__(self, rows: int) -> None:
        self._parts = [_Gap(one) if isinstance(one, str) else one for one in parts_of_header(rows)]
        self._size = rows * rows * 2
        # Every value below 4096, as 12 bits of 16; one draw serves all, each slice from elsewhere.
        draw = random.Random(20260101).randbytes(_POOL + self._size)  # noqa: S311
        self._pixels = bytearray(draw)
        self._pixels[1::2] = bytes(high & 0x0F for high in draw[1::2])

    def __call__(self, path: str, of_series: Values, index: int, number: int) -> None:
        """Write slice ``index`` of a series, the ``number``-th of all."""
        values = of_series | slice_values(index, number)
        start = number * 7919 * 2 % _POOL
        values["PixelData"] = bytes(self._pixels[start : start + self._size])
        pieces = [
            one if isinstance(one, bytes) else one.filled(values[one.keyword])
            for one in self._parts
        ]
        with open(path, "xb", buffering=0) as stream:
            stream.write(b"".join((_file_meta(values["SOPInstanceUID"]), *pieces)))


class _Gap:
    """A place in the header for an element whose value varies."""

    __slots__ = ("_element", "_group", "_vr", "keyword")

    def __init__(self, keyword: str) -> None:
        tag, vr = TAGS[keyword]
        self.keyword = keyword
        self._group, self._element, self._vr = tag >> 16, tag & 0xFFFF, vr

    def filled(self, value: bytes) -> bytes:
        """The element with a value, padded."""
        if self._vr == b"OW":
            return _LONG(self._group, self._element, self._vr, len(value)) + value
        return _short(self._group, self._element, self._vr, value)


def series_values(series: int) -> Values:
    """What the slices of a series have in common."""
    study, patient = series // 4, series // 8
    day = f"2026{1 + study % 12:02}{1 + study % 28:02}"
    time = f"{7 + study % 12:02}{study * 7 % 60:02}{study * 13 % 60:02}.{study * 17 % 1000:03}000"
    surnames = ("Mueller", "Ivanov", "Lefevre", "Yamada", "Smith")
    texts = dict.fromkeys(("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"), day)
    texts |= dict.fromkeys(("StudyTime", "SeriesTime"), time)
    texts |= {
        "AccessionNumber": f"A{20260000 + study}",
        "StudyDescription": ("CT Thorax", "CT Thorax, contrast", "CT Thorax low dose")[study % 3],
        "SeriesDescription": f"{('Topogram', 'Thin 1.5', 'Lung', 'Cor')[series % 4]} B{series % 9}",
        "PatientName": f"{surnames[patient % 5]}^{'Anna' if patient % 2 else 'Otto'} {patient}",
        "PatientID": f"ID{patient + 100}",
        "PatientBirthDate": f"19{30 + patient % 70}0{1 + patient % 9}1{patient % 10}",
        "PatientSex": "MF"[patient % 2],
        "StudyInstanceUID": f"{_UID}.1.{study}",
        "SeriesInstanceUID": f"{_UID}.2.{series}",
        "StudyID": f"{study + 1}",
        "SeriesNumber": f"{series % 4 + 1}",
        "FrameOfReferenceUID": f"{_UID}.3.{study}",
    }
    return {keyword: text.encode("ascii") for keyword, text in texts.items()}


def slice_values(index: int, number: int) -> Values:
    """What one slice has for itself."""
    seconds = 36000 + index // 4 + index % 4 * 0.257
    taken = f"{int(seconds // 3600) % 24:02}{int(seconds // 60) % 60:02}{seconds % 60:09.6f}"
    current = 60 + index * 37 % 311
    height = -712.5 + index * 1.5
    return {
        "InstanceCreationTime": b"%s" % taken.encode(),
        "SOPInstanceUID": b"%s.4.%d" % (_UID.encode(), number),
        "AcquisitionTime": taken.encode(),
        "ContentTime": taken.encode(),
        "ExposureTime": b"500",
        "XRayTubeCurrent": b"%d" % current,
        "Exposure": b"%d" % (current // 2),
        "AcquisitionNumber": b"1",
        "InstanceNumber": b"%d" % (index + 1),
        "ImagePositionPatient": f"-177.652344\\-{312 + index % 9}.5\\{height:g}".encode(),
        "SliceLocation": f"{height:g}".encode(),
        "WindowCenter": b"40" if index % 2 else b"-600",
        "WindowWidth": b"400" if index % 3 else b"1200",
        "PixelData": b"",
    }


def _file_meta(sop_instance_uid: bytes) -> bytes:
    rest = _META_BEFORE + _short(0x0002, 0x0003, b"UI", sop_instance_uid) + _META_AFTER
    length = len(rest).to_bytes(4, "little")
    return b"".join((bytes(128), b"DICM", _short(0x0002, 0x0000, b"UL", length), rest))


def _short(group: int, element: int, vr: bytes, value: bytes) -> bytes:
    if len(value) % 2:
        value += b"\0" if vr == b"UI" else b" "
    return _SHORT(group, element, vr, len(value)) + value


_META_BEFORE: Final = b"\x02\0\x01\0OB\0\0\x02\0\0\0\0\1" + _short(
    0x0002, 0x0002, b"UI", CT_IMAGE.encode()
)
_META_AFTER: Final = b"".join(
    (
        _short(0x0002, 0x0010, b"UI", b"1.2.840.10008.1.2.1"),
        _short(0x0002, 0x0012, b"UI", b"%s.9" % _UID.encode()),
        _short(0x0002, 0x0013, b"SH", b"SYNTHETIC_CT"),
    )
)
