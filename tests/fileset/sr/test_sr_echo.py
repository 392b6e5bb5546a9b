"""TID 5200 as a table: what is inherited, what is overridden, what was written twice."""

from pathlib import Path

from dicom_fileset import read_sr
from dicom_fileset.sr import Measurement, extracted, measurements
from foreign_files import SAMPLE_MEDIA
from pydicom.dataset import Dataset
from sr_documents import (
    Coded,
    by_reference,
    code_item,
    container,
    content,
    document,
    number,
    text,
    written,
)

ECHO = SAMPLE_MEDIA / "incoming" / "cardiology" / "echo lefevre" / "echo report.dcm"

TITLE = ("125200", "DCM", "Adult Echocardiography Procedure Report")
SITE = ("363698007", "SCT", "Finding Site")
OLD_SITE = ("G-C0E3", "SRT", "Finding Site")
MODE = ("399264008", "SCT", "Image Mode")
OLD_MODE = ("G-0373", "SRT", "Image Mode")
OLD_METHOD = ("G-C036", "SRT", "Measurement Method")
FINDINGS = ("59776-5", "LN", "Findings")
OLD_FINDINGS = ("121070", "DCM", "Findings")
GROUP = ("125007", "DCM", "Measurement Group")
LEFT = ("87878005", "SCT", "Left ventricle")
OLD_LEFT = ("T-32600", "SRT", "Left ventricle")
RIGHT = ("53085002", "SCT", "Right ventricle")
M_MODE = ("399155008", "SCT", "M mode")
TWO_D = ("399064001", "SCT", "2D mode")
LENGTH = ("29436-3", "LN", "Left Ventricle Internal End Diastolic Dimension")
STATUS = ("121404", "DCM", "Selection Status")
CHOSEN = ("121410", "DCM", "User chosen value")
TEICHHOLZ = ("125209", "DCM", "Teichholz")


def said(concept: Coded, value: Coded, *below: Dataset) -> Dataset:
    return code_item("HAS CONCEPT MOD", concept, value, *below)


def chosen() -> Dataset:
    return code_item("HAS PROPERTIES", STATUS, CHOSEN)


def table(folder: Path, *children: Dataset) -> tuple[Measurement, ...]:
    return measurements(read_sr(written(folder / "echo", document(children, TITLE))))


def section(*children: Dataset) -> Dataset:
    return container(FINDINGS, said(SITE, LEFT), container(GROUP, said(MODE, M_MODE), *children))


def test_the_sample_gives_its_table() -> None:
    found = read_sr(ECHO)
    rows = extracted(found)
    assert found.template.tid == "5200"
    assert rows == measurements(found)
    shown = [
        (
            one.site.meaning if one.site else "",
            one.mode.meaning if one.mode else "",
            one.measurement.value if one.measurement else "",
            one.value,
            one.unit.value if one.unit else "",
            one.derivation.meaning if one.derivation else "",
            one.method.meaning if one.method else "",
        )
        for one in rows
        if isinstance(one, Measurement)
    ]
    assert len(shown) == 19
    assert shown[4] == ("Left ventricle", "M mode", "29436-3", "5.12837462", "cm", "", "")
    assert shown[7] == ("Left ventricle", "M mode", "18043-0", "62.1", "%", "", "Teichholz")
    assert shown[10] == (
        "Left ventricle", "2D mode", "18043-0", "61", "%", "Mean", "Method of Disks, Biplane",
    )  # fmt: skip
    assert shown[-1][:5] == (
        "Tricuspid valve", "Doppler Continuous Wave", "20247-3", "21.3", "mm[Hg]",
    )  # fmt: skip


def accounted(rows: tuple[Measurement, ...]) -> set[str]:
    """Positions of the NUM items and of the details that the rows hold."""
    return {
        position
        for one in rows
        for position in (one.position, *one.also_at, *(each.position for each in one.details))
    }


def test_no_measurement_of_any_report_is_dropped() -> None:
    found = read_sr(ECHO)
    numbers = {one.position for one in found.items if one.value_type == "NUM"}
    assert numbers <= accounted(measurements(found))


def test_site_and_mode_are_inherited_and_overridden(tmp_path: Path) -> None:
    own = number(LENGTH, "4", children=[said(SITE, RIGHT), said(MODE, TWO_D)])
    one, other = table(tmp_path, section(number(LENGTH, "5"), own))
    assert one.site
    assert one.mode
    assert (one.site.meaning, one.mode.meaning) == ("Left ventricle", "M mode")
    assert other.site
    assert other.mode
    assert (other.site.meaning, other.mode.meaning) == ("Right ventricle", "2D mode")
    assert one.group == ("Findings", "Measurement Group")


def test_modifiers_after_the_measurements_hold_too(tmp_path: Path) -> None:
    late = container(
        FINDINGS, container(GROUP, number(LENGTH, "5"), said(MODE, M_MODE)), said(SITE, LEFT)
    )
    (one,) = table(tmp_path, late)
    assert one.site
    assert one.mode


