"""Codes of Findings on SR documents."""

from types import MappingProxyType
from typing import Final

from .code import Code

SR_CODES: Final = MappingProxyType(
    {
        # -- the document ---------------------------------------------------------------------
        "not-an-sr": Code("error", "PS3.3 C.17.3", "Name an SR document: dicom-fileset read lists them as SR DOCUMENT."),
        "sr-content-missing": Code("error", "PS3.3 C.17.3", "The document says nothing: fetch the file again from where it came, or ask its maker."),
        "sr-content-cut": Code("error", "PS3.3 C.17.3", "All content before it was read: fetch the file again from where it came."),
        "sr-nested-deep": Code("warning", "PS3.3 C.17.3", "It was read whole; no document for people nests like this: ask its maker."),
        "sr-not-complete": Code("note", "PS3.3 C.17.2", "Look for a later document that is complete."),
        "sr-not-verified": Code("note", "PS3.3 C.17.2", "Nobody who is accountable has attested it; a CAD never is."),
        "sr-template-not-stated": Code("note", "PS3.3 C.18.8", "It was recognised otherwise; nothing is lost."),
        "sr-template-unknown": Code("note", "PS3.16", "It is shown as any SR: content items in order."),
        "sr-template-differs": Code("warning", "PS3.3 C.18.8", "The root concept was believed; ask its maker."),
        # -- content items --------------------------------------------------------------------
        "sr-relationship-missing": Code("warning", "PS3.3 C.17.3.2.4", "The item is shown where it stands; ask its maker."),
        "sr-relationship-unknown": Code("warning", "PS3.3 C.17.3.2.4", "The item is shown where it stands; ask its maker."),
        "sr-value-type-missing": Code("warning", "PS3.3 C.17.3.2.1", "Whatever value the item has is shown; ask its maker."),
        "sr-value-type-unknown": Code("warning", "PS3.3 C.17.3.2.1", "Whatever value the item has is shown; ask its maker."),
        "sr-concept-missing": Code("warning", "PS3.3 C.17.3.2", "What the value means is not said; ask its maker."),
        "sr-value-missing": Code("warning", "PS3.3 C.17.3.2", "The item says nothing; ask its maker."),
        "sr-table-not-read": Code("warning", "PS3.3 C.17.3.2.1", "Look at the table with another reader."),
        "sr-number-invalid": Code("warning", "PS3.5 6.2", "It is shown as it stands; ask its maker."),
        "sr-values-several": Code("warning", "PS3.3 C.17.3.2", "All are shown, and the first is taken; ask its maker."),
        "sr-points-incomplete": Code("warning", "PS3.3 C.18.6", "The points that are there are shown; ask its maker."),
        "sr-value-beside": Code("warning", "PS3.3 C.17.3.2", "The first is taken, this message has the other; ask its maker."),
        "sr-text-undecodable": Code("warning", "PS3.3 C.12.1.1.2", "Its bytes are shown as Latin-1, none is left out; ask its maker which character set it is."),
        "sr-context-cut": Code("warning", "PS3.16 TID 5202", "The nearest of them stand in the table, the content items have all; ask its maker."),
        # -- relationships by reference -------------------------------------------------------
        "sr-reference-dangling": Code("warning", "PS3.3 C.17.3.2.5", "The item is shown without what it refers to; ask its maker."),
        "sr-reference-loop": Code("warning", "PS3.3 C.17.3.1", "It is shown once and not followed round; ask its maker."),
    }
)  # fmt: skip
