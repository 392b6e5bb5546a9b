"""Names that look like one that is none."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(
    name: str, known: Iterable[str], most: int = 3, likeness: float = 0.6
) -> tuple[str, ...]:
    """Those of the known names that look like a name, the likest first; case tells nothing.

    >>> nearest("ctimagestorag", ["CTImageStorage", "MRImageStorage", "EncapsulatedPDFStorage"])
    ('CTImageStorage', 'MRImageStorage')
    """
    by_case = {one.casefold(): one for one in known}
    close = get_close_matches(name.casefold(), by_case, most, likeness)
    return tuple(by_case[one] for one in close)


def suggestion(name: str, known: Iterable[str], most: int = 12) -> str:
    """What to say of a name that is none: those that look like it, or some that there are.

    >>> suggestion("Row", ["Rows", "Columns"]), suggestion("", ["Rows", "Columns"])
    ('near: Rows', 'allowed: Rows, Columns')
    """
    known = list(known)
    near = nearest(name, known)
    if near:
        return f"near: {', '.join(near)}"
    if not known:
        return "there is none"
    more = ", ..." if len(known) > most else ""
    return f"allowed: {', '.join(known[:most])}{more}"
