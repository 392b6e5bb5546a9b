"""Foreign files there and back: to a lossless transfer syntax, and to Explicit VR Little Endian.

``python tests/round_trips.py`` does it for every file and syntax, and prints what came of them.
"""

import os
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pydicom
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_fileset.migration.model import Result
from dicom_fileset.scan.scanner import scan
from dicom_fileset.splice.layout import opened
from dicom_fileset.transcoding.image_pixel import image_pixel
from foreign_files import foreign_files, short_name
from images import cells_of
from migrated_files import EXPLICIT, SYNTAXES, migrated
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_data_element
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32

WRITTEN: Final = frozenset({"transcoded", "re-encoded", "kept", "carried"})
PHOTOMETRIC: Final = 0x0028_0004
PLANAR: Final = 0x0028_0006
NUMBERS: Final = frozenset({"US", "SS", "UL", "SL", "FL", "FD", "AT", "OW", "OF", "US or SS"})
LENGTH_TO_END: Final = 0x0008_0001
LOSSY: Final = frozenset({0x0028_2110, 0x0028_2114})
RENAMED: Final = frozenset(
    {
        # PS3.5 8.2.4: RCT and ICT are of the stream, which goes before the label.
        *(("YBR_RCT", "RGB"), ("YBR_ICT", "RGB"), ("XYB", "RGB")),
        *(
            ("RGB", "YBR_FULL"),
            ("YBR_FULL_422", "RGB"),
            ("YBR_FULL", "RGB"),
            ("YBR_FULL_422", "YBR_FULL"),
        ),
    }
)
BITS: Final = frozenset({0x0028_0002, 0x0028_0100, 0x0028_0101, 0x0028_0102, 0x0028_0103})
"""An encoded stream says these of itself, and what the header said otherwise was wrong."""
PIXELS: Final = frozenset({0x7FE0_0001, 0x7FE0_0002, 0x7FE0_0003, 0x7FE0_0010})


class Trip(NamedTuple):
    """What came of a file on its way there, and back."""

    there: Result
    back: Result | None
    changed: frozenset[int]
    """Tags of elements that are not what they were."""
    read_by_pydicom: bool
    """Whether pydicom decoded what was made, and found the same."""


def trip(path: Path, uid: str, folder: Path) -> Trip:
    """Migrate a file there and back, and see that it is what it was.

    Raises
    ------
    AssertionError
        It is not.
    """
    out = migrated(path, folder / "to", uid)
    made = folder / "to" / "there" / path.name
    if out.outcome not in WRITTEN:
        assert not made.exists()
        assert out.findings
        return Trip(out, None, frozenset(), read_by_pydicom=False)
    if out.outcome in {"kept", "carried"}:
        assert made.read_bytes() == path.read_bytes()
        return Trip(out, None, frozenset(), read_by_pydicom=False)
    back = migrated(made, folder / "back", EXPLICIT)
    again = folder / "back" / "there" / path.name
    assert back.outcome in {"transcoded", "re-encoded"}, back
    assert back.identity == out.identity
    changed = _changed(path, again, out)
    if out.outcome == "transcoded":
        cells, found = cells_of(path), cells_of(again)
        if any(one.code == "fragments-beyond-frames" for one in out.findings):
            cells = cells[: len(found)]  # that is what Number of Frames says; no frame was dropped
            assert again.stat().st_size > cells.nbytes * out.frames // len(cells)
        whole = out.syntax_out in {SYNTAXES["RLE Lossless"], SYNTAXES["JPEG Lossless SV1"]}
        stored = None if whole else bits_stored(again)
        _same_cells(found, cells, stored)
    return Trip(out, back, changed, _same_for_pydicom(path, made, again))


def bits_stored(path: Path) -> int:
    """Of an image, as our own reader has it: others do not get past a VR that is none."""
    with opened(str(path)) as layout:
        return image_pixel(layout.value).format.bits_stored


def _read(path: Path, *, whole: bool) -> Dataset:
    # pydicom keeps nothing of a data set whose pixel data has no end.
    return pydicom.dcmread(path, force=True, stop_before_pixels=not whole)


