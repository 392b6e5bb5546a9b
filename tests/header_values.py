"""Headers as our readers see them, made by pydicom."""

import io
from collections.abc import Callable

from dicom_fileset.scan.walk import elements_of
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

Value = Callable[[int], bytes | None]


def written(ds: Dataset) -> bytes:
    """A data set in Explicit VR Little Endian, its sequences of undefined length or not."""
    out = DicomBytesIO(io.BytesIO().getvalue())
    out.is_little_endian, out.is_implicit_VR = True, False
    write_dataset(out, ds)
    return out.getvalue()


def values_of(ds: Dataset) -> Value:
    """Values of the elements of a data set."""
    return {tag: value for tag, value, _ in elements_of(written(ds))}.get
