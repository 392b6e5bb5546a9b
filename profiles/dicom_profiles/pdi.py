"""What IHE PDI asks of a medium beside its Application Profile: pdi.toml."""

import re
from functools import cache

import msgspec

from .reading import FOLDER, read_toml


class PdiFiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of what lies beside the instances."""

    page: str
    readme: str
    web_folder: str
    instances_folder: str
    source: str


class PdiNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How everything on the medium is named."""

    pattern: str
    most_levels: int
    reserved_prefix: str
    source: str


class PdiRecords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Record types that the directory must not have."""

    forbidden: tuple[str, ...]
    source: str


class PdiOption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Application Profiles that a medium may have by an option of the integration profile."""

    name: str
    profiles: tuple[str, ...]
    source: str


class Discouraged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in the root that a medium had better not have."""

    name: str
    source: str


class Pdi(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of pdi.toml."""

    files: PdiFiles
    names: PdiNames
    records: PdiRecords
    option: tuple[PdiOption, ...]
    discouraged: tuple[Discouraged, ...]

    @property
    def profiles(self) -> tuple[str, ...]:
        """Every Application Profile that such a medium may have, that of no option first."""
        return tuple(name for one in self.option for name in one.profiles)


@cache
def pdi() -> Pdi:
    """The rules of IHE PDI.

    Raises
    ------
    ProfileError
        The file of this package is damaged.
    """
    return read_toml(FOLDER / "pdi.toml", Pdi)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(pdi().names.pattern)


def is_pdi_name(name: str) -> bool:
    """Whether a file or folder of an IHE PDI medium may have this name.

    >>> is_pdi_name("INDEX.HTM"), is_pdi_name("index.html"), is_pdi_name("VIEWER")
    (True, False, True)
    """
    return _name().fullmatch(name) is not None