def _changed(path: Path, again: Path, out: Result) -> frozenset[int]:
    """Tags of elements that differ; each is one that the standard makes differ."""
    codes = {one.code for one in out.findings}
    whole = "fragments-without-delimiter" not in codes
    before, after = _read(path, whole=whole), _read(again, whole=whole)
    tags = {int(tag) for tag in (*before.keys(), *after.keys())} - PIXELS
    groups = {tag for tag in tags if not tag & 0xFFFF or tag == LENGTH_TO_END}
    assert not groups & {int(tag) for tag in after.keys() - before.keys()}
    found = {tag for tag in tags - groups if _value(before, tag) != _value(after, tag)}
    source = TRANSFER_SYNTAXES[scan(str(path)).transfer_syntax_uid]
    if found & LOSSY:
        assert "lossy-flag-missing" in codes
        assert not source.lossless or "jpeg-process-differs" in codes
    if PHOTOMETRIC in found:
        was, now = (ds.get("PhotometricInterpretation", "") for ds in (before, after))
        assert (was, now) in RENAMED or "image-pixel-mended" in codes, (was, now)
        assert source.encapsulated or was == "YBR_FULL_422"
    if PLANAR in found:
        assert after.get("PlanarConfiguration", 0) == 0
    if found & BITS:
        assert source.encapsulated or "image-pixel-mended" in codes
    assert found <= LOSSY | BITS | {PHOTOMETRIC, PLANAR}, [hex(tag) for tag in found]
    return frozenset(found)


def _value(ds: Dataset, tag: int) -> Any:
    """The value of an element in a form that is the same in every encoding."""
    raw = ds.get_item(tag)
    if raw is None:
        return None
    element = ds[tag]
    if element.VR == "SQ":
        # Group lengths go wherever they are (PS3.5 7.2).
        held = [[int(one.tag) for one in item if one.tag.element] for item in element.value]
        return [
            {tag: _value(item, tag) for tag in tags}
            for item, tags in zip(element.value, held, strict=True)
        ]
    if isinstance(raw, RawDataElement) and (raw.is_little_endian or element.VR not in NUMBERS):
        return (raw.value or b"").rstrip(b" \0")
    if element.VR == "OW":  # pydicom leaves its words as they lie
        return np.frombuffer(element.value, ">u2").astype("<u2").tobytes().rstrip(b" \0")
    return _encoded(element)


def _encoded(element: DataElement) -> bytes:
    """The value in Explicit VR Little Endian, as pydicom writes it."""
    to = DicomBytesIO()
    to.is_little_endian, to.is_implicit_VR = True, False
    write_data_element(to, element)
    value: bytes = to.getvalue()[12 if element.VR in EXPLICIT_VR_LENGTH_32 else 8 :]
    return value.rstrip(b" \0")


def _same_cells(found: Any, cells: Any, numbers_of: int | None) -> None:
    """See that cells are the same; of signed numbers so many bits, where streams have no more.

    PS3.5 8.1.1 leaves open what stands above Bits Stored; there 12 bits of a number without its
    sign come back with it.
    """
    assert found.shape == cells.shape
    if numbers_of is not None and found.dtype.kind == "i" and not np.array_equal(found, cells):
        mask = (1 << numbers_of) - 1
        assert int(abs(found.astype(np.int64)).max()) <= 1 << numbers_of - 1
        found, cells = found & mask, cells & mask
    assert np.array_equal(found, cells)


def _pixels(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return pydicom.dcmread(path).pixel_array
        except Exception:  # noqa: BLE001 - what it cannot read tells nothing
            return None


def _same_for_pydicom(path: Path, made: Path, again: Path) -> bool:
    """Whether pydicom reads the same pixels of what was made as of what it was made from."""
    was, there, back = _pixels(path), _pixels(made), _pixels(again)
    if was is None or there is None or back is None:
        return False
    assert np.array_equal(there, back), "pydicom reads other pixels there than back"
    return bool(was.shape == back.shape and np.array_equal(was, back))


def trips(files: list[Path], names: list[str]) -> Iterator[tuple[Path, str, Trip]]:
    """What came of each file in each syntax."""
    for path in files:
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                yield path, name, trip(path, SYNTAXES[name], Path(folder))


def main(words: list[str]) -> int:
    """Do all; print what came of it, and what was wrong."""
    step = int(words[0]) if words else 1
    wrong = 0
    counts: Counter[tuple[str, ...]] = Counter()
    for number, path in enumerate(foreign_files()):
        for place, name in enumerate(SYNTAXES):
            if (number + place) % step:
                continue
            try:
                ((_, _, one),) = trips([path], [name])
            except Exception as error:  # noqa: BLE001 - all are to be told
                wrong += 1
                print(f"{short_name(path)} to {name}: {type(error).__name__} {error}"[:400])
                counts[name, "WRONG"] += 1
                continue
            code = one.there.findings[0].code if one.there.findings else ""
            counts[name, one.there.outcome, "" if one.there.outcome == "transcoded" else code] += 1
            if one.there.outcome == "transcoded":
                counts[name, "pydicom reads the same", str(one.read_by_pydicom)] += 1
            for tag in one.changed:
                counts["changed", f"{tag:08x}"] += 1
    for words_, count in sorted(counts.items()):
        print(count, *words_)
    return bool(wrong)


if __name__ == "__main__":
    os.environ["DICOM_FILESET_LEDGER"] = "off"
    sys.exit(main(sys.argv[1:]))
