"""Where instances go under a profile: as without one, but brought to it or left out."""

from typing import Final

from dicom_profiles.pdi import pdi

from ..file_ids import FileID
from ..findings import finding
from ..model import Branch, Finding, Instance, Where
from ..pdi.medium import misplaced
from ..plan import Course, Placing
from ..records.sop_classes import record_type_of
from .course import Courses
from .terms import Terms


class ProfilePlacing:
    """Into a file-set that conforms to a profile.

    Parameters
    ----------
    placing
        Gives the File IDs.
    courses
        Decides.
    in_place
        Whether files stay where and as they lie.
    """

    def __init__(self, placing: Placing, courses: Courses, *, in_place: bool = False) -> None:
        self._placing = placing
        self._course = courses.kept if in_place else courses.course

    def course(self, instance: Instance) -> Course:
        """What the profile makes of it."""
        return self._course(instance)

    def file_id(self, instance: Instance, branch: Branch | None) -> FileID | Finding:
        """As without a profile."""
        return self._placing.file_id(instance, branch)


class PdiPlacing:
    """Onto a medium of IHE PDI: some record types it must not have, and no instance in its root.

    Parameters
    ----------
    placing
        Decides on what is left.
    """

    def __init__(self, placing: Placing) -> None:
        self._placing = placing

    def course(self, instance: Instance) -> Course:
        """As without these rules, but for instances whose record cannot be there."""
        record_type = record_type_of(instance.sop_class_uid)
        if record_type not in pdi().records.forbidden:
            return self._placing.course(instance)
        message = f"Its record would be a {record_type} record, and IHE PDI allows none."
        found = finding("pdi-record-type", message, Where(path=instance.path))
        return Course("excluded", instance.transfer_syntax_uid, (found,))

    def file_id(self, instance: Instance, branch: Branch | None) -> FileID | Finding:
        """As without these rules, but none in the root and none among web content."""
        file_id = self._placing.file_id(instance, branch)
        if isinstance(file_id, Finding):
            return file_id
        code = misplaced(file_id)
        if not code:
            return file_id
        return finding(code, _MISPLACED[code], Where(path=instance.path))


_MISPLACED: Final = {
    "pdi-instance-in-root": "It lies in the root of the medium.",
    "pdi-instance-in-web": "It lies in the folder of the web content.",
}


def under_terms(placing: Placing, terms: Terms, *, in_place: bool = False) -> Placing:
    """As it is without a profile, or as the profile of the terms and IHE PDI ask."""
    if terms.profile is not None:
        placing = ProfilePlacing(placing, Courses(terms.profile, terms), in_place=in_place)
    return PdiPlacing(placing) if terms.pdi is not None else placing


def folder_under(terms: Terms) -> FileID:
    """The folder that instances go to: the root, or below it for IHE PDI."""
    return (pdi().files.instances_folder,) if terms.pdi is not None else ()
