import ntpath
from pathlib import PurePosixPath, PureWindowsPath
from unicodedata import is_normalized, normalize

import hypothesis.strategies as st
import pytest
from dicom_fileset.errors import UsageError
from dicom_fileset.importing.layout import (
    DEFAULT_TEMPLATE,
    MOST_NAME_BYTES,
    MOST_PATH_BYTES,
    Layout,
    layout,
)
from dicom_fileset.importing.layout_values import VALUES, value_of
from dicom_fileset.importing.safe_names import described, identified, uid_name
from dicom_fileset.model import Instance, ParentKeys
from dicom_fileset.scan.scanner import Scanner
from foreign_files import foreign_files
from hypothesis import example, given
from pydicom import dcmread

CT = "1.2.840.10008.5.1.4.1.1.2"
TEMPLATES = (
    DEFAULT_TEMPLATE,
    "{PatientID}/{StudyDate}-{Modality}/{SeriesNumber:04}/{SOPInstanceUID}.dcm",
    "{PatientName}/{PatientName}{StudyID}/{InstanceNumber}_{SOPInstanceUID}",
    "{PatientID:digest}/{StudyDate:.4}/{SOPInstanceUID:digest}.dcm",
    "CO{Modality}/{SeriesNumber:03}/con.{Rows}/AUX.{PatientID}-{SOPInstanceUID}.IMA",
    "/".join(f"{{{keyword}}}" for keyword in [*list(VALUES)[6:13], "SOPInstanceUID"]),
)
NASTY = (
    "",
    "..",
    "../../etc/passwd",
    "..\\..\\Windows",
    "/etc",
    "C:",
    "C:\\",
    "\\\\server\\share",
    "con",
    "NUL.txt",
    "COM1 .x",
    "com¹",
    "CONIN$",
    "a" * 300,
    "é" * 300,
    "e\u0301",
    ".hidden",
    "trailing. . ",
    "\0",
    "a\nb",
    "\u202egpj.exe",
    "\ud800",
    "~root",
    "-rf",
    "a:stream",
    "*?",
    "_",
    "A+MZXW6YTBOI======",
)
OURS = "dicom-fileset-import"
LIKE_OURS = (
    OURS,
    OURS.upper(),
    "Dicom-FileSet-Import",
    f"{OURS}. .",
    f" {OURS}/x",
    "\uff44icom-fileset-import",
    "dicom-file\u017fet-import",
    "dicom-f\u0131leset-import",
    "DICOM-~1",
    "dicom-~12",
    "DI0F3A~1",
)
texts = st.sampled_from(NASTY) | st.text(max_size=80) | st.text("aAbB.1+_ ", max_size=6)
uids = texts | st.from_regex(r"[0-9]+(\.[0-9]+){0,6}", fullmatch=True)
raws = st.binary(max_size=300) | texts.map(lambda text: text.encode("utf-8", "replace"))


@st.composite
def instances(draw: st.DrawFn, uid: str | None = None) -> Instance:
    fields = ParentKeys.__struct_fields__[1:]
    character_set = draw(st.sampled_from([b"ISO_IR 192", b"", b"\\ISO 2022 IR 87", b"rubbish"]))
    parents = ParentKeys(character_set, *(draw(raws) for _ in fields))
    keys = tuple(draw(st.lists(raws, max_size=20)))
    sop_class = draw(st.sampled_from([CT, "1.2.3", "../.."]))
    uid = draw(uids) if uid is None else uid
    return Instance("f", 1, sop_class, uid, draw(texts), parents, keys)


def plain(**parents: bytes) -> Instance:
    return Instance("f", 1, CT, "1.2.3", "1.2.840.10008.1.2.1", ParentKeys(**parents), (b"7",))


def is_reserved(name: str) -> bool:
    """As Python's own library has it, under either of its names for it."""
    newer = getattr(ntpath, "isreserved", None)
    return newer(name) if newer else PureWindowsPath(name).is_reserved()


