"""The README says of transfer syntaxes what the registry says."""

from pathlib import Path

from readme_table import table

README = Path(__file__).parents[2] / "README.md"


def test_the_table_is_that_of_the_registry() -> None:
    assert table() in README.read_text(encoding="utf-8")
