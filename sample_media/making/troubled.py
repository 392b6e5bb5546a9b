"""``troubled/``: files as they also come, each with one thing wrong; its name says what."""

from pathlib import PurePosixPath

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ImplicitVRLittleEndian

from making import breaking, troubled_pixels
from making.codes import coded
from making.cross_section import ct_slice
from making.examination import Series, reference
from making.identity import uid
from making.key_objects import selection
from making.other_medium import dicomdir
from making.part10 import MediaFile, encode
from making.patients import Patient
from making.troubled_series import series

SIZE = 64
STUDY_DESCRIPTION = (0x0008, 0x1030)
STUDY_DATE = (0x0008, 0x0020)
STUDY_UID = (0x0020, 0x000D)
TRANSFER_SYNTAX = 0x0010
PROCEDURE_STEP = "1.2.840.10008.3.1.2.3.3"
NESTED = Patient("Trouble^Nested", "T-NESTED", "19700101", "O")
TEXT = b"Dear colleagues, this was saved under the wrong name.\n"


def everything() -> list[MediaFile]:
    """Return all files of ``troubled/``."""
    return [
        *damaged(),
        *duplicates(),
        *patients(),
        *keys(),
        *headers(),
        *unusual(),
        *troubled_pixels.files(),
    ]


def image(name: str, patient: Patient | None = None, number: int = 1) -> Dataset:
    """Return a sound CT slice in a study of its own; without ``patient``, of its own patient."""
    return ct_slice(series(name, "CT", patient), number, SIZE)


def _file(path: str, content: bytes | Dataset) -> MediaFile:
    if isinstance(content, Dataset):
        content = encode(content)
    return MediaFile(PurePosixPath(path), content)


def damaged() -> list[MediaFile]:
    """Return files that end too early, that lie about a length, or that are no DICOM at all."""
    content = encode(image("truncated"))
    in_header = breaking.position(content, *STUDY_UID) + 5
    flipped = breaking.with_length_bit_flipped(encode(image("flipped")), STUDY_DESCRIPTION)
    return [
        _file("damaged/truncated in the file meta.dcm", content[:200]),
        _file("damaged/truncated in the data set header.dcm", content[:in_header]),
        _file("damaged/truncated in the pixel data.dcm", content[:-1000]),
        _file("damaged/an element runs past the end.dcm", flipped),
        _file("damaged/empty file.dcm", b""),
        _file("damaged/text with the extension.dcm", TEXT),
    ]


def duplicates() -> list[MediaFile]:
    """Return one instance twice, and one SOP Instance UID for two different images."""
    twice = encode(image("twice"))
    one = image("one uid")
    other = image("one uid")
    other.PixelData = bytes(len(other.PixelData))
    return [
        _file("duplicates/equal content.dcm", twice),
        _file("duplicates/equal content (copy).dcm", twice),
        _file("duplicates/one sop instance uid.dcm", one),
        _file("duplicates/one sop instance uid but other pixels.dcm", other),
    ]


def patients() -> list[MediaFile]:
    """Return files in which people get mixed up."""
    anna = ("T-MEIER", "19581224", "F")
    return [
        *_pair(
            "patients/one patient id for two people",
            Patient("Able^Alice", "T-SHARED", "19500202", "F"),
            Patient("Baker^Bob", "T-SHARED", "19911010", "M"),
        ),
        *_pair(
            "patients/one person spelt in two ways",
            Patient("MEIER^ANNA", *anna),
            Patient("Meier^Anna", *anna),
        ),
        *_pair(
            "patients/no patient id",
            Patient("Roe^Rachel", "", "19670706", "F"),
            Patient("Doe^Daniel", "", "19440815", "M"),
        ),
        _without_patient_id(),
        *_one_study_of_two(),
        _name_without_character_set(),
    ]


def _pair(path: str, first: Patient, second: Patient) -> list[MediaFile]:
    people = (first, second)
    return [
        _file(f"{path} {n}.dcm", image(f"{path} {n}", person)) for n, person in enumerate(people, 1)
    ]


def _without_patient_id() -> MediaFile:
    ds = image("absent patient id", Patient("Poe^Paula", "", "19750303", "F"))
    del ds.PatientID
    return _file("patients/patient id absent.dcm", ds)


def _one_study_of_two() -> list[MediaFile]:
    first = image("shared study", Patient("Clark^Clara", "T-CLARK", "19620101", "F"), 1)
    second = image("shared study", Patient("Drake^Dora", "T-DRAKE", "19830101", "F"), 2)
    second.SeriesInstanceUID = uid("second series of the shared study")
    second.SeriesNumber = 2
    return [
        _file("patients/one study instance uid for two people 1.dcm", first),
        _file("patients/one study instance uid for two people 2.dcm", second),
    ]


