"""The page of a medium in a browser, from file://, as wide as a phone and as a desk."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from foreign_files import SAMPLE_MEDIA
from pdi_media import create, pdi_terms

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
)
FRAME = """<!DOCTYPE html><title>asked</title>
<iframe id="page" src="INDEX.HTM" width="{width}" height="900"></iframe>
<script>
document.getElementById("page").onload = function () {{
  const page = this.contentDocument, root = page.documentElement;
  const shown = (e) => e.getBoundingClientRect().width > 1;
  const sizes = [...page.querySelectorAll("p, td, li, a")].filter(shown)
    .map((e) => parseFloat(getComputedStyle(e).fontSize));
  const outside = [...page.querySelectorAll("body *")].filter(shown)
    .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1).length;
  const stacked = getComputedStyle(page.querySelector(".wide td")).display === "block";
  document.title = JSON.stringify([root.scrollWidth, root.clientWidth, outside,
    Math.min(...sizes), stacked, page.querySelectorAll("h2").length]);
}};
</script>"""


@pytest.fixture(scope="session")
def browse(
    need: Callable[..., None], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., bytes]:
    browser = next((one for one in BROWSERS if shutil.which(one)), None)
    if browser is None:
        need(BROWSERS[0])
    profile = tmp_path_factory.mktemp("browser")

    def call(*arguments: str) -> bytes:
        command = [str(browser), *QUIET, f"--user-data-dir={profile}", *arguments]
        return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout

    return call


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("medium") / "disc"
    terms = pdi_terms(
        institution="Klinikum mit einem sehr langen Namen für Radiologie",
        contact="radiology@example.org",
        disclaimer="For the treating physician only.",
        names_patients=True,
    )
    create(SAMPLE_MEDIA / "incoming", root, terms)
    return root / "INDEX.HTM"


@pytest.mark.parametrize(("width", "stacked"), [(320, "true"), (390, "true"), (1280, "false")])
def test_it_can_be_read(
    width: int, stacked: str, page: Path, browse: Callable[..., bytes], tmp_path: Path
) -> None:
    shutil.copy(page, tmp_path / "INDEX.HTM")
    frame = tmp_path / "FRAME.HTM"
    frame.write_text(FRAME.format(width=width))
    shown = browse("--virtual-time-budget=5000", "--dump-dom", frame.as_uri()).decode()
    measured = re.search(r"<title>\[(.*)\]</title>", shown)
    assert measured, shown[:500]
    scroll, client, outside, smallest, is_stacked, headings = measured[1].split(",")
    assert int(scroll) <= int(client) <= width, "nothing is to be pushed sideways"
    assert int(outside) == 0
    assert float(smallest) >= 14
    assert is_stacked == stacked
    assert int(headings) >= 8


def test_it_is_shown_as_it_was_written(page: Path, browse: Callable[..., bytes]) -> None:
    shown = browse("--dump-dom", page.as_uri()).decode()
    for word in ("Klinikum mit einem sehr langen Namen für Radiologie", "Иванов, Пётр", "山田"):
        assert word in shown
    assert "README.TXT" in shown


def test_a_picture_of_it_is_not_blank(
    page: Path, browse: Callable[..., bytes], tmp_path: Path
) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    picture = tmp_path / "page.png"
    browse("--window-size=1280,1000", f"--screenshot={picture}", page.as_uri())
    pixels = imagecodecs.png_decode(picture.read_bytes())[..., :3]
    dark = (pixels.max(axis=2) < 100).mean()
    assert 0.002 < dark < 0.3