def folded(path: tuple[str, ...]) -> tuple[str, ...]:
    """As macOS and Windows compare names."""
    return tuple(normalize("NFD", normalize("NFD", name).casefold()) for name in path)


@given(st.sampled_from(TEMPLATES), instances(), st.sampled_from([0, 1, 99_999_999]))
def test_a_path_leads_nowhere_else_on_any_system(
    template: str, instance: Instance, beside: int
) -> None:
    made = layout(template)
    path = made.path(instance, beside)
    assert path == layout(template).path(instance, beside)
    if beside:
        assert made.beside("/".join(made.path(instance)), beside) == "/".join(path)
    assert len(path) == template.count("/") + 1
    for flavour in (PurePosixPath, PureWindowsPath):
        root = flavour("/archive/x")
        whole = root.joinpath(*path)
        assert whole.parts == (*root.parts, *path)
        assert flavour(*path).parts == path
        assert not flavour(*path).is_absolute()
    for name in path:
        assert name not in {"", ".", ".."}
        assert not name.startswith((".", " ", "-"))
        assert not name.endswith((".", " "))
        assert not is_reserved(name)
        assert not set(name) & set('/\\:*?"<>|')
        assert name.isprintable()
        assert is_normalized("NFC", name)
        assert len(name.encode()) <= MOST_NAME_BYTES
    assert len("/".join(path).encode()) <= MOST_PATH_BYTES


@st.composite
def ours_in_parts(draw: st.DrawFn) -> tuple[str, Instance]:
    """A template of which values, or parts of them, come to the folder of ours."""
    name = draw(st.sampled_from([*LIKE_OURS, *map(str.swapcase, LIKE_OURS)]))
    name = normalize(draw(st.sampled_from(["NFC", "NFD"])), name)
    cut = draw(st.integers(0, len(name)))
    first, second = (part.encode() for part in (name[:cut], name[cut:]))
    made = plain(
        character_set=b"ISO_IR 192",
        study_description=first,
        series_description=second,
        patient_id=name.encode(),
        institution_name=name.encode(),
    )
    field, deeper = draw(st.sampled_from(TOPS)), draw(st.sampled_from(["", "x/"]))
    return f"{field}/{deeper}{{SOPInstanceUID}}.part", made


TOPS = (
    "{StudyDescription}{SeriesDescription}",
    "{InstitutionName}",
    "{InstitutionName:.20}",
    "{PatientID}",
    "{PatientID:.9}",
    "dicom-{SeriesDescription}",
)


@given(st.tuples(st.sampled_from(TEMPLATES), instances()) | ours_in_parts())
@example((TOPS[1] + "/{SOPInstanceUID}.part", plain(institution_name=OURS.encode())))
def test_no_path_begins_with_the_folder_of_ours(case: tuple[str, Instance]) -> None:
    template, instance = case
    top = folded(layout(template).path(instance))[0].rstrip(". ")
    assert top not in {*folded((OURS,)), "dicom-~1", "dicom-~12", "di0f3a~1"}
    assert normalize("NFKC", top).upper() != OURS.upper()


def test_what_comes_to_the_folder_of_ours_is_shown_at_the_top_alone() -> None:
    instance = plain(institution_name=OURS.encode())
    made = layout("{InstitutionName}/{InstitutionName}/{SOPInstanceUID}")
    assert made.path(instance) == (f"_{OURS}", OURS, "1.2.3")


@given(st.data(), st.sampled_from(TEMPLATES), uids, uids)
def test_two_instances_never_have_one_path(
    data: st.DataObject, template: str, one: str, other: str
) -> None:
    made = layout(template)
    first, second = data.draw(instances(one)), data.draw(instances(other))
    besides = st.sampled_from([0, 1, 2])
    this, that = (one, data.draw(besides)), (other, data.draw(besides))
    paths = [
        folded(made.path(instance, beside))
        for instance, (_, beside) in ((first, this), (second, that))
    ]
    if this != that:
        assert paths[0] != paths[1]


