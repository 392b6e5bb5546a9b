"""Codes of Findings on whose data a medium holds."""

from types import MappingProxyType
from typing import Final

from .code import Code

GATE_CODES: Final = MappingProxyType(
    {
        # -- the medium ------------------------------------------------------------------------
        "identity-several": Code("warning", "PS3.3 F.5.1", "Say whom you expect, and import them one by one."),
        "identity-ids-several": Code("note", "PS3.3 C.2.2", "Nothing: each place gives its own; see that they are one person's."),
        "identity-alike": Code("warning", "PS3.3 C.2.2", "Ask who they are: one person spelt in two ways, or relatives."),
        "identity-unsaid": Code("warning", "PS3.3 C.7.1.1", "Ask whose they are before you import them."),
        "identity-record-differs": Code("error", "PS3.3 F.5.1", "Trust neither: ask whose data it is."),
        "identity-record-unsure": Code("warning", "PS3.3 F.5.1", "Compare what the directory and the file say."),
        # -- the verdict -----------------------------------------------------------------------
        "identity-doubtful": Code("error", "PS3.3 C.2.2", "Compare the two; when they are one person, add --accept."),
        "identity-different": Code("error", "PS3.3 C.2.2", "This is another patient's medium: give it back, or mend what you expect."),
    }
)  # fmt: skip
