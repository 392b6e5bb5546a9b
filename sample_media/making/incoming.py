"""``incoming/``: what the departments of a hospital hand over to be put on a medium."""

from pathlib import PurePosixPath

from pydicom.uid import (
    HEVCMP51,
    MPEG2MPHL,
    MPEG2MPML,
    MPEG4HP41,
    MPEG4HP41BD,
    MPEG4HP42STEREO,
    MPEG4HP422D,
    MPEG4HP423D,
    ComprehensiveSRStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    MammographyCADSRStorage,
)

from making import angiography, archive, dental, secondary_capture, streams, thyroid
from making.cross_section import ct_slice, mr_slice
from making.document import letter
from making.echo_report import report
from making.enhanced_ct import volume
from making.examination import Series
from making.key_objects import selection
from making.mammography import mammogram
from making.mammography_cad import cad_report
from making.part10 import MediaFile, dicom_file
from making.presentation_state import softcopy
from making.projection import computed_radiograph, digital_radiograph
from making.radiotherapy import structure_set
from making.studies import BRAIN, BREAST, CHEST, ECHO, FOLLOW_UP, HEART, SKIN, THORAX
from making.ultrasound import clip
from making.visible_light import photograph, video
from making.waveform import resting_ecg

NOTES = """\
Please burn everything in these folders on ONE disc for the tumour conference.
The slices of Mr Mueller belong together with the contours.
Thanks, the night shift
"""

VIDEOS = (
    ("video tape", streams.MPEG_2, MPEG2MPML),
    ("video hd", streams.H_264, MPEG4HP41),
    ("video hd mpeg2", streams.MPEG_2_HIGH, MPEG2MPHL),
    ("video hd blu-ray", streams.H_264_BLU_RAY, MPEG4HP41BD),
    ("video full hd", streams.H_264_LEVEL_42, MPEG4HP422D),
    ("video hevc", streams.HEVC, HEVCMP51),
    ("video 3d", streams.H_264_SIDE_BY_SIDE, MPEG4HP423D),
    ("video stereo (stand-in)", streams.H_264_STEREO, MPEG4HP42STEREO),
)


def everything() -> list[MediaFile]:
    """Return all files of ``incoming/``."""
    return [
        MediaFile(PurePosixPath("notes for the burner.txt"), NOTES.encode()),
        *thorax(),
        *brain(),
        *breast(),
        *echo(),
        *chest(),
        *skin(),
        *secondary_capture.files(),
        *thyroid.files(),
        *angiography.files(),
        *dental.files(),
        *archive.files(),
    ]


def thorax() -> list[MediaFile]:
    """Mr Müller: CT, contours, presentation state; later an enhanced CT."""
    folder = "radiology/ct thorax mueller"
    axial = Series(THORAX, 1, "CT", "Thorax 5 mm")
    slices = [ct_slice(axial, number) for number in range(1, 7)]
    contours = structure_set(Series(THORAX, 20, "RTSTRUCT", "Contours"), 1, slices)
    key = selection(Series(THORAX, 22, "KO", "Key images"), 1, slices[1:4])
    window = softcopy(Series(THORAX, 21, "PR", "Lung window"), 1, slices[2])
    enhanced = volume(Series(FOLLOW_UP, 1, "CT", "Thorax enhanced"), 1)
    return [
        *(dicom_file(f"{folder}/axial slice {s.InstanceNumber:02d}.dcm", s) for s in slices),
        dicom_file("radiotherapy/contours of the thorax.dcm", contours, ImplicitVRLittleEndian),
        dicom_file(f"{folder}/lung window (presentation state)", window),
        dicom_file(f"{folder}/key images for the conference.dcm", key),
        dicom_file("radiology/ct follow-up mueller/enhanced volume.dcm", enhanced),
    ]


def brain() -> list[MediaFile]:
    """Mr Yamada: one MR series in Implicit VR, one in Big Endian."""
    folder = "radiology/mr brain yamada"
    t1 = Series(BRAIN, 1, "MR", "T1 axial")
    t2 = Series(BRAIN, 2, "MR", "T2 axial")
    files = []
    for number in range(1, 5):
        ds = mr_slice(t1, number, "T1")
        files.append(dicom_file(f"{folder}/t1/im_{number:05d}", ds, ImplicitVRLittleEndian))
    for number in range(1, 4):
        ds = mr_slice(t2, number, "T2")
        files.append(dicom_file(f"{folder}/t2/im_{number:05d}.dcm", ds, ExplicitVRBigEndian))
    return files


