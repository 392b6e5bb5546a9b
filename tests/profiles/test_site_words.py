"""What a site's own profile may say in its own words: UIDs, a byte order mark, a medium."""

from pathlib import Path

import pytest
from dicom_profiles import load
from site_rules import private, refusal, written


def test_a_private_sop_class_is_named_by_its_uid(tmp_path: Path) -> None:
    rules = private()
    rules["profile"][0]["rows"][0]["sop_classes"] = ["1.2.826.0.1.3680043.8.498.1"]
    profile = load(written(rules, tmp_path / "site.toml"))
    assert {row.sop_class_uid for row in profile.rows} == {"1.2.826.0.1.3680043.8.498.1"}


@pytest.mark.parametrize("uid", ["1.2.840.10008.9.9", "1.02.3", "3.1.2", f"1.2.{'3' * 64}"])
def test_other_uids_are_no_names(uid: str, tmp_path: Path) -> None:
    rules = private()
    rules["profile"][0]["rows"][0]["sop_classes"] = [uid]
    assert refusal(rules, tmp_path).place == "profile[0].rows[0].sop_classes[0]"


def test_a_byte_order_mark_is_passed_by(tmp_path: Path) -> None:
    path = written(private(), tmp_path / "site.toml")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(path).name == "PRI-OUR-ARCHIVE"


def test_a_medium_that_there_is_not(tmp_path: Path) -> None:
    rules = private()
    rules["profile"][0]["medium"] = "CD"
    found = refusal(rules, tmp_path)
    assert found.place == "profile[0].medium"
    assert "CD-R" in found.reason
