"""What our creator takes under a profile of files as they lie, each judged by itself."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from dcmtk_verdicts import Verdict
from dicom_fileset.branches import Branches
from dicom_fileset.conformity.placing import under_terms
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.model import Finding, Instance
from dicom_fileset.plan import InPlacePlacing, Planner
from dicom_fileset.scan.many import scan_files
from dicom_fileset.scan.telling import scanned_finding
from dicom_profiles import get

Scanned = Mapping[str, Instance | Finding]


def scanned(paths: Iterable[Path]) -> Scanned:
    """By name what a scan makes of each file."""
    found: dict[str, Instance | Finding] = {}
    for path in paths:
        (one,) = scan_files([str(path)], 1, scanned_finding)
        found[path.name] = one
    return found


def our_verdicts(folder: Path, files: Scanned, profile: str) -> dict[str, Verdict]:
    """By name what a creator in place does with each file under a profile."""
    terms = Terms(get(profile))
    placing = under_terms(InPlacePlacing(str(folder)), terms, in_place=True)
    return {name: _verdict(Planner(placing, Branches(), _same), one) for name, one in files.items()}


def _verdict(planner: Planner, one: Instance | Finding) -> Verdict:
    if isinstance(one, Finding):
        return Verdict(False, f"{one.code}: {one.message}")
    decision = planner.decide(one)
    said = " ".join(f"{reason.code}: {reason.message}" for reason in decision.reasons)
    return Verdict(decision.action != "excluded", said)


def _same(_first: Instance, _second: Instance) -> bool:
    return True
