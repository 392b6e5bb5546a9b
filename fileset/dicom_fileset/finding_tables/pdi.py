"""Codes of Findings on what IHE PDI asks of a medium."""

from types import MappingProxyType
from typing import Final

from .code import Code

_LAYOUT = "IHE RAD TF-3 4.47.4.1.2.2"

PDI_CODES: Final = MappingProxyType(
    {
        # -- the medium ------------------------------------------------------------------------
        "pdi-readme-missing": Code("error", _LAYOUT, "dicom-fileset update ROOT --pdi makes one."),
        "pdi-page-missing": Code("error", _LAYOUT, "dicom-fileset update ROOT --pdi makes one."),
        "pdi-page-link": Code("warning", _LAYOUT, "dicom-fileset update ROOT --pdi makes the page anew."),
        "pdi-instance-in-root": Code("error", _LAYOUT, "Instances go to a folder: make the medium anew with create --pdi."),
        "pdi-instance-in-web": Code("error", _LAYOUT, "Instances go to a folder of their own: make the medium anew with create --pdi."),
        "pdi-name": Code("error", "IHE RAD TF-3 4.47.4.1.2.2.3", "Give it a name of ISO 9660 Level 1: 8.3, of A-Z 0-9 _."),
        "pdi-name-case": Code("note", "IHE RAD TF-3 4.47.4.1.2.2.3", "Many systems show names in another case than a medium has."),
        "pdi-name-reserved": Code("error", "IHE RAD TF-3 4.47.4.1.2.2.3", "Names in the root that begin with IHE are kept for IHE: rename it."),
        "pdi-levels": Code("error", "IHE RAD TF-3 4.47.4.1.2.2.3", "Move it up: no file lies deeper than eight levels."),
        "pdi-record-type": Code("error", "IHE RAD TF-3 4.47.4.1.2.3.1.2", "Hand it over by other ways; without --pdi it can be on the medium."),
        "pdi-autorun": Code("warning", _LAYOUT, "Many places forbid media that start programs: remove it."),
        # -- the call ---------------------------------------------------------------------------
        "pdi-profile": Code("error", "IHE RAD TF-1 15.2", "Leave --profile away, or choose another."),
        "pdi-template": Code("error", _LAYOUT, "Mend the template; the README says what it can show."),
        "pdi-web-content": Code("error", _LAYOUT, "Web content is plain files under names of 8.3: rename it with the links that lead to it, or take it out."),
        "pdi-web-content-there": Code("error", _LAYOUT, "Remove that folder, then run again."),
        "pdi-page-there": Code("error", _LAYOUT, "Move it away; what it says can be a template: --templates."),
        "pdi-page-stale": Code("warning", _LAYOUT, "dicom-fileset update ROOT --pdi makes the pages anew."),
    }
)  # fmt: skip
