"""What comes of holding one attribute of two identities against each other."""

from typing import Literal, NamedTuple

Grade = Literal["equal", "fits", "near", "half", "other", "contrary", "unsaid"]
"""How far two values agree.

``equal``: one value, in whatever spelling.  ``fits``: a part is missing, and nothing speaks
against it.  ``near``: as slips of the pen, other spellings, or relatives have it.  ``half``: the
family name or the given name alone.  ``other``: no likeness, or an ID that another place may have
given.  ``contrary``: two IDs of one issuer.  ``unsaid``: one, or both, cannot be compared.
"""


class Compared(NamedTuple):
    """How far two values agree, and why, for a person; no value stands in the words."""

    grade: Grade
    reason: str


def distance(one: str, other: str) -> int:
    """How many letters must be added, left out, exchanged or swapped with their neighbour.

    A question mark stands for any letter: that is what a system writes which does not have it.

    >>> distance("jan", "jana"), distance("1985", "1958"), distance("m?ller", "müller")
    (1, 1, 0)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, mine in enumerate(one, 1):
        now = [row]
        for column, theirs in enumerate(other, 1):
            exchanged = mine != theirs and "?" not in {mine, theirs}
            best = min(last[column] + 1, now[-1] + 1, last[column - 1] + exchanged)
            swapped = (
                row > 1 and column > 1 and mine == other[column - 2] and one[row - 2] == theirs
            )
            now.append(min(best, before[column - 2] + 1) if swapped else best)
        before, last = last, now
    return last[-1]
