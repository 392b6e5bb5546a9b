"""Layouts of bytes in memory, and bytes that were spliced."""

import io
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from dicom_fileset.splice.header import Changes
from dicom_fileset.splice.layout import Layout, layout_of
from dicom_fileset.splice.write import Sink, write_spliced
from pydicom.uid import ExplicitVRLittleEndian


@pytest.fixture(scope="session")
def laid() -> Callable[[bytes], Layout]:
    """The layout of a file in memory."""

    def lay(content: bytes) -> Layout:
        with ExitStack() as held:
            layout = layout_of(io.BytesIO(content), held)
            held.pop_all()
        return layout

    return lay


@pytest.fixture(scope="session")
def spliced() -> Callable[..., bytes]:
    """The bytes of a file that was spliced from another one in memory."""

    def splice(
        content: bytes,
        changes: Changes | None = None,
        uid: str = ExplicitVRLittleEndian,
        pixels: Callable[[Sink], None] | None = None,
    ) -> bytes:
        file = io.BytesIO()
        with ExitStack() as held:
            layout = layout_of(io.BytesIO(content), held)
            write_spliced(layout, changes or {}, uid, file, pixels)
        return file.getvalue()

    return splice
