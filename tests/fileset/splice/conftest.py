"""Layouts of bytes in memory, and bytes that were spliced."""

import io
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from dicom_fileset.splice.header import Changes
from dicom_fileset.splice.layout import Layout, layout_of
from dicom_fileset.splice.write import Sink, write_spliced
from pydicom.uid import ExplicitVRLittleEndian

_FEW = 8
"""Layouts that are of use at one time."""


@pytest.fixture(scope="session")
def laid() -> Iterator[Callable[[bytes], Layout]]:
    """The layout of a file in memory."""
    held: deque[ExitStack] = deque()

    def lay(content: bytes) -> Layout:
        held.append(ExitStack())
        if len(held) > _FEW:
            held.popleft().close()
        return layout_of(io.BytesIO(content), held[-1])

    yield lay
    for stack in held:
        stack.close()


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
        with ExitStack() as stack:
            layout = layout_of(io.BytesIO(content), stack)
            write_spliced(layout, changes or {}, uid, file, pixels)
        return file.getvalue()

    return splice
