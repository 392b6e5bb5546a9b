"""Templates of pages, by Jinja2: what is put into them is escaped, and no name in them is free."""

from collections.abc import Mapping
from typing import Any


def page_template(folder: str, name: str, filters: Mapping[str, Any]) -> Any:
    """A template of ours.

    Parameters
    ----------
    folder, name
        Where it lies.
    filters
        Functions that it may call, by the names that it has for them.
    """
    from jinja2 import (  # noqa: PLC0415 - who asks for no page does not wait for it
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )

    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(filters)
    return environment.get_template(name)
