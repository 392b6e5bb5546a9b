"""The rules of IHE PDI as they stand in the Technical Framework, written down a second time."""

import pytest
from dicom_profiles import get, pdi_profile
from dicom_profiles.pdi import is_pdi_name, pdi


def test_files() -> None:
    files = pdi().files
    assert (files.page, files.readme, files.web_folder) == ("INDEX.HTM", "README.TXT", "IHE_PDI")
    assert is_pdi_name(files.instances_folder)
    assert not files.instances_folder.startswith("IHE")
    assert files.source == "IHE RAD TF-3 4.47.4.1.2.2"


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("DICOMDIR", True),
        ("INDEX.HTM", True),
        ("A", True),
        ("A_1.B_2", True),
        ("INDEX.HTML", False),
        ("index.htm", False),
        ("NINECHARS", False),
        ("A.B.C", False),
        (".TXT", False),
        ("A.", False),
        ("A B", False),
        ("A-B", False),
        ("", False),
        ("Ä", False),
    ],
)
def test_names_of_iso_9660_level_1(name: str, legal: bool) -> None:
    assert is_pdi_name(name) is legal


def test_names_and_levels() -> None:
    names = pdi().names
    assert (names.most_levels, names.reserved_prefix) == (8, "IHE")
    assert names.source == "IHE RAD TF-3 4.47.4.1.2.2.3"


def test_record_types() -> None:
    assert pdi().records.forbidden == (
        "VISIT",
        "RESULTS",
        "INTERPRETATION",
        "STUDY COMPONENT",
        "STORED PRINT",
        "TOPIC",
        "PRIVATE",
    )
    assert pdi().records.source == "IHE RAD TF-3 4.47.4.1.2.3.1.2"


def test_profiles_of_options() -> None:
    assert {one.name: one.profiles for one in pdi().option} == {
        "none": ("STD-GEN-CD",),
        "DVD Media": ("STD-GEN-DVD-JPEG", "STD-GEN-DVD-J2K"),
        "USB Media": ("STD-GEN-USB-JPEG", "STD-GEN-USB-J2K"),
    }
    assert all(one.source.startswith("IHE RAD TF-") for one in pdi().option)
    assert all(get(name).security == "none" for name in pdi().profiles)
    assert pdi_profile().name == pdi().profiles[0]


def test_what_is_discouraged() -> None:
    assert [one.name for one in pdi().discouraged] == ["AUTORUN.INF"]
