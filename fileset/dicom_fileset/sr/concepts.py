"""Concepts that are looked for, each under the code that :func:`~.equivalence.canonical` gives."""

from typing import Final

# -- PS3.16 TID 5202, TID 5203, TID 300: what is said of a measurement --------------------------
FINDING_SITE: Final = ("363698007", "SCT")
IMAGE_MODE: Final = ("399264008", "SCT")
METHOD: Final = ("370129005", "SCT")
DERIVATION: Final = ("121401", "DCM")
CARDIAC_CYCLE_POINT: Final = ("272518008", "SCT")
FLOW_DIRECTION: Final = ("260674002", "SCT")
SELECTION_STATUS: Final = ("121404", "DCM")

# -- PS3.16 TID 4000 to 4023: Mammography CAD ---------------------------------------------------
FINDINGS_SUMMARY: Final = ("111017", "DCM")
SUMMARY_OF_DETECTIONS: Final = ("111064", "DCM")
SUMMARY_OF_ANALYSES: Final = ("111065", "DCM")
COMPOSITE_FEATURE: Final = ("111015", "DCM")
SINGLE_IMAGE_FINDING: Final = ("111059", "DCM")
RENDERING_INTENT: Final = ("111056", "DCM")
CERTAINTY_OF_FEATURE: Final = ("111011", "DCM")
CERTAINTY_OF_FINDING: Final = ("111012", "DCM")
PROBABILITY_OF_CANCER: Final = ("111047", "DCM")
ALGORITHM_NAME: Final = ("111001", "DCM")
ALGORITHM_VERSION: Final = ("111003", "DCM")
ALGORITHM_PARAMETERS: Final = ("111002", "DCM")
DETECTION_PERFORMED: Final = ("111022", "DCM")
ANALYSIS_PERFORMED: Final = ("111004", "DCM")
IMAGE_LATERALITY: Final = ("111027", "DCM")
IMAGE_VIEW: Final = ("111031", "DCM")
