"""Why a file could not be made into an Instance."""


class ScanFailure(Exception):  # noqa: N818 - a reason about one file, reported and passed by
    """A reason, as the code of a Finding, and the byte where it was met."""

    def __init__(self, code: str, offset: int | None = None, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.detail = detail
