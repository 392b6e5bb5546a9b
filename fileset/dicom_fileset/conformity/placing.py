"""Where instances go under a profile: as without one, but brought to it or left out."""

from ..file_ids import FileID
from ..model import Branch, Finding, Instance
from ..plan import Course, Placing
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


def under_terms(placing: Placing, terms: Terms, *, in_place: bool = False) -> Placing:
    """As it is without a profile, or as the profile of the terms asks."""
    if terms.profile is None:
        return placing
    return ProfilePlacing(placing, Courses(terms.profile, terms), in_place=in_place)