def breast() -> list[MediaFile]:
    """Mrs Wójcik: two mammograms and their CAD report, as either of its SOP Classes.

    Of each there is a copy in an encoding of old, which reports may have all the same.
    """
    views = Series(BREAST, 1, "MG", "Left breast")
    cranio_caudal = mammogram(views, 1, "CC", lesions=True)
    oblique = mammogram(views, 2, "MLO", lesions=False)
    images = [cranio_caudal, oblique]
    cad, implicit = (
        cad_report(Series(BREAST, 2, "SR", "CAD"), MammographyCADSRStorage, number, images)
        for number in (1, 2)
    )
    copy, big_endian = (
        cad_report(Series(BREAST, 3, "SR", "CAD copy"), ComprehensiveSRStorage, number, images)
        for number in (1, 2)
    )
    folder = "mammography"
    return [
        dicom_file(f"{folder}/left cc.dcm", cranio_caudal),
        dicom_file(f"{folder}/left mlo.dcm", oblique),
        dicom_file(f"{folder}/cad findings", cad),
        dicom_file(f"{folder}/cad findings, implicit vr", implicit, ImplicitVRLittleEndian),
        dicom_file(f"{folder}/cad findings (comprehensive sr).dcm", copy),
        dicom_file(
            f"{folder}/cad findings (comprehensive sr), big endian.dcm",
            big_endian,
            ExplicitVRBigEndian,
        ),
    ]


def echo() -> list[MediaFile]:
    """Mrs Lefèvre: ultrasound clips and the report on them."""
    folder = "cardiology/echo lefevre"
    series = Series(ECHO, 1, "US", "Transthoracic")
    grey, colour = clip(series, 1, in_colour=False), clip(series, 2, in_colour=True)
    findings = report(Series(ECHO, 10, "SR", "Echo report"), 1, [grey, colour])
    return [
        dicom_file(f"{folder}/short axis.dcm", grey),
        dicom_file(f"{folder}/short axis colour", colour),
        dicom_file(f"{folder}/echo report.dcm", findings),
    ]


def chest() -> list[MediaFile]:
    """Mr Ivanov: chest radiographs of three kinds, an ECG and a letter."""
    folder = "radiology/chest ivanov"
    plates = Series(CHEST, 1, "CR", "Chest PA")
    plate = computed_radiograph(plates, 1)
    again, once_more = (computed_radiograph(plates, number, (128, 112)) for number in (2, 3))
    shown = digital_radiograph(Series(CHEST, 2, "DX", "Chest AP"), 1, for_presentation=True)
    raw = digital_radiograph(Series(CHEST, 3, "DX", "Chest AP raw"), 1, for_presentation=False)
    ecg = resting_ecg(Series(HEART, 1, "ECG", "12 leads"), 1)
    discharge = letter(Series(HEART, 2, "DOC", "Discharge letter"), 1)
    return [
        dicom_file(f"{folder}/chest pa plate.dcm", plate, DeflatedExplicitVRLittleEndian),
        dicom_file(f"{folder}/chest pa plate again.dcm", again, ImplicitVRLittleEndian),
        dicom_file(f"{folder}/chest pa plate once more.dcm", once_more, ExplicitVRBigEndian),
        dicom_file(f"{folder}/chest ap.dcm", shown),
        dicom_file(f"{folder}/chest ap for processing.dcm", raw),
        dicom_file("cardiology/resting ecg ivanov", ecg),
        dicom_file("cardiology/discharge letter ivanov.dcm", discharge),
    ]


def skin() -> list[MediaFile]:
    """Sam Example: a photograph and a video of each kind."""
    folder = "dermatology"
    lesion = photograph(Series(SKIN, 1, "XC", "Photo"), 1)
    films = Series(SKIN, 2, "XC", "Video")
    return [
        dicom_file(f"{folder}/lesion on the arm.dcm", lesion),
        *(
            dicom_file(f"{folder}/{name}.dcm", video(films, number, stream), transfer_syntax)
            for number, (name, stream, transfer_syntax) in enumerate(VIDEOS, 1)
        ),
    ]
