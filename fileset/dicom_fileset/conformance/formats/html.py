"""A statement as one HTML page, for screens and for paper: a Jinja2 template, and no script."""

import os
from typing import Final

from ...page_templates import page_template
from ..document import document_of
from ..model import Statement
from ..parts import printed

_TEMPLATES: Final = os.path.join(os.path.dirname(__file__), "templates")


def html(statement: Statement) -> str:
    """The statement as a page (HTML Living Standard)."""
    template = page_template(_TEMPLATES, "statement.html", {"shown": printed})
    page: str = template.render(document=document_of(statement), software=statement.software)
    return page
