"""Concepts of the templates in their present codes (PS3.16 TID 1001, 1204, 4000 to 4021, 5200)."""

from typing import Final

from .values import CodedConcept

LANGUAGE: Final = CodedConcept("121049", "DCM", "Language of Content Item and Descendants")
ENGLISH: Final = CodedConcept("en", "RFC5646", "English")
OBSERVER_TYPE: Final = CodedConcept("121005", "DCM", "Observer Type")
PERSON: Final = CodedConcept("121006", "DCM", "Person")
PERSON_OBSERVER_NAME: Final = CodedConcept("121008", "DCM", "Person Observer Name")
IMAGE_LIBRARY: Final = CodedConcept("111028", "DCM", "Image Library")

# -- TID 5200 to 5203 -------------------------------------------------------------------------
ECHO_REPORT: Final = CodedConcept("125200", "DCM", "Adult Echocardiography Procedure Report")
PATIENT_CHARACTERISTICS: Final = CodedConcept("121118", "DCM", "Patient Characteristics")
FINDINGS: Final = CodedConcept("59776-5", "LN", "Findings")
FINDING_SITE: Final = CodedConcept("363698007", "SCT", "Finding Site")
MEASUREMENT_GROUP: Final = CodedConcept("125007", "DCM", "Measurement Group")
IMAGE_MODE: Final = CodedConcept("399264008", "SCT", "Image Mode")
MEASUREMENT_METHOD: Final = CodedConcept("370129005", "SCT", "Measurement Method")
CARDIAC_CYCLE_POINT: Final = CodedConcept("272518008", "SCT", "Cardiac Cycle Point")
DIRECTION_OF_FLOW: Final = CodedConcept("260674002", "SCT", "Direction of flow")
DERIVATION: Final = CodedConcept("121401", "DCM", "Derivation")
SELECTION_STATUS: Final = CodedConcept("121404", "DCM", "Selection Status")

# -- TID 4000 to 4021 -------------------------------------------------------------------------
CAD_REPORT: Final = CodedConcept("111036", "DCM", "Mammography CAD Report")
IMAGE_LATERALITY: Final = CodedConcept("111027", "DCM", "Image Laterality")
IMAGE_VIEW: Final = CodedConcept("111031", "DCM", "Image View")
ORIENTATION_ROW: Final = CodedConcept("111044", "DCM", "Patient Orientation Row")
ORIENTATION_COLUMN: Final = CodedConcept("111043", "DCM", "Patient Orientation Column")
STUDY_DATE: Final = CodedConcept("111060", "DCM", "Study Date")
STUDY_TIME: Final = CodedConcept("111061", "DCM", "Study Time")
CONTENT_DATE: Final = CodedConcept("111018", "DCM", "Content Date")
CONTENT_TIME: Final = CodedConcept("111019", "DCM", "Content Time")
HORIZONTAL_SPACING: Final = CodedConcept("111026", "DCM", "Horizontal Pixel Spacing")
VERTICAL_SPACING: Final = CodedConcept("111066", "DCM", "Vertical Pixel Spacing")
CAD_SUMMARY: Final = CodedConcept("111017", "DCM", "CAD Processing and Findings Summary")
IMPRESSION: Final = CodedConcept("111034", "DCM", "Individual Impression/Recommendation")
RENDERING_INTENT: Final = CodedConcept("111056", "DCM", "Rendering Intent")
SINGLE_IMAGE_FINDING: Final = CodedConcept("111059", "DCM", "Single Image Finding")
ALGORITHM_NAME: Final = CodedConcept("111001", "DCM", "Algorithm Name")
ALGORITHM_VERSION: Final = CodedConcept("111003", "DCM", "Algorithm Version")
CERTAINTY: Final = CodedConcept("111012", "DCM", "Certainty of Finding")
CENTER: Final = CodedConcept("111010", "DCM", "Center")
OUTLINE: Final = CodedConcept("111041", "DCM", "Outline")
CALCIFICATIONS: Final = CodedConcept("111038", "DCM", "Number of calcifications")
SUMMARY_OF_DETECTIONS: Final = CodedConcept("111064", "DCM", "Summary of Detections")
SUCCESSFUL_DETECTIONS: Final = CodedConcept("111063", "DCM", "Successful Detections")
DETECTION_PERFORMED: Final = CodedConcept("111022", "DCM", "Detection Performed")
SUMMARY_OF_ANALYSES: Final = CodedConcept("111065", "DCM", "Summary of Analyses")

# CID 6047
ALL_SUCCEEDED_NOTHING_FOUND: Final = CodedConcept(
    "111241", "DCM", "All algorithms succeeded; without findings"
)
ALL_SUCCEEDED_WITH_FINDINGS: Final = CodedConcept(
    "111242", "DCM", "All algorithms succeeded; with findings"
)
NONE_SUCCEEDED: Final = CodedConcept("111245", "DCM", "No algorithms succeeded; without findings")

# CID 6042
SUCCEEDED: Final = CodedConcept("111222", "DCM", "Succeeded")
NOT_ATTEMPTED: Final = CodedConcept("111225", "DCM", "Not Attempted")

# CID 6034, the most urgent first
RENDERING: Final = {
    "required": CodedConcept(
        "111150", "DCM", "Presentation Required: Rendering device is expected to present"
    ),
    "optional": CodedConcept(
        "111151", "DCM", "Presentation Optional: Rendering device may present"
    ),
    "not for presentation": CodedConcept(
        "111152", "DCM", "Not for Presentation: Rendering device expected not to present"
    ),
}

# CID 82
MILLIMETER: Final = CodedConcept("mm", "UCUM", "millimeter")
PERCENT: Final = CodedConcept("%", "UCUM", "Percent")
NO_UNITS: Final = CodedConcept("1", "UCUM", "no units")
