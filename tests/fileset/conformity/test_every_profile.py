"""For each profile a file-set of the samples that fit: it conforms, and foreign tools agree."""

from pathlib import Path

import pytest
from checks import check_dciodvfy, check_directory
from dicom_fileset import FileSetCreator, Refused, verify
from dicom_fileset.conformity.terms import Terms
from dicom_profiles import Profile, profiles

INCOMING = Path(__file__).parents[3] / "sample_media" / "incoming"
LIVING = [one for one in profiles().values() if one.security == "none"]

NOTHING_FITS = {
    "STD-XABC": "there is no X-ray angiography among the samples",
    "STD-US-ID-SF": "the ultrasound samples have frames",
    "STD-US-SC": "the ultrasound samples have no region calibration",
    "STD-US-CC": "the ultrasound samples have no region calibration",
    "STD-GEN-BD-MPEG4-HPLV42-3D": "no sample has stereo pairs",
    "STD-GEN-BD-MPEG4-SHPLV42": "no sample has stereo pairs",
}
"""Profiles that no sample is for, by how their names begin."""


def distinct() -> list[Profile]:
    """One of each group of profiles that differ by their medium alone."""
    kinds = {(one.rows, one.keys, one.icon): one for one in reversed(LIVING)}
    return list(reversed(kinds.values()))


FIRST = distinct()
OTHERS = [one for one in LIVING if one not in FIRST]
EACH = [
    *(pytest.param(one, id=one.name) for one in FIRST),
    *(pytest.param(one, id=one.name, marks=pytest.mark.slow) for one in OTHERS),
]


@pytest.mark.parametrize("profile", EACH)
def test_what_is_made_for_a_profile_conforms_to_it(profile: Profile, tmp_path: Path) -> None:
    root = tmp_path / "disc"
    creator = FileSetCreator(root, terms=Terms(profile), jobs=2)
    creator.add(INCOMING)
    planned = creator.plan()
    if not planned.placed:
        with pytest.raises(Refused):
            creator.commit()
        assert _why_nothing_fits(profile)
        assert not root.exists()
        return
    outcome = creator.commit()
    assert [(one.file_id, one.action) for one in outcome.placed] == [
        (one.file_id, one.action) for one in planned.placed
    ]
    assert profile.name in outcome.report().conforms_to
    report = verify(root, profile=profile)
    assert [one for one in report.findings if one.severity == "error"] == []
    assert report.profile_conforms
    check_directory(root)
    check_dciodvfy(root)


def _why_nothing_fits(profile: Profile) -> str:
    return next((why for name, why in NOTHING_FITS.items() if profile.name.startswith(name)), "")
