"""TOML files read strictly: an unknown key or a wrong value is an error with its place."""

import tomllib
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from .errors import ProfileError

Form = TypeVar("Form")
FOLDER = Path(__file__).parent

_MOST_BYTES: Final = 4 * 1024 * 1024
"""No file of rules comes near; what is larger is something else, and is not read to its end."""


def read_toml(path: Path, form: type[Form]) -> Form:
    """A file as a value of its form.

    Raises
    ------
    ProfileError
        It is no TOML, or says something that has no place in it.
    OSError
        It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ProfileError(str(path), "", f"it is larger than {_MOST_BYTES:,} bytes")
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        reason = f"it is no TOML: byte {error.start} is not of UTF-8"
        raise ProfileError(str(path), "", reason) from error
    except ValueError as error:  # also of numbers with more digits than Python reads
        raise ProfileError(str(path), "", f"it is no TOML: {error}") from error
    except RecursionError as error:
        raise ProfileError(str(path), "", "it is no TOML: it is nested too deeply") from error
    return converted(found, form, str(path))


def converted(found: object, form: type[Form], file: str) -> Form:
    """What a TOML holds as a value of its form.

    Raises
    ------
    ProfileError
        It says something that has no place in it.
    """
    try:
        return msgspec.convert(found, form)
    except msgspec.ValidationError as error:
        # Only who is told of a mistake waits for the words.
        from .forms import explained  # noqa: PLC0415

        place, reason = explained(error, form)
        raise ProfileError(file, place, reason) from error
