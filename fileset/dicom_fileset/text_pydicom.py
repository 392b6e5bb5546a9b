"""Character sets that need code extensions or tables, by pydicom."""

import warnings

from pydicom.charset import convert_encodings, decode_bytes
from pydicom.valuerep import PN_DELIMS, TEXT_VR_DELIMS


def decoded_by_pydicom(value: bytes, character_set: bytes) -> str:
    """Text in any character set of PS3.3 C.12.1.1.2; Latin-1 where that fails."""
    terms = [term.strip().decode("ascii", "replace") for term in character_set.split(b"\\")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return decode_bytes(value, convert_encodings(terms), PN_DELIMS | TEXT_VR_DELIMS)
        except (LookupError, UnicodeError, ValueError):
            return value.decode("latin-1")
