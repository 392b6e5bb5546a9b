"""Which attributes change by the standard, and that no others do."""

import io
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from dicom_codecs import TRANSFER_SYNTAXES, PixelFormat, TransferSyntax, named
from dicom_fileset.elements import element, item
from dicom_fileset.transcoding.attributes import (
    FUNCTIONAL_GROUPS,
    MAC_PARAMETERS,
    OFFSET_TABLES,
    PIXEL_RULES,
    PLANAR,
    SIGNATURES,
    WANTED,
    Attributes,
    Passage,
    attributes,
)
from dicom_fileset.transcoding.derivation import CODES, DESCRIPTION, IMAGE_TYPE, SOURCE_IMAGES
from dicom_fileset.transcoding.lossy_steps import (
    LOSSY,
    METHOD,
    METHODS,
    RATIO,
    decimal,
    loses,
)
from hypothesis import given, settings
from pydicom import Dataset, dcmread
from pydicom.uid import ExplicitVRLittleEndian
from strategies import file_bytes

pytestmark = pytest.mark.filterwarnings("ignore")
SOP_CLASS, SOP_INSTANCE = 0x0008_0016, 0x0008_0018
GREY = PixelFormat(8, 8, bits_allocated=16, bits_stored=12)
RGB = PixelFormat(8, 8, 3, photometric="RGB")
THIS = {SOP_CLASS: b"1.2.840.10008.5.1.4.1.1.2\0", SOP_INSTANCE: b"1.2.3.4\0"}
LOST = {0x0028_2110, 0x0028_2112, 0x0028_2114}
DERIVED = {SOP_INSTANCE, IMAGE_TYPE, DESCRIPTION, SOURCE_IMAGES, CODES} | LOST


def row(keyword: str) -> TransferSyntax:
    found = named(keyword)
    assert found is not None
    return found


NATIVE, RLE, LOSSLESS = row("ExplicitVRLittleEndian"), row("RLELossless"), row("JPEGLosslessSV1")
BASELINE, EXTENDED, J2K = row("JPEGBaseline8Bit"), row("JPEGExtended12Bit"), row("JPEG2000")
LOSSY_ROWS = [
    one for one in TRANSFER_SYNTAXES.values() if one.encode and not one.lossless and one.in_files
]


def lossy(
    target: TransferSyntax = BASELINE, source: TransferSyntax = NATIVE, **more: Any
) -> Passage:
    passage = Passage(source, target, GREY, GREY, lossy=True, ratio=10.5263)
    return passage._replace(**{"sop_instance_uid": "2.25.7", **more})


def changed(made: Attributes) -> set[int]:
    """Tags of what changed, but what the writer of pixel data takes away for itself."""
    return made.changes.keys() - set(OFFSET_TABLES)


def read(made: Attributes) -> Dataset:
    """The changes, as pydicom reads them."""
    parts = {tag: new for tag, new in made.changes.items() if new is not None}
    content = b"".join(parts[tag] for tag in sorted(parts))
    return dcmread(io.BytesIO(file_bytes(Dataset(), ExplicitVRLittleEndian) + content))


@pytest.mark.parametrize("target", [RLE, LOSSLESS, NATIVE, row("HTJ2KLossless")])
@pytest.mark.parametrize("fmt", [GREY, replace(RGB, planar=False)])
def test_nothing_lost_changes_nothing(target: TransferSyntax, fmt: PixelFormat) -> None:
    """Not the UID, and no Lossy Image Compression is claimed."""
    existing = {**THIS, LOSSY: b"00", IMAGE_TYPE: b"ORIGINAL\\PRIMARY"}
    if fmt.samples == 3:
        existing[PLANAR] = b"\0\0"
    made = attributes(existing, Passage(NATIVE, target, fmt, fmt))
    assert changed(made) == set()
    assert made.remarks == ()


