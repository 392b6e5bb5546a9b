"""Why an instance is not transcoded, as a Finding."""

import msgspec
from dicom_codecs.errors import CodecError, CodecUnavailable, DamagedPixelData, UnsuitableFrame

from ..findings import finding
from ..model import Finding, Where


class Refusal(Exception):
    """An instance cannot become what was asked, and nothing was written."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.message)
        self.finding = found


def refused(code: str, message: str, clause: str = "", where: Where | None = None) -> Refusal:
    """A Refusal with the clause that it stands on, where that is not the code's own."""
    found = finding(code, message, where)
    return Refusal(msgspec.structs.replace(found, clause=clause) if clause else found)


def refusal_of(error: CodecError) -> Refusal:
    """The Refusal that a codec's error amounts to."""
    match error:
        case UnsuitableFrame():
            return refused("pixels-unsuitable", f"{error.keyword}: {error.reason}.", error.clause)
        case CodecUnavailable():
            remedy = f" Install it: {error.install}." if error.install else ""
            return refused("codec-unavailable", f"{error.keyword}: {error.reason}.{remedy}")
        case DamagedPixelData():
            at = "" if error.frame is None else f"Frame {error.frame + 1}: "
            where = Where(offset=error.offset)
            return refused("pixel-data-damaged", f"{at}{error.reason}.", where=where)
    return refused("transfer-syntax-refused", f"{error}.")
