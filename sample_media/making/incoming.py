"""``incoming/``: what the departments of a hospital hand over to be put on a medium."""

from pathlib import PurePosixPath

from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    MPEG4HP41,
    ImplicitVRLittleEndian,
    MPEG2MPML,
    MPEG4HP41,
)

from making import streams
from making.cross_section import ct_slice, mr_slice
from making.document import letter
from making.enhanced_ct import volume
from making.examination import Series, Study
from making.mammography import mammogram
from making.part10 import MediaFile, dicom_file
from making.patients import EXAMPLE, IVANOV, LEFEVRE, MUELLER, WOJCIK, YAMADA
from making.presentation_state import softcopy
from making.projection import computed_radiograph, digital_radiograph
from making.radiotherapy import structure_set
from making.ultrasound import clip
from making.visible_light import photograph, video
from making.waveform import resting_ecg

NOTES = """\
Please burn everything in these folders on ONE disc for the tumour conference.
The slices of Mr Mueller belong together with the contours.
Thanks, the night shift
"""

THORAX = Study("thorax", MUELLER, "CT4711", "20240305", "101500", "CT thorax")
FOLLOW_UP = Study("follow-up", MUELLER, "CT4790", "20240611", "084500", "CT thorax follow-up")
BRAIN = Study("brain", YAMADA, "MR0815", "20240312", "143000", "MR brain")
BREAST = Study("breast", WOJCIK, "MG1201", "20240402", "091500", "Mammography screening")
ECHO = Study("echo", LEFEVRE, "US0300", "20240408", "110000", "Echocardiography")
CHEST = Study("chest", IVANOV, "DX2200", "20240415", "164500", "Chest radiography")
HEART = Study("heart", IVANOV, "EC2201", "20240416", "073000", "Resting ECG and letter")
SKIN = Study("skin", EXAMPLE, "XC0042", "20240422", "130000", "Dermatology")


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
    ]


def thorax() -> list[MediaFile]:
    """Mr Müller: CT, contours, presentation state; later an enhanced CT."""
    folder = "radiology/ct thorax mueller"
    axial = Series(THORAX, 1, "CT", "Thorax 5 mm")
    slices = [ct_slice(axial, number) for number in range(1, 7)]
    contours = structure_set(Series(THORAX, 20, "RTSTRUCT", "Contours"), 1, slices)
    window = softcopy(Series(THORAX, 21, "PR", "Lung window"), 1, slices[2])
    enhanced = volume(Series(FOLLOW_UP, 1, "CT", "Thorax enhanced"), 1)
    return [
        *(dicom_file(f"{folder}/axial slice {s.InstanceNumber:02d}.dcm", s) for s in slices),
        dicom_file("radiotherapy/contours of the thorax.dcm", contours, ImplicitVRLittleEndian),
        dicom_file(f"{folder}/lung window (presentation state)", window),
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
    """Mrs Wójcik: two mammograms."""
    views = Series(BREAST, 1, "MG", "Left breast")
    cranio_caudal = mammogram(views, 1, "CC", lesions=True)
    oblique = mammogram(views, 2, "MLO", lesions=False)
    return [
        dicom_file("mammography/left cc.dcm", cranio_caudal),
        dicom_file("mammography/left mlo.dcm", oblique),
    ]


def echo() -> list[MediaFile]:
    """Mrs Lefèvre: ultrasound clips."""
    clips = Series(ECHO, 1, "US", "Transthoracic")
    return [
        dicom_file("cardiology/echo lefevre/short axis.dcm", clip(clips, 1, in_colour=False)),
        dicom_file("cardiology/echo lefevre/short axis colour", clip(clips, 2, in_colour=True)),
    ]


def chest() -> list[MediaFile]:
    """Mr Ivanov: chest radiographs of three kinds, an ECG and a letter."""
    folder = "radiology/chest ivanov"
    plate = computed_radiograph(Series(CHEST, 1, "CR", "Chest PA"), 1)
    shown = digital_radiograph(Series(CHEST, 2, "DX", "Chest AP"), 1, for_presentation=True)
    raw = digital_radiograph(Series(CHEST, 3, "DX", "Chest AP raw"), 1, for_presentation=False)
    ecg = resting_ecg(Series(HEART, 1, "ECG", "12 leads"), 1)
    discharge = letter(Series(HEART, 2, "DOC", "Discharge letter"), 1)
    return [
        dicom_file(f"{folder}/chest pa plate.dcm", plate, DeflatedExplicitVRLittleEndian),
        dicom_file(f"{folder}/chest ap.dcm", shown),
        dicom_file(f"{folder}/chest ap for processing.dcm", raw),
        dicom_file("cardiology/resting ecg ivanov", ecg),
        dicom_file("cardiology/discharge letter ivanov.dcm", discharge),
    ]


def skin() -> list[MediaFile]:
    """Sam Example: a photograph and two videos."""
    folder = "dermatology"
    mpeg_2 = video(Series(SKIN, 2, "XC", "Video"), 1, streams.MPEG_2)
    h_264 = video(Series(SKIN, 2, "XC", "Video"), 2, streams.H_264)
    return [
        dicom_file(
            f"{folder}/lesion on the arm.dcm", photograph(Series(SKIN, 1, "XC", "Photo"), 1)
        ),
        dicom_file(f"{folder}/video tape.dcm", mpeg_2, MPEG2MPML),
        dicom_file(f"{folder}/video hd.dcm", h_264, MPEG4HP41),
    ]