def test_offset_tables_of_the_source_go() -> None:
    made = attributes(THIS, Passage(RLE, LOSSLESS, GREY, GREY))
    assert [made.changes[tag] for tag in OFFSET_TABLES] == [None, None, None]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (replace(RGB, photometric="YBR_FULL_422"), RGB, {0x0028_0004: "RGB"}),
        (RGB, replace(RGB, photometric="YBR_RCT"), {0x0028_0004: "YBR_RCT"}),
        (RGB, replace(RGB, photometric="YBR_ICT"), {0x0028_0004: "YBR_ICT"}),
        (RGB, replace(RGB, photometric="YBR_FULL_422"), {0x0028_0004: "YBR_FULL_422"}),
        (GREY, replace(GREY, bits_stored=16), {0x0028_0101: 16, 0x0028_0102: 15}),
        (GREY, replace(GREY, signed=True), {0x0028_0103: 1}),
        (
            PixelFormat(8, 8),
            replace(GREY, bits_stored=10),
            {0x0028_0100: 16, 0x0028_0101: 10, 0x0028_0102: 9},
        ),
    ],
)
def test_pixels_are_called_what_they_are(
    before: PixelFormat, after: PixelFormat, expected: dict[int, object]
) -> None:
    existing = {**THIS, PLANAR: b"\0\0"} if before.samples == 3 else THIS
    made = attributes(existing, Passage(NATIVE, J2K, before, after))
    assert {tag: read(made)[tag].value for tag in changed(made)} == expected


@pytest.mark.parametrize(
    ("existing", "fmt", "target", "expected"),
    [
        (None, GREY, RLE, "as it is"),
        (b"\0\0", GREY, RLE, "gone"),
        (b"\0\0", GREY, NATIVE, "as it is"),
        (b"\0\0", RGB, RLE, "as it is"),
        (b"\1\0", RGB, RLE, 0),
        (b"\1\0", replace(RGB, planar=True), LOSSLESS, 0),
        (None, RGB, LOSSLESS, 0),
        (b"\0\0", replace(RGB, planar=True), NATIVE, 1),
        (b"\1\0", replace(RGB, planar=True), NATIVE, "as it is"),
    ],
)
def test_planar_configuration(
    existing: bytes | None, fmt: PixelFormat, target: TransferSyntax, expected: int | str
) -> None:
    before = THIS if existing is None else {**THIS, PLANAR: existing}
    made = attributes(before, Passage(NATIVE, target, fmt, fmt))
    if expected == "as it is":
        assert PLANAR not in made.changes
    elif expected == "gone":
        assert made.changes[PLANAR] is None
    else:
        assert read(made).PlanarConfiguration == expected


@pytest.mark.parametrize("target", LOSSY_ROWS, ids=lambda one: one.keyword)
def test_something_lost_makes_another_instance(target: TransferSyntax) -> None:
    made = attributes(THIS, lossy(target))
    assert changed(made) == DERIVED
    found = read(made)
    assert found.SOPInstanceUID == "2.25.7"
    assert found.LossyImageCompression == "01"
    assert found.LossyImageCompressionRatio == 10.53
    assert found.LossyImageCompressionMethod == METHODS[target.family]
    assert found.ImageType == ["DERIVED", "SECONDARY"]
    assert found.DerivationDescription == f"Lossy compression: {target.name}, ratio 10.53:1"
    (code,) = found.DerivationCodeSequence
    assert (code.CodeValue, code.CodingSchemeDesignator) == ("113040", "DCM")
    assert code.CodeMeaning == "Lossy Compression"
    (source,) = found.SourceImageSequence
    assert source.ReferencedSOPClassUID == "1.2.840.10008.5.1.4.1.1.2"
    assert source.ReferencedSOPInstanceUID == "1.2.3.4"
    (purpose,) = source.PurposeOfReferenceCodeSequence
    assert (purpose.CodeValue, purpose.CodeMeaning) == ("121320", "Uncompressed predecessor")
    assert made.remarks == ()


def test_another_instance_has_another_uid() -> None:
    with pytest.raises(ValueError, match="new instance"):
        attributes(THIS, lossy(sop_instance_uid=""))


