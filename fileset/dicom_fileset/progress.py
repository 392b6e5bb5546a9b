"""How the engines tell how far they are; who listens draws it."""

from collections.abc import Callable
from typing import NamedTuple

Progress = Callable[[str, int, int | None], None]
"""Called with the stage, how many are done, and how many there are if that is known."""


class Volume(NamedTuple):
    """How far a copying is: files and bytes, done and in all."""

    files: int
    all_files: int
    size: int
    whole_size: int


VolumeProgress = Callable[[Volume], None]
"""Called now and then while files are copied."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Tell nobody."""


def silent_on_volume(volume: Volume) -> None:
    """Tell nobody."""
