"""What a mammography CAD found on the phantom (PS3.16 TID 4000 to 4021)."""

from dicom_fileset import CadAlgorithm, CadFinding, CadImage, CodedConcept, mammography_cad
from pydicom.dataset import Dataset

from making.examination import Series
from making.mammography import ROWS
from making.phantoms import CALCIFICATIONS, CLUSTER_CENTRE, MASS_CENTRE
from making.report_document import image_reference, report_document

LEFT_BREAST = CodedConcept("80248007", "SCT", "Left breast")
DENSITY = CodedConcept("129793001", "SCT", "Mammography breast density")
CLUSTER = CodedConcept("129769006", "SCT", "Calcification Cluster")

Point = tuple[float, float]


def cad_report(series: Series, sop_class: str, number: int, images: list[Dataset]) -> Dataset:
    """Return the report on ``images``; all its findings are on the first of them."""
    return mammography_cad(
        report_document(series, number, verified=False),
        [_library_entry(picture) for picture in images],
        _findings(ROWS // images[0].Rows),
        sop_class_uid=sop_class,
    )


def _library_entry(picture: Dataset) -> CadImage:
    view = picture.ViewCodeSequence[0]
    row, column = picture.PatientOrientation
    of_rows, of_columns = picture.ImagerPixelSpacing
    return CadImage(
        image_reference(picture),
        size=(picture.Rows, picture.Columns),
        laterality=LEFT_BREAST,
        view=CodedConcept(view.CodeValue, "SCT", view.CodeMeaning),
        patient_orientation=(row, column),
        study_date=picture.StudyDate,
        study_time=picture.StudyTime,
        content_date=picture.ContentDate,
        content_time=picture.ContentTime,
        pixel_spacing=(float(of_rows), float(of_columns)),
    )


def _findings(step: int) -> list[CadFinding]:
    """Return the findings on an image that shows every ``step``-th pixel of the phantom."""
    mass, cluster = _center(MASS_CENTRE, step), _center(CLUSTER_CENTRE, step)
    return [
        CadFinding(
            DENSITY,
            CadAlgorithm("Phantom density detection", "1.0"),
            center=mass,
            outline=_box(mass, 10 / step),
            certainty=88,
        ),
        CadFinding(
            CLUSTER,
            CadAlgorithm("Phantom calcification detection", "1.0"),
            center=cluster,
            outline=_box(cluster, 9 / step),
            certainty=74,
            calcifications=len(CALCIFICATIONS),
        ),
    ]


def _center(place: tuple[int, int], step: int) -> Point:
    row, column = place
    return column / step, row / step


def _box(center: Point, half: float) -> tuple[Point, ...]:
    column, row = center
    corners = ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))
    return tuple((column + x, row + y) for x, y in corners)
