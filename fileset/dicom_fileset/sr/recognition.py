"""Which root template a document follows, and what told it."""

from ..root_templates import by_concept, by_sop_class, template_name
from .content import CodedEntry, Template
from .equivalence import canonical


def recognised(root_concept: CodedEntry | None, stated: str, sop_class_uid: str) -> Template:
    """The root template of a document, and what told it.

    Parameters
    ----------
    root_concept
        The Document Title.
    stated
        Template Identifier of its Content Template Sequence; empty where it has none.
    sop_class_uid
        Of the document.
    """
    if root_concept is not None:
        row = by_concept(*canonical(root_concept), stated, sop_class_uid)
        if row is not None:
            return Template(row.tid, row.name, "root concept", stated)
    if stated:
        name = template_name(stated)
        known = "" if name == f"TID {stated}" else name
        return Template(stated, known, "Content Template Sequence", stated)
    row = by_sop_class(sop_class_uid)
    return Template(row.tid, row.name, "SOP Class") if row else Template()
