"""IHE PDI on the command line: options, statuses, and what a person and a machine read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from file_sets import FEW, Place, instance, save
from foreign_files import SAMPLE_MEDIA

Run = Callable[..., Any]


@pytest.fixture
def medium(run: Run, sources: Path, tmp_path: Path) -> Path:
    done = run("create", sources, "-o", tmp_path / "disc", "--pdi", "--institution", "Klinikum")
    assert done.status == 0, done.out
    assert "with INDEX.HTM and README.TXT (IHE PDI)" in done.out
    return tmp_path / "disc"


def test_create_alone_means_the_profile_without_options(run: Run, medium: Path) -> None:
    done = run("verify", medium, "--pdi")
    assert (done.status, done.err) == (0, "")
    assert "conforms to STD-GEN-CD; this medium conforms to IHE PDI" in done.out
    assert "Klinikum" in (medium / "INDEX.HTM").read_text()
    assert "Brown" not in (medium / "INDEX.HTM").read_text()


def test_machines_read_it(run: Run, medium: Path, validators: dict[str, Any]) -> None:
    found = run("verify", medium, "--pdi", "--json").json()
    validators["verify"].validate(found)
    assert (found["profile"], found["pdi_conforms"]) == ("STD-GEN-CD", True)
    found = run("update", medium, "--pdi", "--json").json()
    validators["update"].validate(found)
    assert found["pages"] == ["INDEX.HTM", "README.TXT"]


def test_a_dry_run_writes_nothing(run: Run, sources: Path, tmp_path: Path) -> None:
    done = run("create", sources, "-o", tmp_path / "disc", "--pdi", "--dry-run")
    assert done.status == 0
    assert "IHE PDI" in done.out
    assert not (tmp_path / "disc").exists()


def test_update_shows_names_when_that_is_asked(run: Run, medium: Path, tmp_path: Path) -> None:
    new = save(instance(Place(4)), tmp_path / "NEW")
    done = run("update", medium, "--add", new, "--pdi", "--privacy", "show", "--institution", "K")
    assert done.status == 0, done.out
    page = (medium / "INDEX.HTM").read_text()
    assert "Brown, Bruno" in page
    assert f"{len(FEW) + 1} objects" in page
    assert run("verify", medium, "--pdi").status == 0


def test_update_without_it_says_that_the_page_is_stale(
    run: Run, medium: Path, tmp_path: Path
) -> None:
    new = save(instance(Place(4)), tmp_path / "NEW")
    done = run("update", medium, "--add", new)
    assert done.status == 1
    assert "update ROOT --pdi" in done.out


@pytest.mark.parametrize(
    "wrong",
    [
        ("--institution", "K"),
        ("--privacy", "show"),
        ("--web-content", "."),
        ("--pdi", "--privacy", "some"),
        ("--pdi", "--profile", "none"),
        ("--pdi", "--profile", "STD-CTMR-CD"),
        ("--pdi", "--medium", "bd"),
        ("--pdi", "--templates", "absent"),
        ("--pdi", "--web-content", "absent"),
    ],
)
def test_wrong_calls(wrong: tuple[str, ...], run: Run, sources: Path, tmp_path: Path) -> None:
    done = run("create", sources, "-o", tmp_path / "disc", *wrong)
    assert done.status == 2
    assert done.err
    assert not (tmp_path / "disc").exists()


@pytest.mark.parametrize("medium_kind", ["dvd", "usb"])
def test_media_of_options(medium_kind: str, run: Run, tmp_path: Path) -> None:
    source = SAMPLE_MEDIA / "incoming" / "archive" / "mr jpeg lossless.dcm"
    done = run("create", source, "-o", tmp_path / "disc", "--pdi", "--medium", medium_kind)
    assert done.status == 0, done.out
    found = run("verify", tmp_path / "disc", "--pdi", "--json").json()
    assert found["pdi_conforms"]
    assert found["profile"].startswith("STD-GEN-")


def test_a_template_with_a_mistake(run: Run, sources: Path, tmp_path: Path) -> None:
    (tmp_path / "README.TXT").write_text("one\n{{ what }}")
    done = run("create", sources, "-o", tmp_path / "disc", "--pdi", "--templates", tmp_path)
    assert done.status == 2
    assert f"{tmp_path / 'README.TXT'}: Line 2: 'what' is undefined." in done.err
