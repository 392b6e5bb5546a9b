"""Bodies of directory records, sound and damaged, for properties of what takes them apart."""

from dicom_fileset.elements import element, item
from hypothesis import strategies as st

VALUES = {
    0x0004_1430: ("CS", [b"IMAGE ", b"SERIES"]),
    0x0004_1500: (
        "CS",
        [b"A\\B ", b"A\\C ", b"    ", b"", b"A \\B", b"A\\IM000001", b"B\\IM000001"],
    ),
    0x0004_1510: ("UI", [b"1.2\0", b"1.3\0", b""]),
    0x0004_1511: ("UI", [b"1.4\0", b"1.5\0", b"1.66", b"1.2.3.4.5.66", b"1.2.4.4.5.66"]),
    0x0004_1512: ("UI", [b"1.7\0", b"1.8\0", b"\0\0\0\0"]),
    0x0008_0060: ("CS", [b"CT", b"MR", b"  "]),
    0x0020_0013: ("IS", [b"1 ", b"2 ", b"  ", b"10"]),
    0x0028_0004: ("CS", [b"RGB ", b"    "]),
    0x0028_0010: ("US", [b"\4\0", b"\0\0"]),
    0x0028_0100: ("US", [b"\x08\0", b"\x10\0"]),
    0x0050_0004: ("CS", [b"NO", b"  ", b""]),
    0x0088_0200: ("SQ", [b"", item(element(0x0028_0010, "US", b"\4\0")), item(b"")]),
}


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """One body; mostly whole, sometimes with an element twice or cut off."""
    tags = draw(st.sets(st.sampled_from(sorted(VALUES)))) | draw(
        st.sampled_from([frozenset(), frozenset(VALUES)])
    )
    chosen = [(tag, VALUES[tag][0], draw(st.sampled_from(VALUES[tag][1]))) for tag in sorted(tags)]
    body = b"".join(element(*one) for one in chosen)
    if draw(st.integers(0, 9)) == 0:
        body += element(0x0004_1511, "UI", b"1.9\0")
    return body[: draw(st.sampled_from([None, None, None, None, -1, -5]))]
