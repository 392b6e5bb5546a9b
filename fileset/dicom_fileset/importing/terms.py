"""What an import is asked to do, checked before anything is read."""

import fnmatch
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from ..errors import UsageError
from ..findings import finding
from ..model import Instance
from .layout import DEFAULT_TEMPLATE
from .layout_values import VALUES, value_of
from .media import Limits
from .model import OnDuplicate


class ImportTerms(msgspec.Struct, frozen=True):
    """How to import.

    Attributes
    ----------
    select
        ``KEYWORD=PATTERN`` each; an instance comes in that matches all.
    layout
        Template of the paths in the archive.
    coerce
        Path of the rules by which identifying attributes are changed; empty for none.
    on_duplicate
        What to do with another content of a UID that the archive has.
    expect
        ``KEYWORD=VALUE`` each: whose medium it should be.
    accept
        Whether a person has confirmed what is doubtful.
    verify
        Whether every frame is decoded, too.
    resume
        Whether to go on with an import that was broken off.
    jobs
        Processes that decode.
    limits
        Of what a medium may ask for.
    """

    select: tuple[str, ...] = ()
    layout: str = DEFAULT_TEMPLATE
    coerce: str = ""
    on_duplicate: OnDuplicate = "keep-both"
    expect: tuple[str, ...] = ()
    accept: bool = False
    verify: bool = False
    resume: bool = False
    jobs: int = 1
    limits: Limits = Limits()


class _Criterion(NamedTuple):
    keyword: str
    matches: re.Pattern[str]


class Selection:
    """Which instances are asked for: all criteria hold, as shell patterns, whatever the case.

    Parameters
    ----------
    criteria
        ``KEYWORD=PATTERN`` each.

    Raises
    ------
    UsageError
        One is not, or its keyword is none that can be asked for.
    """

    def __init__(self, criteria: Iterable[str]) -> None:
        self._criteria = tuple(map(_criterion, criteria))

    def takes(self, instance: Instance) -> bool:
        """Whether an instance is asked for."""
        return all(one.matches.fullmatch(value_of(one.keyword, instance)) for one in self._criteria)

    def __bool__(self) -> bool:
        return bool(self._criteria)


_KEYWORDS: Final = ", ".join(VALUES)


def _criterion(text: str) -> _Criterion:
    keyword, equals, pattern = text.partition("=")
    if not equals:
        message = f"{text!r} is no criterion."
        raise UsageError(finding("bad-criterion", message))
    if keyword not in VALUES:
        message = f"{keyword!r} cannot be asked for; there are {_KEYWORDS}."
        raise UsageError(finding("bad-criterion", message))
    return _Criterion(keyword, re.compile(fnmatch.translate(pattern), re.IGNORECASE))


def terms_of(**asked: object) -> ImportTerms:
    """ImportTerms as they come from outside; ``None`` is what nobody said.

    Raises
    ------
    UsageError
        One of them is none, named with what it may be.
    """
    said = {name: value for name, value in asked.items() if value is not None}
    try:
        msgspec.json.encode(said)
    except UnicodeEncodeError as error:
        raise UsageError(finding("bad-call", "What is asked for is no valid text.")) from error
    try:
        return msgspec.convert(said, ImportTerms)
    except msgspec.ValidationError as error:
        raise UsageError(finding("bad-call", f"{error}.")) from error
