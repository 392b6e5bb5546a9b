"""TOML files read strictly: an unknown key or a wrong value is an error with its place."""

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from .errors import ProfileError

Form = TypeVar("Form")
FOLDER = Path(__file__).parent


def read_toml(path: Path, form: type[Form]) -> Form:
    """A file as a value of its form.

    Raises
    ------
    ProfileError
        It is no TOML, or says something that has no place in it.
    OSError
        It cannot be read.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(str(path), "", f"it is no TOML: {error}") from error
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
        reason, _, place = str(error).partition(" - at `")
        place = place.rstrip("`").removeprefix("$").removeprefix(".")
        raise ProfileError(file, place, reason) from error