@given(texts, texts, st.integers(40, 255))
@example("abc", "ABC", 255)
@example("aBC", "ABC", 255)
@example("\u212a", "K", 255)
@example("ß", "SS", 255)
@example("A" * 300, "A" * 299, 40)
@example("", "_", 255)
def test_what_identifies_is_told_apart(one: str, other: str, room: int) -> None:
    if one != other:
        assert folded((identified(one, room),)) != folded((identified(other, room),))
    assert len(identified(one, room).encode()) <= room
    assert len(described(one, room).encode()) <= room


def test_a_plain_value_is_shown_as_it_is() -> None:
    instance = plain(
        patient_id=b"P-0001", study_date=b"20240501", modality=b"CT", series_number=b"3"
    )
    made = layout("{PatientID}/{StudyDate}-{Modality}/{SeriesNumber:04}/{SOPInstanceUID}.dcm")
    assert made.path(instance) == ("P-0001", "20240501-CT", "0003", "1.2.3.dcm")
    assert made.path(instance, beside=2)[-1] == "1.2.3+2.dcm"
    shorter = layout("{StudyDate:.4}/{InstanceNumber:03}-{SOPInstanceUID}").path(instance)
    assert shorter == ("2024", "007-1.2.3")


def test_letters_that_meet_are_composed() -> None:
    instance = plain(
        character_set=b"ISO_IR 192", study_description=b"Cafe", series_description=b"\xcc\x81x"
    )
    made = layout("{StudyDescription}{SeriesDescription}/{SOPInstanceUID}")
    assert made.path(instance)[0] == "Caf\u00e9x"


def test_a_device_of_windows_is_told_from_what_looks_like_it() -> None:
    made = layout("{PatientID}/{SOPInstanceUID}")
    names = [made.path(plain(patient_id=one))[0] for one in (b"CON", b"_CON", b"con", b"CON.1")]
    assert names[0] == "_CON"
    assert len({name.casefold() for name in names}) == 4
    assert not any(map(is_reserved, names))


def test_an_empty_value_is_an_underline() -> None:
    assert layout("{PatientID}/x{Rows}/{SOPInstanceUID}").path(plain()) == ("_", "x_", "1.2.3")


def test_text_is_of_its_character_set() -> None:
    instance = plain(character_set=b"ISO_IR 144", study_description=b"\xb3\xde\xdb\xde\xd2\xd0")
    assert layout("{StudyDescription}/{SOPInstanceUID}").path(instance)[0] == "Голова"


def test_the_template_that_is_taken_unless_asked_tells_nothing_of_the_patient() -> None:
    named = {part.keyword for name in layout().components for part in name if hasattr(part, "room")}
    assert named == {"StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"}


def test_a_uid_that_is_none_is_a_digest() -> None:
    assert uid_name("1.2.3") == "1.2.3"
    for bad in ("1.2.3 ", "", "1.2.a", "1" * 65, "1.2.", "..", "\uff11.2"):
        assert len(uid_name(bad)) == 33
        assert uid_name(bad)[0] == "+"


