"""How the engines tell how far they are; who listens draws it."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called with the stage, how many are done, and how many there are if that is known."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Tell nobody."""
