"""Codes of Findings on what an Application Profile asks; the clause is that of the row concerned."""

from types import MappingProxyType
from typing import Final

from .code import Code

PROFILE_CODES: Final = MappingProxyType(
    {
        # -- an instance against a profile; the same codes as dicom_profiles.Nonconformance -----
        "profile-sop-class": Code("error", "PS3.11", "Choose a profile that has this SOP Class: dicom-fileset profiles."),
        "profile-transfer-syntax": Code("error", "PS3.11", "Choose a profile that has it: dicom-fileset profiles; create --profile transcodes what can be."),
        "profile-attribute": Code("error", "PS3.11", "Choose a profile that takes such images: dicom-fileset profiles."),
        "profile-attribute-missing": Code("error", "PS3.11", "Choose a profile that does not ask for it, or ask the maker of the file."),
        "profile-video": Code("error", "PS3.5 8.2", "Such a video cannot be on this medium; ask its maker."),
        "profile-pixels": Code("error", "PS3.3 C.7.6.3", "No reader can show such pixels; ask the maker of the file."),
        "profile-security": Code("error", "PS3.15 D", "Choose the profile of the same medium without -SEC-: dicom-fileset profiles."),
        # -- a directory against a profile -----------------------------------------------------
        "profile-key": Code("error", "PS3.11", "Make the file-set anew with --profile."),
        "profile-icon": Code("error", "PS3.11", "Make the file-set anew with --profile."),
        # -- the call -------------------------------------------------------------------------
        "profile-unknown": Code("error", "PS3.11 8", "See dicom-fileset profiles for those that there are."),
        "profile-damaged": Code("error", "PS3.2 7.4", "Mend the file: see the TOMLs of dicom_profiles/annexes for the form."),
        "rules-damaged": Code("error", "PS3.11", "Install dicom-fileset anew: a file of its own is damaged."),
        "profile-nonconforming": Code("error", "PS3.11", "Leave these files away, or take --on-nonconforming exclude."),
        # -- decisions -------------------------------------------------------------------------
        "stream-differs": Code("warning", "PS3.5 8.2", "What the stream is holds, not what its header says; ask the maker of the file."),
        "profile-kept": Code("note", "PS3.11", "--profile none carries instances as they are."),
        "profile-lossy": Code("warning", "PS3.3 C.7.6.1.1.5", "Keep the original: what was lost is lost for good."),
        "profile-fell-back": Code("warning", "PS3.11", "What was preferred could not be done; it is there in another way that the profile allows."),
        "profile-not-reached": Code("error", "PS3.11", "Please report it: what was written is not what was planned; it was left out."),
        "capacity-exceeded": Code("error", "PS3.12", "Split the instances over several media, or allow a larger one."),
        # -- icons -----------------------------------------------------------------------------
        "icon-not-made": Code("warning", "PS3.3 F.7", "The instance is there; its record has no icon."),
    }
)  # fmt: skip
