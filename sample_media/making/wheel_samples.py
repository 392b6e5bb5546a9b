"""Samples that travel in the wheel: an instance for each SOP Class of PS3.2 Table N.1-1.

They are as small as their SOP Classes allow.  An SOP Class has a second one where one instance
does not fit all transfer syntaxes of its sets: colour does not go under JPEG Extended, and 12 bits
not under JPEG Baseline (PS3.5 8.2.1).
"""

from pydicom.dataset import Dataset
from pydicom.uid import (
    MPEG2MPHL,
    MPEG2MPML,
    MPEG4HP41,
    MPEG4HP41BD,
    MPEG4HP422D,
    ComprehensiveSRStorage,
    MammographyCADSRStorage,
)

from making import streams
from making.echo_report import report
from making.examination import Series
from making.mammography import mammogram
from making.mammography_cad import cad_report
from making.part10 import MediaFile, dicom_file
from making.projection import computed_radiograph, digital_radiograph
from making.studies import WHEEL
from making.ultrasound import clip
from making.visible_light import grey_photograph, photograph, video

PLATE = (64, 56)
PHOTO = (48, 64)
STEP = 4

CR = Series(WHEEL, 1, "CR", "Computed radiography")
DX = Series(WHEEL, 2, "DX", "Digital radiography")
RAW = Series(WHEEL, 3, "DX", "Digital radiography, raw")
MG = Series(WHEEL, 4, "MG", "Mammography")
XC = Series(WHEEL, 5, "XC", "Photographs")
FILMS = Series(WHEEL, 6, "XC", "Videos")
US = Series(WHEEL, 7, "US", "Echocardiography")
REPORTS = Series(WHEEL, 8, "SR", "Reports")

# the Transfer Syntax Set V of PS3.2 Table N.1-2
VIDEOS = (
    ("mpeg2_main_level", streams.MPEG_2, MPEG2MPML),
    ("mpeg2_high_level", streams.MPEG_2_HIGH, MPEG2MPHL),
    ("h264_level_41", streams.H_264, MPEG4HP41),
    ("h264_level_41_bd", streams.H_264_BLU_RAY, MPEG4HP41BD),
    ("h264_level_42_2d", streams.H_264_LEVEL_42, MPEG4HP422D),
)


def everything() -> list[MediaFile]:
    """Return all files, each called after its SOP Class."""
    return [*_radiographs(), *_photographs(), *_videos(), *_reports()]


def _radiographs() -> list[MediaFile]:
    plates = [computed_radiograph(CR, number, PLATE, bits) for number, bits in ((1, 8), (2, 12))]
    shown, raw = (
        digital_radiograph(series, 1, for_presentation, PLATE, 8)
        for series, for_presentation in ((DX, True), (RAW, False))
    )
    return [
        dicom_file("computed_radiography.dcm", plates[0]),
        dicom_file("computed_radiography_12_bit.dcm", plates[1]),
        dicom_file("digital_x_ray_for_presentation.dcm", shown),
        dicom_file("digital_x_ray_for_processing.dcm", raw),
        dicom_file("digital_mammography_for_presentation.dcm", _mammogram()),
    ]


def _mammogram() -> Dataset:
    return mammogram(MG, 1, "CC", lesions=True, step=STEP)


def _photographs() -> list[MediaFile]:
    return [
        dicom_file("vl_photographic.dcm", photograph(XC, 1, PHOTO)),
        dicom_file("vl_photographic_grey.dcm", grey_photograph(XC, 2, PHOTO)),
    ]


def _videos() -> list[MediaFile]:
    return [
        dicom_file(f"video_photographic_{name}.dcm", video(FILMS, number, stream), transfer_syntax)
        for number, (name, stream, transfer_syntax) in enumerate(VIDEOS, 1)
    ]


def _reports() -> list[MediaFile]:
    """Return a report for each template and SOP Class of PS3.2 Table N.1-3."""
    echo = report(REPORTS, 1, [clip(US, 1, in_colour=False)])
    copy, cad = (
        cad_report(REPORTS, sop_class, number, [_mammogram()])
        for number, sop_class in ((2, ComprehensiveSRStorage), (3, MammographyCADSRStorage))
    )
    return [
        dicom_file("comprehensive_sr_tid_5200.dcm", echo),
        dicom_file("comprehensive_sr_tid_4000.dcm", copy),
        dicom_file("mammography_cad_sr_tid_4000.dcm", cad),
    ]
