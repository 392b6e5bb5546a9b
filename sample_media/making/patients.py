"""The synthetic patients of the sample media; no one of them exists.

Their names use the three ways of PS3.5 6.1 to leave ASCII: a single-byte repertoire
(ISO_IR 100), code extension by escape sequences (ISO 2022 IR 87) and UTF-8 (ISO_IR 192).
"""

from dataclasses import dataclass

LATIN_1 = ("ISO_IR 100",)
JAPANESE = ("", "ISO 2022 IR 87")
UTF_8 = ("ISO_IR 192",)
ASCII = ()


@dataclass(frozen=True)
class Patient:
    """What the Patient Module says of one person (PS3.3 C.7.1.1)."""

    name: str
    patient_id: str
    birth_date: str
    sex: str
    character_set: tuple[str, ...] = ASCII


MUELLER = Patient("Müller^Jürgen", "SYN-10042", "19560311", "M", LATIN_1)
YAMADA = Patient("Yamada^Tarou=山田^太郎=やまだ^たろう", "SYN-20077", "19710823", "M", JAPANESE)
WOJCIK = Patient("Wójcik^Małgorzata", "SYN-30015", "19630502", "F", UTF_8)
LEFEVRE = Patient("Lefèvre^Hélène", "SYN-40008", "19481130", "F", LATIN_1)
IVANOV = Patient("Иванов^Пётр^Сергеевич", "SYN-50123", "19840117", "M", UTF_8)
EXAMPLE = Patient("Example^Sam", "SYN-60001", "20010609", "O")
SAMPLE = Patient("Sample^Sabine", "SYN-70001", "19720229", "F", UTF_8)
