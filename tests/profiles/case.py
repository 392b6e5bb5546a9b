"""An instance that a profile takes, and values of which each makes it refuse it."""

from typing import NamedTuple

from dicom_profiles.facts import Fact, Facts

Attributes = dict[str, Fact]


class Case(NamedTuple):
    """An instance that a profile takes, and values of which each makes it refuse it.

    A value of ``None`` stands for an attribute that is absent.
    """

    profile: str
    sop_class_uid: str
    transfer_syntax_uid: str
    attributes: Attributes
    bad: tuple[tuple[str, Fact | None], ...]
    good: tuple[tuple[str, Fact | None], ...] = ()

    def facts(self, **changes: Fact | None) -> Facts:
        """The instance with some attributes changed."""
        attributes = {**self.attributes, **changes}
        there = {name: value for name, value in attributes.items() if value is not None}
        return Facts(self.sop_class_uid, self.transfer_syntax_uid, "IMAGE", there)
