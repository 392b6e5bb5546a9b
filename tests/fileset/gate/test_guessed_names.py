"""Names of which the character set had to be guessed: shown as they fit, and told."""

from pathlib import Path

import pytest
from dicom_fileset.gate.medium import identities_on
from dicom_fileset.scan.scanner import Scanner
from file_sets import instance, save


@pytest.mark.parametrize(("declared", "used"), [("", "ISO_IR 192"), ("ISO_IR_192", "ISO_IR 192")])
def test_that_a_name_is_guessed_is_told(declared: str, used: str, tmp_path: Path) -> None:
    path = save(instance(SpecificCharacterSet="ISO_IR 192", PatientName="Müller^X"), tmp_path / "A")
    data = path.read_bytes().replace(b"ISO_IR 192", declared.encode().ljust(10))
    path.write_bytes(data)
    told = identities_on(instances=[Scanner().scan(str(path))])
    assert told.seen[0].identity.name == "Müller^X"
    (found,) = told.findings
    assert (found.code, found.before, found.after) == (
        "character-set-wrong",
        declared or "none",
        used,
    )
