"""Codes of Findings on the values that a report is to be made of."""

from types import MappingProxyType
from typing import Final

from .code import Code

SR_MAKING_CODES: Final = MappingProxyType(
    {
        "report-text": Code("error", "PS3.5 6.2", "Shorten it, or take out what its Value Representation cannot hold."),
        "report-number": Code("error", "PS3.3 C.18.1", "Give a number that a Decimal String can hold, or leave the measurement out."),
        "report-code": Code("error", "PS3.3 8.8", "Give a code, its scheme and its meaning as PS3.16 has them: SCT, LN, DCM, and UCUM for units."),
        "report-template": Code("error", "PS3.16 A", "Give what the template asks for."),
        "report-reference": Code("error", "PS3.3 C.18.4", "Refer to an image as it names itself; its frames count from 1."),
        "report-place": Code("error", "PS3.3 C.18.6", "Give points of the image: column and row, from the top left corner of its top left pixel."),
        "report-unwritable": Code("error", "PS3.5 7", "See which value was changed since the report was made, and give it as its Value Representation asks."),
    }
)  # fmt: skip
