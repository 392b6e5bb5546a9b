"""A statement as one HTML page, for screens and for paper: a Jinja2 template, and no script."""

import os
from typing import Final

from ..document import document_of
from ..model import Statement
from ..parts import printed

_TEMPLATES: Final = os.path.join(os.path.dirname(__file__), "templates")


def html(statement: Statement) -> str:
    """The statement as a page (HTML Living Standard)."""
    from jinja2 import (  # noqa: PLC0415 - the other formats do not wait for it
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = printed
    template = environment.get_template("statement.html")
    return template.render(document=document_of(statement), software=statement.software)
