"""Names, birth dates and IDs held against each other, each by itself."""

from functools import cache

import hypothesis.strategies as st
import pytest
from dicom_fileset.gate.birth_dates import compared_birth_dates
from dicom_fileset.gate.compared import distance
from dicom_fileset.gate.identity import Identity
from dicom_fileset.gate.letters import spellings
from dicom_fileset.gate.names import compared_names
from dicom_fileset.gate.patient_ids import compared_ids, issuers_differ
from hypothesis import given

EQUAL = [
    ("Müller^Anna", "MUELLER^ANNA"),
    ("Müller^Anna", "Muller^Anna"),
    ("Müller^Anna", "Anna Müller"),
    ("Weiß^Jörg", "WEISS^JOERG"),
    ("Sørensen^Åse", "Soerensen^Aase"),
    ("Łukasik^Ślęzak", "LUKASIK^SLEZAK"),
    ("Yılmaz^İbrahim", "YILMAZ^IBRAHIM"),
    ("Đặng^Văn Nam", "Dang^Van Nam"),
    ("O'Brien^Pat", "OBrien^Pat"),
    ("O'Brien^Pat", "O\u2019Brien^Pat"),
    ("van den Berg^Jan", "Vandenberg^Jan"),
    ("Hong^Gil-dong", "Hong^Gil Dong"),
    ("Hong^Gil-dong", "HONG^GILDONG"),
    ("Müller^Anna^^Dr.", "Müller^Anna"),
    ("Dr. Müller^Anna", "Müller^Anna^^Prof."),
    ("Herr^Michael", "HERR^MICHAEL"),
    ("Mu\u0308ller^Anna", "Müller^Anna"),
    ("MÃ¼ller^Anna", "Müller^Anna"),
    ("Иванов^Иван", "Ivanov^Ivan"),
    ("Иванов^Иван", "Iwanow^Iwan"),
    ("Юдин^Фёдор", "Yudin^Fedor"),
    ("Παπαδόπουλος^Γεώργιος", "Papadopoulos^Georgios"),
    ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada^Tarou"),
    ("Yamada^Tarou=山田^太郎=やまだ^たろう", "山田太郎"),
    ("Yamada^Tarou=山田^太郎", "山田^太郎=山田^太郎"),
    ("==ヤマダ^タロウ", "==ﾔﾏﾀﾞ^ﾀﾛｳ"),
    ("==ヤマダ^タロウ", "=山田^太郎=やまだ たろう"),
    ("=髙橋^花子", "=高橋^花子"),
    ("Wang^Xiaodong=王^小東", "王小东"),
    ("Hong^Gildong=洪^吉洞=홍^길동", "==홍길동"),
]
FITS = [
    ("Smith^John^Paul", "Smith^John"),
    ("Smith^John^Paul", "Smith^John^P"),
    ("Smith^John", "Smith^J."),
    ("Özdemir^Özlem", "Özdemir^Ö"),
    ("Smith^John^^^Jr", "Smith^John"),
    ("Thomas^Martin", "Martin^Thomas"),
    ("Müller-Schmidt^Anna", "Müller^Anna"),
    ("García López^María", "García^María"),
    ("von Arnim^Anna", "Arnim^Anna"),
    ("Nguyễn^Văn Nam", "Nguyễn^Nam"),
    ("Lê^Văn Nam", "Lê^Văn Nam Anh"),
    ("Papadopoulos^Maximilian", "Papadopoulos^Max"),
    ("Yamada^Taro=山田^太郎", "Yamada^Tarou=山田^太郎"),
]
NEAR = [
    ("Müller^Anna", "Müller^Hanna"),
    ("Novák^Jan", "Novák^Jana"),
    ("Meier^Anna", "Meyer^Anna"),
    ("M?ller^Anna", "Müller^Anna"),
    ("M\ufffdller^Anna", "Müller^Anna"),
    ("Mueller^Anna", "Muller^Anna"),
    ("Garcia^Maria^Clara", "Garcia^Maria^Teresa"),
    ("Smith^John Paul", "Smith^Paul"),
    ("Smith^John^^^Sr", "Smith^John^^^Jr"),
    ("Müller", "Müller^Anna"),
    ("Smith", "Smith^Ben"),
    ("Smith^Don", "Smith^Ron"),
    ("Novák^Jan", "Novák^Jon"),
    ("von Arnim^Anna", "de Arnim^Anna"),
    ("=山田^太郎", "=山田^太朗"),
    ("山田太郎", "山田太朗"),
    ("Yamada^Tarou=山田^太郎", "Yamada^Tarou=山田^太朗"),
]
HALF = [
    ("Smith^Anna", "Jones^Anna"),
    ("Smith^Anna", "Smith^Sophie"),
    ("Smith^Ben", "Smith^Al"),
    ("Ben Smith", "Al Smith"),
    ("Lê^Mai", "La^Mai"),
    ("Lê^Văn Nam", "Lê^Văn An"),
    ("de la Cruz^Inés", "de la Rosa^Inés"),
    ("Lê^Mai", "Vũ^Mai"),
    ("Anna Smith", "Anna Jones"),
    ("=山田^太郎", "=山田^健二郎"),
    ("=山田^太郎", "=佐々木^太郎"),
    ("王芳", "王燕"),
]
OTHER = [
    ("Smith^Anna", "Nguyen^Van"),
    ("Dr.", "Smith^Anna"),
    ("von", "der"),
    ("=山田^太郎", "=佐々木^花子"),
    ("Li^Wei", "Lu^Fang"),
]
UNSAID = [
    ("", "Smith^Anna"),
    ("^^", "=="),
    ("Yamada^Tarou", "=山田^太郎"),
    ("=山田^太郎", "==やまだ^たろう"),
    ("ANONYMOUS", "Smith^Anna"),
    ("Unknown^Unknown", "Smith^Anna"),
    ("????^??", "Smith^Anna"),
]
NAMES = {"equal": EQUAL, "fits": FITS, "near": NEAR, "half": HALF, "other": OTHER, "unsaid": UNSAID}