def test_old_codes_are_the_same_as_new_ones(tmp_path: Path) -> None:
    old = container(
        OLD_FINDINGS,
        said(OLD_SITE, OLD_LEFT),
        container(
            GROUP,
            said(OLD_MODE, M_MODE),
            number(LENGTH, "5", children=[said(OLD_METHOD, TEICHHOLZ)]),
        ),
    )
    new = section(number(LENGTH, "5.0", children=[said(OLD_METHOD, TEICHHOLZ), chosen()]))
    (one,) = table(tmp_path, old, new)
    assert one.site
    assert one.site.value == "87878005"
    assert one.method
    assert one.method.meaning == "Teichholz"
    assert one.also_at == ("1.1.2.2",)


def test_a_value_written_twice_is_there_once_with_its_status(tmp_path: Path) -> None:
    rows = table(
        tmp_path,
        section(
            number(LENGTH, "5.10"), number(LENGTH, "5.1", children=[chosen()]), number(LENGTH, "6")
        ),
    )
    assert [(one.value, one.also_at) for one in rows] == [("5.1", ("1.1.2.2",)), ("6", ())]


def test_values_measured_twice_are_both_there(tmp_path: Path) -> None:
    rows = table(
        tmp_path,
        section(number(LENGTH, "5"), number(LENGTH, "5"), number(LENGTH, "5", children=[chosen()])),
    )
    assert [one.also_at for one in rows] == [(), ("1.1.2.2",)]
    rows = table(tmp_path, section(number(LENGTH, "5"), number(LENGTH, "5")))
    assert len(rows) == 2


def test_what_differs_in_a_modifier_is_not_the_same(tmp_path: Path) -> None:
    rows = table(
        tmp_path,
        section(
            number(LENGTH, "5", children=[said(OLD_METHOD, TEICHHOLZ)]),
            number(LENGTH, "5", children=[chosen()]),
        ),
    )
    assert len(rows) == 2


def test_all_else_is_a_detail(tmp_path: Path) -> None:
    topography = ("106233006", "SCT", "Topographical modifier")
    basal = ("57195005", "SCT", "Basal")
    measured = number(
        LENGTH,
        "5",
        children=[
            said(SITE, LEFT, said(topography, basal)),
            said(OLD_SITE, RIGHT),
            text("by eye", "HAS PROPERTIES"),
            by_reference("INFERRED FROM", 1, 1),
            content(
                "INFERRED FROM",
                "NUM",
                LENGTH,
                MeasuredValueSequence=number(LENGTH, "4.9").MeasuredValueSequence,
            ),
        ],
    )
    one, source = table(tmp_path, section(measured))
    assert [(each.position, each.value or each.refers_to) for each in one.details] == [
        ("1.1.2.2.1.1", "Basal"),
        ("1.1.2.2.2", "Right ventricle"),
        ("1.1.2.2.3", "by eye"),
        ("1.1.2.2.4", "1.1"),
    ]
    assert (source.value, source.belongs_to, source.relationship) == (
        "4.9", "1.1.2.2", "INFERRED FROM",
    )  # fmt: skip
    assert source.site
    assert source.site.meaning == "Left ventricle"


def test_what_a_container_says_else_is_a_detail_of_each(tmp_path: Path) -> None:
    laterality = ("272741003", "SCT", "Laterality")
    rows = table(
        tmp_path,
        container(
            FINDINGS,
            said(laterality, ("7771000", "SCT", "Left")),
            container(GROUP, number(LENGTH, "5"), number(LENGTH, "6")),
        ),
    )
    assert [[each.value for each in one.details] for one in rows] == [["Left"], ["Left"]]


def test_what_a_container_says_of_its_site_is_a_detail_too(tmp_path: Path) -> None:
    topography = ("106233006", "SCT", "Topographical modifier")
    basal = ("57195005", "SCT", "Basal")
    sites = (said(SITE, LEFT, said(topography, basal)), said(SITE, RIGHT))
    (one,) = table(tmp_path, container(FINDINGS, *sites, container(GROUP, number(LENGTH, "5"))))
    assert one.site
    assert one.site.meaning == "Left ventricle"
    assert [each.value for each in one.details] == ["Basal", "Right ventricle"]


def test_an_empty_measurement_says_why(tmp_path: Path) -> None:
    qualifier = Dataset()
    qualifier.CodeValue, qualifier.CodingSchemeDesignator = "114006", "DCM"
    qualifier.CodeMeaning = "Measurement failure"
    empty = content(
        "CONTAINS",
        "NUM",
        LENGTH,
        MeasuredValueSequence=[],
        NumericValueQualifierCodeSequence=[qualifier],
    )
    (one,) = table(tmp_path, section(empty))
    assert one.value == ""
    assert one.qualifier
    assert one.qualifier.meaning == "Measurement failure"


def test_what_a_hostile_document_says_is_not_multiplied(tmp_path: Path) -> None:
    inner = container(GROUP, number(LENGTH, "5"))
    for count in range(100):
        inner = container((str(count), "99X", str(count)), said(SITE, LEFT), text("so"), inner)
        inner.ContentSequence[1].RelationshipType = "HAS OBS CONTEXT"
    (one,) = table(tmp_path, inner)
    assert len(one.group) == len(one.details) == 32
    assert one.group[-1] == "Measurement Group"
