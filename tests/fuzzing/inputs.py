"""Spoiled directories by number: the same seed and number make the same bytes anywhere."""

import random
from random import Random
from typing import Final, NamedTuple

from fuzzing.lies import LIES, deflated
from fuzzing.mutations import SPOILS
from fuzzing.seeds import Seeds, seeds

_LARGEST: Final = 1 << 20


class Input(NamedTuple):
    """The bytes of a directory, and what was done to it."""

    number: int
    names: tuple[str, ...]
    data: bytes


class Inputs:
    """Makes inputs.

    Parameters
    ----------
    seed
        Another one makes other inputs.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._seeds: Seeds = seeds()

    def made(self, number: int) -> Input:
        """The input of a number: lies, spoiled bytes, or both."""
        rng = random.Random(f"{self._seed}/{number}")  # noqa: S311 - the same every time
        names: list[str] = []
        lying = number % 5 < 3
        data = self._lying(rng, names) if lying else rng.choice(self._seeds.others)
        spoiled = bytearray(data)
        if not lying or rng.random() < 0.15:
            for _ in range(rng.choice((1, 1, 2, 3))):
                name = rng.choice(list(SPOILS))
                names.append(name)
                if spoiled:
                    SPOILS[name](spoiled, rng, self._seeds.others)
        return Input(number, tuple(names), bytes(spoiled[:_LARGEST]))

    def _lying(self, rng: Random, names: list[str]) -> bytes:
        draft = rng.choice(self._seeds.drafts).copied()
        for _ in range(rng.choice((1, 1, 2, 3))):
            name = rng.choice(list(LIES))
            names.append(name)
            LIES[name](draft, rng, self._seeds.drafts)
        if rng.random() < 0.03:
            names.append("deflated")
            return deflated(draft)
        return draft.data()