@pytest.mark.parametrize(
    ("grade", "one", "other"),
    [(grade, *pair) for grade, pairs in NAMES.items() for pair in pairs],
)
def test_two_names(grade: str, one: str, other: str) -> None:
    assert compared_names(one, other).grade == grade
    assert compared_names(other, one) == compared_names(one, other)


def test_a_name_without_end_is_held_against_another_in_no_time() -> None:
    long = "^".join(["a b c d e f g h" * 100] * 5)
    assert compared_names(long, long).grade == "equal"
    assert compared_names("x" * 100_000, "y" * 100_000).grade == "other"


@given(word=st.text(max_size=12))
def test_every_word_can_be_spelt(word: str) -> None:
    assert spellings(word)
    assert spellings(word) == spellings(word)


@pytest.mark.parametrize(
    "one", ["Müller", "Straße", "ÅSE", "Žižka", "Ёлкин", "Ξενάκης", "ﾔﾏﾀﾞ", "髙橋"]
)
def test_spellings_do_not_depend_on_case(one: str) -> None:
    assert spellings(one.upper()) & spellings(one.lower())


@given(one=st.text("abc?", max_size=6), other=st.text("abc?", max_size=6))
def test_distance_is_that_of_its_definition(one: str, other: str) -> None:
    @cache
    def slow(mine: int, theirs: int) -> int:
        if not mine or not theirs:
            return mine + theirs
        first, second = one[mine - 1], other[theirs - 1]
        same = first == second or "?" in {first, second}
        ways = [
            slow(mine - 1, theirs) + 1,
            slow(mine, theirs - 1) + 1,
            slow(mine - 1, theirs - 1) + (not same),
        ]
        if mine > 1 and theirs > 1 and first == other[theirs - 2] and one[mine - 2] == second:
            ways.append(slow(mine - 2, theirs - 2) + 1)
        return min(ways)

    assert distance(one, other) == slow(len(one), len(other)) == distance(other, one)


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        ("19700131", "19700131", "equal"),
        ("19700131", "1970.01.31", "equal"),
        ("19700131", "1970-01-31", "equal"),
        ("19700204", "19700402", "near"),
        ("19700125", "19702501", "near"),
        ("19700131", "19700130", "near"),
        ("19700131", "19710131", "near"),
        ("19700131", "19070131", "near"),
        ("19700131", "19700201", "near"),
        ("19700531", "1970", "near"),
        ("19700531", "19700101", "near"),
        ("19700531", "197005", "near"),
        ("19700531", "19700500", "near"),
        ("19210531", "20210531", "near"),
        ("19700531", "25130531", "near"),
        ("19700531", "00590531", "near"),
        ("19700131", "19850505", "other"),
        ("19700131", "19690130", "other"),
        ("19700531", "1971", "unsaid"),
        ("19700131", "", "unsaid"),
        ("19700131", "19000101", "unsaid"),
        ("19700131", "no date", "unsaid"),
        ("19700131", "١٩٧٠٠١٣١", "unsaid"),
        ("19709999", "19709999", "near"),
        ("19709999", "19708888", "unsaid"),
    ],
)
def test_two_birth_dates(one: str, other: str, grade: str) -> None:
    assert compared_birth_dates(one, other).grade == grade
    assert compared_birth_dates(other, one) == compared_birth_dates(one, other)


@given(one=st.text(max_size=10), other=st.text("0123456789", min_size=8, max_size=8))
def test_any_birth_dates_can_be_compared(one: str, other: str) -> None:
    assert compared_birth_dates(one, other) == compared_birth_dates(other, one)


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        (("12345", ""), ("12345", ""), "equal"),
        (("12345", ""), ("0012345", ""), "equal"),
        (("12345", ""), ("12-345", ""), "equal"),
        (("ab 12345", ""), ("AB12345", ""), "equal"),
        (("12345", ""), ("MRN12345", ""), "equal"),
        (("12345", ""), ("12345", "GENERAL"), "equal"),
        (("12345", ""), ("GENERAL-12345", "General"), "equal"),
        (("12345", "GENERAL"), ("12345", "ST_MARY"), "unsaid"),
        (("12345", "GENERAL"), ("12346", "ST_MARY"), "unsaid"),
        (("12345", "GENERAL"), ("12346", ""), "other"),
        (("12345", ""), ("12346", ""), "other"),
        (("12345", ""), ("A12345", ""), "other"),
        (("12345", "GENERAL"), ("12346", "general"), "contrary"),
        (("12345", ""), ("", ""), "unsaid"),
        (("000", ""), ("0", ""), "unsaid"),
        (("12345", ""), ("UNKNOWN", ""), "unsaid"),
        (("12345", ""), ("--", ""), "unsaid"),
    ],
)
def test_two_ids(one: tuple[str, str], other: tuple[str, str], grade: str) -> None:
    mine, theirs = Identity(*one), Identity(*other)
    assert compared_ids(mine, theirs).grade == grade
    assert compared_ids(theirs, mine) == compared_ids(mine, theirs)
    assert issuers_differ(mine, theirs) == bool(one[1] and other[1] == "ST_MARY")
