"""Root templates of reports by their identifiers, as PS3.16 and PS3.2 Table N.1-3 name them."""

from types import MappingProxyType
from typing import Final

TEMPLATE_NAMES: Final = MappingProxyType(
    {
        "1500": "Measurement Report",
        "2000": "Basic Diagnostic Imaging Report",
        "2010": "Key Object Selection",
        "3001": "Procedure Log",
        "4000": "Mammography CAD Document Root",
        "4100": "Chest CAD Document Root",
        "4120": "Colon CAD Document Root",
        "5000": "OB-GYN Ultrasound Procedure Report",
        "5100": "Vascular Ultrasound Report",
        "5200": "Adult Echocardiography Procedure Report",
        "5300": "Simplified Echocardiography Procedure Report",
        "10001": "Projection X-Ray Radiation Dose",
        "10011": "CT Radiation Dose",
    }
)
"""PS3.16 Annex A, one TID a row; one that is not here is shown by its number."""


def template_name(tid: str) -> str:
    """The name of a root template.

    >>> template_name("5200"), template_name("9999")
    ('Adult Echocardiography Procedure Report', 'TID 9999')
    """
    return TEMPLATE_NAMES.get(tid, f"TID {tid}")