def test_one_more_loss_is_appended() -> None:
    older = item(element(0x0008_1150, "UI", b"1.2") + element(0x0008_1155, "UI", b"1.2.9"))
    coded = item(element(0x0008_0100, "SH", b"113072"))
    existing = {
        **THIS,
        LOSSY: b"01",
        RATIO: b"8.0 ",
        METHOD: b"ISO_10918_1 ",
        IMAGE_TYPE: b"DERIVED\\PRIMARY\\AXIAL",
        DESCRIPTION: b"Zoomed. ",
        SOURCE_IMAGES: older,
        CODES: coded,
    }
    made = attributes(existing, lossy(J2K))
    assert LOSSY not in made.changes  # it says 01 already
    found = read(made)
    assert made.changes[RATIO] == element(RATIO, "DS", b"8.0\\10.53")
    assert found.LossyImageCompressionMethod == ["ISO_10918_1", "ISO_15444_1"]
    assert found.ImageType == ["DERIVED", "PRIMARY", "AXIAL"]
    assert found.DerivationDescription.startswith("Zoomed.; Lossy compression: JPEG 2000")
    assert [one.CodeValue for one in found.DerivationCodeSequence] == ["113072", "113040"]
    first, second = found.SourceImageSequence
    assert first.ReferencedSOPInstanceUID == "1.2.9"
    assert second.ReferencedSOPInstanceUID == "1.2.3.4"
    # What it comes from had lost something before.
    assert second.PurposeOfReferenceCodeSequence[0].CodeValue == "121330"
    again = read(attributes({**existing, CODES: (made.changes[CODES] or b"")[12:]}, lossy(J2K)))
    assert [one.CodeValue for one in again.DerivationCodeSequence] == ["113072", "113040"]


@pytest.mark.parametrize(
    ("ratio", "method", "ratios", "methods"),
    [
        (b"", b"", b"10.53", b"ISO_15444_1"),
        (b"8", b"", b"8\\10.53", b"\\ISO_15444_1"),
        (b"", b"ISO_14495_1", b"\\10.53", b"ISO_14495_1\\ISO_15444_1"),
        (b"8", b"A\\B", b"\\8\\10.53", b"A\\B\\ISO_15444_1"),
    ],
)
def test_ratios_and_methods_stay_side_by_side(
    ratio: bytes, method: bytes, ratios: bytes, methods: bytes
) -> None:
    made = attributes({**THIS, LOSSY: b"01", RATIO: ratio, METHOD: method}, lossy(J2K))
    assert made.changes[RATIO] == element(RATIO, "DS", ratios)
    assert made.changes[METHOD] == element(METHOD, "CS", methods)


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        (BASELINE, None, b"ISO_10918_1"),
        (EXTENDED, None, b"ISO_10918_1"),
        (row("JPEGLSNearLossless"), True, b"ISO_14495_1"),
        (J2K, True, b"ISO_15444_1"),
        (row("HTJ2K"), True, b"ISO_15444_15"),
        (row("JPEGXL"), True, b"ISO_18181_1"),
    ],
)
@pytest.mark.parametrize("target", [NATIVE, RLE])
def test_a_flag_that_was_missing_is_set_and_no_ratio_invented(
    source: TransferSyntax, said: bool | None, expected: bytes, target: TransferSyntax
) -> None:
    passage = Passage(source, target, GREY, GREY, source_lossy=said)
    for flag in ({}, {LOSSY: b"00"}, {LOSSY: b""}):
        made = attributes({**THIS, **flag}, passage)
        assert changed(made) == {LOSSY, METHOD}
        assert made.changes[LOSSY] == element(LOSSY, "CS", b"01")
        assert made.changes[METHOD] == element(METHOD, "CS", expected)
        assert made.remarks == ("lossy-flag-missing",)
    assert changed(attributes({**THIS, LOSSY: b"01"}, passage)) == set()


@pytest.mark.parametrize("source", [J2K, row("HTJ2K"), row("JPEGLSNearLossless"), RLE, NATIVE])
def test_a_stream_that_may_be_reversible_is_not_called_lossy(source: TransferSyntax) -> None:
    for said in (None, False):
        made = attributes(THIS, Passage(source, NATIVE, GREY, GREY, source_lossy=said))
        assert (changed(made), made.remarks) == (set(), ())


