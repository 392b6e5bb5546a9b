"""Pairs of identities: one person as two places write it, or two persons who look alike.

Each pair is made of a synthetic person by a kind of variation as it is seen at import desks; the
kinds are those of clerks, keyboards, old systems and families, and know nothing of how the gate
compares.  One name variation, one ID variation and seldom one slip come together, as they do.

Two persons always differ in something that is expected and that both say: name, birth date, sex, or
an ID of the same issuer or of one that nobody names.
"""

import random
from collections.abc import Iterator

from identity_lookalikes import TWOFOLD, alike
from identity_persons import Pair
from identity_spellings import NAMERS
from identity_variants import honest

KINDS = frozenset(one.__name__ for one in (*NAMERS, *TWOFOLD))
"""Names of all kinds of pairs."""


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """As many pairs, of one person and of two in turn."""
    dice = random.Random(seed)  # noqa: S311 - the same pairs each time
    made = 0
    while made < count:
        pair = honest(dice) if made % 2 == 0 else alike(dice)
        if pair.one_person or differ(pair):
            made += 1
            yield pair


def differ(pair: Pair) -> bool:
    """Chance may make two persons say the same; such two nobody tells apart."""
    return pair.expected != pair.found