def _name_without_character_set() -> MediaFile:
    patient = Patient("Sxrensen^Bxrge", "T-NOCS", "19360909", "M")
    content = encode(image("no character set", patient))
    latin_1 = content.replace(b"Sxrensen^Bxrge", "Sørensen^Børge".encode("latin-1"))
    return _file("patients/name beyond ascii without character set.dcm", latin_1)


def keys() -> list[MediaFile]:
    """Return files whose keys for the directory are empty or malformed."""
    empty = ("StudyID", "StudyDate", "StudyTime", "SeriesNumber", "InstanceNumber")
    dotted = breaking.with_short_value(encode(image("dotted")), STUDY_DATE, b"2004.01.19")
    return [
        *(_with_empty(keyword) for keyword in empty),
        _file("keys/study date 2004.01.19.dcm", dotted),
        _with_letters("SOPInstanceUID", "sop instance uid with letters"),
        _with_letters("StudyInstanceUID", "study instance uid with letters"),
    ]


def _with_empty(keyword: str) -> MediaFile:
    ds = image(f"empty {keyword}")
    setattr(ds, keyword, None)
    return _file(f"keys/{keyword} empty.dcm", ds)


def _with_letters(keyword: str, name: str) -> MediaFile:
    """Put letters into a UID wherever the file has it, the file meta included."""
    ds = image(name)
    right = str(ds[keyword].value).encode()
    wrong = right[:-6] + b"ABC" + right[-3:]
    return _file(f"keys/{name}.dcm", encode(ds).replace(right, wrong))


def headers() -> list[MediaFile]:
    """Return files whose preamble or File Meta Information is not that of PS3.10 7.1."""
    content = encode(image("headers"))
    bare = breaking.data_set(content)
    implicit = breaking.data_set(encode(image("bare implicit"), ImplicitVRLittleEndian))
    no_syntax = breaking.without_meta_element(encode(image("no syntax")), TRANSFER_SYNTAX)
    ds = image("other media storage uid")
    right = ds.SOPInstanceUID.encode()
    differing = encode(ds).replace(right, right[:-4] + b"4321", 1)
    small = breaking.with_meta_group_length(encode(image("length small")), -20)
    large = breaking.with_meta_group_length(encode(image("length large")), 20)
    no_meta = encode(image("no meta"))
    no_meta = no_meta[: breaking.META] + breaking.data_set(no_meta)
    return [
        _file("headers/no preamble.dcm", encode(image("no preamble"))[breaking.META :]),
        _file("headers/no file meta, implicit vr.dcm", implicit),
        _file("headers/no file meta, explicit vr.dcm", bare),
        _file("headers/preamble but no file meta.dcm", no_meta),
        _file("headers/file meta group length too small.dcm", small),
        _file("headers/file meta group length too large.dcm", large),
        _file("headers/file meta without transfer syntax.dcm", no_syntax),
        _file("headers/media storage uid differs.dcm", differing),
    ]


def unusual() -> list[MediaFile]:
    """Return files that are right, or nearly, but that not every reader expects."""
    private = image("private class")
    private.SOPClassUID = uid("private SOP class")
    short = breaking.with_private_element(encode(image("vr short")), b"??", long_length=False)
    long = breaking.with_private_element(encode(image("vr long")), b"??", long_length=True)
    return [
        _file("unusual/private sop class.dcm", private),
        _file("unusual/unknown vr, 16 bit length.dcm", short),
        _file("unusual/unknown vr, 32 bit length.dcm", long),
        _file("unusual/sequences of undefined length before the keys.dcm", _nested()),
        _file("unusual/private header of 70 kb before the keys.dcm", _private_header()),
        _file("unusual/DICOMDIR", dicomdir()),
    ]


def _nested() -> Dataset:
    """Return a report whose sequences, also one two deep before group 0010, have no length."""
    slice_ = image("nested", NESTED)
    study = series("nested", "CT", NESTED).study
    ds = selection(Series(study, 2, "KO", "Key images"), 1, [slice_])
    step = reference(slice_)
    step.ReferencedSOPClassUID = PROCEDURE_STEP
    step.PurposeOfReferenceCodeSequence = coded("121311", "DCM", "Localizer")
    ds.ReferencedPerformedProcedureStepSequence = Sequence([step])
    _leave_lengths_open(ds)
    return ds


def _leave_lengths_open(ds: Dataset) -> None:
    """Write all sequences and items with undefined length (PS3.5 7.5)."""
    for element in ds:
        if element.VR == "SQ":
            element.is_undefined_length = True
            for item in element.value:
                item.is_undefined_length_sequence_item = True
                _leave_lengths_open(item)


def _private_header() -> Dataset:
    ds = image("private header")
    block = ds.private_block(0x0019, "PHANTOM HEADER", create=True)
    block.add_new(0x01, "OB", bytes(range(250)) * 280)
    return ds
