"""Why a file could not be made into an Instance."""


class ScanFailure(Exception):
    """A reason, as the code of a Finding, and the byte where it was met."""

    def __init__(self, code: str, offset: int | None = None, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.detail = detail
