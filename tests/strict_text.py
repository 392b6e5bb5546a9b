"""Text read byte by byte as PS3.5 6.1.2.5 has it: G0, G1, and what must be active where.

Slow and plain, and by the standard's tables and Python's codecs alone.
"""

from typing import Final

G0: Final = {b"(B": ("ascii", 1), b"(J": ("iso2022_jp", 1), b"$B": ("iso2022_jp", 2)}
G0[b"$(D"] = ("iso2022_jp_2", 2)
G1: Final = {
    b"-A": ("iso8859_1", 1),
    b"-B": ("iso8859_2", 1),
    b"-C": ("iso8859_3", 1),
    b"-D": ("iso8859_4", 1),
    b"-L": ("iso8859_5", 1),
    b"-G": ("iso8859_6", 1),
    b"-F": ("iso8859_7", 1),
    b"-H": ("iso8859_8", 1),
    b"-M": ("iso8859_9", 1),
    b"-T": ("tis_620", 1),
    b")I": ("shift_jis", 1),
    b"$)C": ("euc_kr", 2),
    b"$)A": ("gb2312", 2),
}
OF_TERM: Final = {
    "100": b"-A",
    "101": b"-B",
    "109": b"-C",
    "110": b"-D",
    "144": b"-L",
    "127": b"-G",
    "126": b"-F",
    "138": b"-H",
    "148": b"-M",
    "166": b"-T",
    "13": b")I",
    "87": b"$B",
    "159": b"$(D",
    "149": b"$)C",
    "58": b"$)A",
}
DELIMITERS: Final = b"\\^=\t\n\f\r"


class NotAsTheStandardHasIt(Exception):
    """With the place."""


def strictly_decoded(value: bytes, terms: list[str]) -> str:
    """A text value; what is not as PS3.5 6.1.2.5 requires raises."""
    state, letters, at = _State(terms), [], 0
    while at < len(value):
        if value[at] == 0x1B:
            at += state.switched(value, at)
        else:
            letters.append(state.letter(value, at))
            at += state.width(value[at])
    state.check_initial(at)
    return "".join(letters)


class _State:
    """What G0 and G1 are."""

    def __init__(self, terms: list[str]) -> None:
        numbers = [term.split()[-1] if term else "6" for term in terms]
        first = OF_TERM.get(numbers[0])
        self._initial = [b"(J" if numbers[0] == "13" else b"(B", first if first in G1 else None]
        self._active = list(self._initial)
        self._allowed: set[bytes] = set()
        if len(terms) > 1:
            self._allowed = {b"(B", *(OF_TERM[one] for one in numbers if one in OF_TERM)}
            self._allowed |= {b"(J"} if "13" in numbers else set()

    def switched(self, value: bytes, at: int) -> int:
        """How long the escape sequence is that is obeyed."""
        for escape in self._allowed:
            if value.startswith(escape, at + 1):
                self._active[escape in G1] = escape
                return 1 + len(escape)
        raise NotAsTheStandardHasIt(at)

    def check_initial(self, at: int) -> None:
        for active, initial in zip(self._active, self._initial, strict=True):
            if initial not in {None, active}:
                raise NotAsTheStandardHasIt(at)

    def width(self, byte: int) -> int:
        return self._codec(byte)[2]

    def letter(self, value: bytes, at: int) -> str:
        if value[at] in DELIMITERS and self.width(value[at]) == 1:
            self.check_initial(at)
            self._active = list(self._initial)
            return chr(value[at])  # even where 5C is a yen sign
        escape, codec, width = self._codec(value[at])
        code = value[at : at + width]
        if len(code) < width or any((one ^ value[at]) & 0x80 for one in code):
            raise NotAsTheStandardHasIt(at)
        return (b"\x1b" + escape + code if codec.startswith("iso2022") else code).decode(codec)

    def _codec(self, byte: int) -> tuple[bytes, str, int]:
        escape = self._active[byte >= 0x80]
        if escape is None:
            raise NotAsTheStandardHasIt(byte)
        return (escape, *(G1 if byte >= 0x80 else G0)[escape])
