"""Lies that a directory can tell and still be made of elements: each changes a draft."""

import struct
import zlib
from collections.abc import Callable
from random import Random
from typing import Final

from checks import IN_USE, LOWER, NEXT, RECORD_TYPE
from fuzzing.drafts import DEFLATED, SYNTAXES, Draft, Drafted, Link, Part, encoded
from fuzzing.hostile_names import FILE_IDS

Lie = Callable[[Draft, Random, list[Draft]], None]
"""Changes a draft; the last are others to take records from."""

FILE_ID: Final = 0x00041500
_CHARACTER_SET: Final = 0x00080005
_ICON: Final = 0x00880200
_OFFSETS: Final = (0, 1, 2, 4, 128, 132, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_TYPES: Final = (
    b"PATIENT",
    b"STUDY",
    b"SERIES",
    b"IMAGE",
    b"PRIVATE",
    b"MRDR",
    b"SR DOCUMENT",
    b"HANGING PROTOCOL",
    b"IMAGX",
    b"image",
    b"",
    b"\xff\xfe",
    b"PATIENT\\STUDY",
    b"A" * 5000,
)
_VRS: Final = b"AE AS AT CS DA DS DT FD FL IS LO LT OB OD OW PN SH SQ SS UI UL UN US UT UV".split()
_SETS: Final = (
    b"ISO_IR 192",
    b"ISO_IR 100",
    b"\\ISO 2022 IR 87",
    b"ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159",
    b"\\ISO 2022 IR 149",
    b"GB18030",
    b"GBK",
    b"ISO-IR 100",
    b"UTF8",
    b"\\" * 64,
    b"rot13",
    b"hex_codec",
    b"\xff\0",
)
_TEXTS: Final = (
    "Ärzte^Ö".encode(),
    "Ärzte^Ö".encode("latin-1"),
    "Люксембург".encode("iso8859_5"),
    "王^小東".encode("gb18030"),
    b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B",
    b"\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7",
    b"\x1b" * 200,
    b"\x1b$",
    b"=" * 4000,
    b"^" * 4000,
    bytes(range(256)),
)


def offsets_permuted(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """All links lead somewhere, and each to where another should."""
    targets = [link for one in draft.records for link in (one.following, one.below)]
    rng.shuffle(targets)
    for number, one in enumerate(draft.records):
        one.following, one.below = targets[2 * number], targets[2 * number + 1]


def offsets_wrong(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """A few links lead to another record, or to no record."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        one = rng.choice(draft.records)
        link: Link = rng.choice((*_OFFSETS, rng.randrange(1 << 14), rng.choice(draft.records)))
        if rng.random() < 0.5:
            one.following = link
        else:
            one.below = link


def offsets_shifted(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """All offsets are counted from elsewhere."""
    draft.shift = rng.choice((-132, -128, -8, -2, 1, 2, 8, 22, 128, 132, 4096))


def offsets_gone(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """No links, or none of a kind; or all to the same record."""
    which = rng.randrange(4)
    same = rng.choice((None, rng.choice(draft.records)))
    for one in draft.records:
        one.following = one.following if which == 1 else same
        one.below = one.below if which == 2 else same


def root_offsets_wrong(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """The first or the last root record is stated elsewhere."""
    draft.first = rng.choice((*_OFFSETS, draft.first, rng.choice(draft.records)))
    draft.last = rng.choice((*_OFFSETS, draft.last, rng.choice(draft.records)))


def records_in_any_order(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Records lie in another order; links may hold."""
    if rng.random() < 0.3:
        draft.records.reverse()
    else:
        rng.shuffle(draft.records)


def records_dropped(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Some records are not there, and what leads to them is left."""
    count = rng.randrange(1, len(draft.records) + 1)
    draft.records = draft.records[:1] + rng.sample(draft.records, count - 1)


def records_doubled(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Some records lie twice."""
    for _ in range(rng.choice((1, 3, 20))):
        one = rng.choice(draft.records)
        draft.records.insert(rng.randrange(len(draft.records)), Drafted([*one.parts], one.below))


def records_of_another(draft: Draft, rng: Random, others: list[Draft]) -> None:
    """Records of two directories in one sequence, and links from the one to the other."""
    strangers = rng.choice(others).copied().records
    draft.records += strangers
    rng.choice(draft.records).following = rng.choice(strangers)


def types_changed(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Record types that stand elsewhere, are retired, or are none."""
    for _ in range(rng.choice((1, 2, 8))):
        _set(rng.choice(draft.records), Part(RECORD_TYPE, b"CS", rng.choice(_TYPES)))


def flags_changed(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """In-use flags."""
    for _ in range(rng.choice((1, 4))):
        flag = struct.pack("<H", rng.choice((0, 1, 7, 0xFFFE)))
        _set(rng.choice(draft.records), Part(IN_USE, b"US", flag))


def file_ids_hostile(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """File IDs that lead out, or are no names."""
    with_file = [one for one in draft.records if one.value(FILE_ID)] or draft.records
    for _ in range(rng.choice((1, 2, 6))):
        _set(rng.choice(with_file), Part(FILE_ID, b"CS", rng.choice(FILE_IDS)))


def elements_changed(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Elements dropped, doubled, moved, or with another tag."""
    for _ in range(rng.choice((1, 2, 8))):
        parts = rng.choice(draft.records).parts
        if not parts:
            return
        at = rng.randrange(len(parts))
        part = parts[at]
        choice = rng.randrange(4)
        if choice != 1:
            del parts[at]
        if choice == 1 or choice == 2:  # noqa: PLR1714 - one is to double, one is to move
            parts.insert(rng.randrange(len(parts) + 1), part)
        if choice == 3:
            tags = (
                NEXT,
                LOWER,
                IN_USE,
                RECORD_TYPE,
                FILE_ID,
                0x00041511,
                0,
                0xFFFEE00D,
                0xFFFEE0DD,
            )
            parts.insert(at, part._replace(tag=rng.choice(tags)))


def elements_nested(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """A sequence in a record, deep or with a whole record in it."""
    one = rng.choice(draft.records)
    content = b"".join(encoded(part, "explicit") for part in rng.choice(draft.records).parts)
    for _ in range(rng.choice((1, 2, 70, 300))):
        item = struct.pack("<HHL", 0xFFFE, 0xE000, len(content)) + content
        content = encoded(Part(0x00041220, b"SQ", item), "explicit")
    if rng.random() < 0.5:
        content = (
            struct.pack("<HH2sHLHHL", 4, 0x1220, b"SQ", 0, 0xFFFFFFFF, 0xFFFE, 0xE000, 0xFFFFFFFF)
        ) * 200
    one.parts.insert(rng.randrange(len(one.parts) + 1), Part(_ICON, b"SQ", content))


def vrs_lie(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Elements of records with another VR."""
    for _ in range(rng.choice((1, 4))):
        _one_part(draft, rng, lambda part: part._replace(vr=rng.choice(_VRS)))


def lengths_lie(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Elements that say another length than they have."""
    lengths = (0, 1, 3, 0xFFFE, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)

    def lying(part: Part) -> Part:
        return part._replace(said=rng.choice((*lengths, len(part.value) + 2)))

    for _ in range(rng.choice((1, 3))):
        _one_part(draft, rng, lying)
    if rng.random() < 0.2:
        at = rng.randrange(len(draft.head))
        draft.head[at] = lying(draft.head[at])


def values_changed(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Values of no length, of odd length, very long, or of no text."""
    values = (b"", b"\0", b" ", b"1", b"\\" * 3000, b"9" * 60_000, bytes(64), b"\xff" * 9)
    for _ in range(rng.choice((1, 4))):
        _one_part(draft, rng, lambda part: part._replace(value=rng.choice(values)))


def character_sets_crossed(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """A character set, and text of another."""
    for _ in range(rng.choice((1, 3, 8))):
        one = rng.choice(draft.records)
        _set(one, Part(_CHARACTER_SET, b"CS", rng.choice(_SETS)))
        _set(one, Part(0x00100010, b"PN", rng.choice(_TEXTS)))


def icons_claim(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """An icon that says it is larger than anything."""
    parts = (
        Part(0x00280010, b"US", b"\xff\xff"),
        Part(0x00280011, b"US", b"\xff\xff"),
        Part(0x00280100, b"US", rng.choice((b"\x08\0", b"\x40\0", b"\0\0"))),
        Part(0x7FE00010, b"OW", bytes(16), rng.choice((None, 0xFFFFFFFE, 0xFFFFFFFF))),
    )
    content = b"".join(encoded(part, "explicit") for part in parts)
    item = struct.pack("<HHL", 0xFFFE, 0xE000, len(content)) + content
    rng.choice(draft.records).parts.append(Part(_ICON, b"SQ", item))


def encodings_crossed(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """Written in one transfer syntax, and often labelled with another."""
    draft.encoding = rng.choice(("explicit", "implicit", "big"))
    draft.open_items, draft.open_sequence = rng.random() < 0.5, rng.random() < 0.5
    draft.delimited = rng.random() < 0.7
    labels = (*SYNTAXES.values(), b"1.2.840.10008.1.2.4.50", b"1.2.3", b"", DEFLATED)
    draft.labelled(SYNTAXES[draft.encoding] if rng.random() < 0.6 else rng.choice(labels))


def meta_changed(draft: Draft, rng: Random, _: list[Draft]) -> None:
    """File meta information with elements missing, doubled or of other classes."""
    at = rng.randrange(len(draft.meta))
    part = draft.meta.pop(at)
    if rng.random() < 0.5:
        draft.meta[at:at] = [
            part,
            part._replace(value=rng.choice((b"", b"1.2.3", part.value * 20))),
        ]


def _set(record: Drafted, part: Part) -> None:
    """Put an element in the place of the one with its tag, or at the end."""
    for at, one in enumerate(record.parts):
        if one.tag == part.tag:
            record.parts[at] = part
            return
    record.parts.append(part)


def _one_part(draft: Draft, rng: Random, change: Callable[[Part], Part]) -> None:
    parts = rng.choice(draft.records).parts
    if parts:
        at = rng.randrange(len(parts))
        parts[at] = change(parts[at])


LIES: Final[dict[str, Lie]] = {
    "offsets permuted": offsets_permuted,
    "offsets wrong": offsets_wrong,
    "offsets shifted": offsets_shifted,
    "offsets gone": offsets_gone,
    "root offsets wrong": root_offsets_wrong,
    "records in any order": records_in_any_order,
    "records dropped": records_dropped,
    "records doubled": records_doubled,
    "records of another": records_of_another,
    "record types changed": types_changed,
    "in-use flags changed": flags_changed,
    "File IDs hostile": file_ids_hostile,
    "elements changed": elements_changed,
    "elements nested": elements_nested,
    "VRs lie": vrs_lie,
    "lengths lie": lengths_lie,
    "values changed": values_changed,
    "character sets crossed": character_sets_crossed,
    "icons claim": icons_claim,
    "encodings crossed": encodings_crossed,
    "meta information changed": meta_changed,
}
"""By the name under which the full run counts them."""


def deflated(draft: Draft) -> bytes:
    """The directory as a deflated data set (PS3.5 A.5)."""
    draft.labelled(DEFLATED)
    start = draft.start()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return start + packer.compress(draft.data_set(len(start))) + packer.flush()