def test_a_missing_flag_and_one_more_loss() -> None:
    made = attributes(THIS, lossy(J2K, BASELINE))
    assert made.changes[METHOD] == element(METHOD, "CS", b"ISO_10918_1\\ISO_15444_1")
    assert made.changes[RATIO] == element(RATIO, "DS", b"\\10.53")
    assert made.remarks == ("lossy-flag-missing",)
    purpose = read(made).SourceImageSequence[0].PurposeOfReferenceCodeSequence[0]
    assert purpose.CodeMeaning == "Lossy compressed predecessor"


@pytest.mark.parametrize("length", [0, 500, 970, 990, 1010, 1024])
def test_descriptions_stay_within_their_vr(length: int) -> None:
    before = b"x" * length
    made = attributes({**THIS, DESCRIPTION: before}, lossy())
    new = made.changes.get(DESCRIPTION)
    if new is None:
        assert "derivation-not-described" in made.remarks
        assert length > 990
        return
    text = read(made).DerivationDescription
    assert text.startswith(before.decode())
    assert text.endswith("ratio 10.53:1")
    assert len(text) <= 1024


def test_signatures() -> None:
    signed = {**THIS, SIGNATURES: b"", MAC_PARAMETERS: b""}
    kept = attributes(signed, Passage(NATIVE, RLE, GREY, GREY))
    assert (changed(kept), kept.remarks) == (set(), ("signatures-kept",))
    gone = attributes(signed, lossy())
    assert gone.changes[SIGNATURES] is None
    assert gone.changes[MAC_PARAMETERS] is None
    assert gone.remarks == ("signatures-removed",)


def test_functional_groups_are_told_of() -> None:
    enhanced = {**THIS, FUNCTIONAL_GROUPS: b""}
    assert attributes(enhanced, lossy()).remarks == ("frame-types-kept",)
    assert attributes(enhanced, Passage(NATIVE, RLE, GREY, GREY)).remarks == ()


formats = st.builds(
    PixelFormat,
    rows=st.integers(1, 99),
    columns=st.integers(1, 99),
    samples=st.sampled_from([1, 3]),
    bits_allocated=st.sampled_from([8, 16]),
    bits_stored=st.integers(1, 8),
    signed=st.booleans(),
    planar=st.booleans(),
    photometric=st.sampled_from(["MONOCHROME2", "RGB", "YBR_FULL", "YBR_ICT", "PALETTE COLOR"]),
)
ROWS = st.sampled_from([one for one in TRANSFER_SYNTAXES.values() if one.in_files])


passages = st.builds(
    Passage,
    source=ROWS,
    target=ROWS,
    before=formats,
    after=formats,
    lossy=st.booleans(),
    ratio=st.none() | st.floats(1, 1e9),
    source_lossy=st.none() | st.booleans(),
    sop_instance_uid=st.just("2.25.7"),
)


@settings(deadline=None)
@given(
    passage=passages,
    existing=st.dictionaries(
        st.sampled_from(sorted(WANTED - {SOURCE_IMAGES, CODES})), st.binary(max_size=30)
    ),
)
def test_all_that_comes_out_are_legal_elements(
    passage: Passage, existing: dict[int, bytes]
) -> None:
    made = attributes(existing, passage)
    for tag, new in made.changes.items():
        if new is not None:
            assert len(new) % 2 == 0
            assert new[:4] == (tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(
                2, "little"
            )
    # Once lossy, always lossy; and nothing that is not lossy is called so.
    flagged = existing.get(LOSSY, b"").strip(b" \0") == b"01"
    new_flag = made.changes.get(LOSSY)
    assert new_flag in {None, element(LOSSY, "CS", b"01")}
    assert LOSSY not in made.changes or new_flag is not None
    assert (new_flag is not None) == (not flagged and (passage.lossy or passage.lost_before))
    assert (SOP_INSTANCE in made.changes) == passage.lossy


@given(number=st.floats(0.01, 1e12))
def test_decimal_strings(number: float) -> None:
    text = decimal(number)
    assert len(text) <= 16
    assert float(text) == pytest.approx(number, rel=1e-3, abs=0.05)


def test_each_rule_names_its_clause() -> None:
    assert all(rule.clause.startswith("PS3.") for rule in PIXEL_RULES)
    assert {loses(one) for one in TRANSFER_SYNTAXES.values() if one.lossless} == {False}
    assert METHODS.keys() == {one.family for one in LOSSY_ROWS}