OURS_WRITTEN = (OURS, OURS.upper(), "Dicom-Fileset-Import", *LIKE_OURS[5:9])


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("", "a name is empty"),
        ("/{SOPInstanceUID}", "a name is empty"),
        ("{PatientID}//{SOPInstanceUID}", "a name is empty"),
        ("{SOPInstanceUID}/", "a name is empty"),
        ("../{SOPInstanceUID}", "may not begin with '.'"),
        ("x/../{SOPInstanceUID}", "may not begin with '.'"),
        ("~/{SOPInstanceUID}", "may not begin with '~'"),
        ("C:/{SOPInstanceUID}", "':' may stand in no name"),
        ("a\\{SOPInstanceUID}", r"'\\' may stand in no name"),
        ("a\0b/{SOPInstanceUID}", r"'\x00' may stand in no name"),
        ("a+/{SOPInstanceUID}", "'+' may stand in no name"),
        ("{SOPInstanceUID}.", "may not end with '.'"),
        ("a /{SOPInstanceUID}", "may not end with ' '"),
        ("{PatientID}", "its last keyword must be {SOPInstanceUID}"),
        ("{SOPInstanceUID}/{InstanceNumber}.dcm", "its last keyword must be {SOPInstanceUID}"),
        ("{SOPInstanceUID}-{InstanceNumber}", "its last keyword must be {SOPInstanceUID}"),
        ("{SOPInstanceUID:.8}", "its last keyword must be {SOPInstanceUID}"),
        ("image.dcm", "its last keyword must be {SOPInstanceUID}"),
        ("{InstanceNumber}{SOPInstanceUID}", "a mark like - or _ must stand before"),
        ("{InstanceNumber}a{SOPInstanceUID}", "a mark like - or _ must stand before"),
        ("{InstanceNumber}.{SOPInstanceUID}", "a mark like - or _ must stand before"),
        ("{SOPInstanceUI}", "do you mean {SOPInstanceUID}? there are PatientID, "),
        ("{}/{SOPInstanceUID}", "it can name no {}"),
        ("{PatientID.real}/{SOPInstanceUID}", "it can name no {PatientID.real}"),
        ("{PatientID[0]}/{SOPInstanceUID}", "it can name no {PatientID[0]}"),
        ("{PatientID!r}/{SOPInstanceUID}", "!r has no meaning"),
        ("{PatientID/{SOPInstanceUID}", "keywords stand in braces"),
        ("PatientID}/{SOPInstanceUID}", "keywords stand in braces"),
        ("{PatientID:>99999}/{SOPInstanceUID}", "says '>99999'"),
        ("{PatientID:{Rows}}/{SOPInstanceUID}", "says '{Rows}'"),
        ("a/b/c/d/e/f/g/h/{SOPInstanceUID}", "it has 9 names"),
        *((f"{name}/{{SOPInstanceUID}}.part", "the archive's own folder") for name in OURS_WRITTEN),
        ("x/dicom-fileset-import/{SOPInstanceUID}", ""),
        ("dicom-fileset-imports/{SOPInstanceUID}", ""),
        ("dicom-fileset-import-{SOPInstanceUID}", ""),
        ("x" * 250 + "/{SOPInstanceUID}", ""),
        ("x" * 260 + "/{SOPInstanceUID}", "too long"),
        ("x" * 190 + "_{SOPInstanceUID}", "too long"),
        ("{PatientName}" * 8 + "/{SOPInstanceUID}", "too long"),
    ],
)
def test_a_wrong_template_is_told_what_is_wrong(template: str, says: str) -> None:
    if not says:
        assert isinstance(layout(template), Layout)
        return
    with pytest.raises(UsageError) as error:
        layout(template)
    assert error.value.finding.code == "layout-invalid"
    assert says in str(error.value)


@given(st.text("{}/.:SOPInstanceUID \\x\ud800", max_size=30))
def test_no_template_is_a_traceback(template: str) -> None:
    try:
        made = layout(template)
    except UsageError:
        return
    assert made.path(plain())


def test_values_are_those_that_pydicom_reads() -> None:
    seen = set()
    for path in foreign_files():
        try:
            instance = Scanner().scan(str(path))
            data = dcmread(path, stop_before_pixels=True)
            values = {keyword: data.get(keyword) for keyword in VALUES}
        except Exception:  # noqa: BLE001, S112 - odd files are tested where they are read
            continue
        for keyword, row in VALUES.items():
            theirs = values[keyword]
            ours = value_of(keyword, instance)
            if not ours and row.place == "record":
                continue  # its record type has no such key
            if isinstance(theirs, (str, int)) and str(theirs).isascii():
                assert ours == str(theirs).strip(" "), (path, keyword)
                seen.add(keyword)
    assert seen >= set(VALUES) - {"ImageType", "TransferSyntaxUID", "PatientName"}, seen
