"""All records of a directory seen in one pass: their forms, and what they refer to."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..model import Record
from .forms import NOT_ALIKE, Alike, Formed, Numbers, forms_of
from .references import References


class Overview:
    """What many records have in common.

    Parameters
    ----------
    records
        Of a directory, in the order of the tree.
    alike
        What those of one form have in common beside their elements.

    Attributes
    ----------
    records
        The same.
    form_of
        For each of them a number that those of one form share; one of its own, where it has none.
    references
        What they refer to.
    """

    def __init__(self, records: Sequence[Record], alike: Alike = NOT_ALIKE) -> None:
        numbers = [np.empty(0, np.int64)]
        self.records = records
        self.references = References(records, _numbered(forms_of(records, alike), numbers))
        self.form_of: Numbers = np.concatenate(numbers)


def _numbered(several: Iterable[Formed], numbers: list[Numbers]) -> Iterator[Formed]:
    """The same, which adds their numbers as they pass."""
    for formed in several:
        numbers.append(formed.numbers())
        yield formed
