"""INDEX.HTM and README.TXT: valid, readable by machines too, and silent about patients."""

import html
import xml.etree.ElementTree as ET
from pathlib import Path

import html5lib
import pytest
from dicom_fileset import FileSetCreator, UsageError
from dicom_fileset.conformity.terms import Terms, profile_of_pdi
from dicom_fileset.pdi.contents import Contents, Kind, Patient, Series, Study
from dicom_fileset.pdi.pages import Beside, Pages
from dicom_fileset.pdi.terms import PdiTerms
from file_sets import NAMES

SHOWN = PdiTerms("Klinikum <Würzburg> & Söhne", "radiology@example.org", "Keep it.", True)
HIDDEN = PdiTerms("Klinikum", names_patients=False)
NASTY = '<script>alert("x")</script>{{ 1 + 1 }} & \'"'


def contents(text: str = "Doe") -> Contents:
    series = Series("1", "CT", text, f"{text} Hospital", 2)
    study = Study("2024-05-17", text, text, (series,))
    people = (Patient(text, f"{text}-ID", "1970-01-01", "F", (study,)),)
    return Contents((Kind("CT", 1, 2),), 1, 1, 1, 2, ("DICOM",), (f"{text} Hospital",), people)


def pages(terms: PdiTerms, text: str = "Doe", beside: Beside | None = None) -> tuple[str, str]:
    made = Pages(terms).of(contents(text), beside or Beside())
    assert list(made) == ["INDEX.HTM", "README.TXT"]
    return made["INDEX.HTM"].decode("utf-8"), made["README.TXT"].decode("utf-8-sig")


@pytest.mark.parametrize("terms", [SHOWN, HIDDEN, PdiTerms()])
@pytest.mark.parametrize("text", ["Doe", NASTY, "山田^太郎 אבג"])
@pytest.mark.parametrize("beside", [Beside(), Beside(True, ("VIEWER/", "A B&C.TXT"))])
def test_the_page_is_valid(terms: PdiTerms, text: str, beside: Beside) -> None:
    page, _ = pages(terms, text, beside)
    # Both the strict parser of HTML and that of XML take it, and see the same text.
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    as_xml = ET.fromstring(page)  # noqa: S314 - we have made it
    assert "".join(tree.itertext()).split() == "".join(as_xml.itertext()).split()
    assert not list(tree.iter("script"))


def test_it_is_accessible() -> None:
    page, _ = pages(SHOWN)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title") == tree.findtext(".//h1")
    assert tree.find(".//meta[@name='viewport']") is not None
    assert len(tree.findall(".//main")) == len(tree.findall(".//h1")) == 1
    for table in tree.iter("table"):
        assert table.findtext("caption")
        heads = table.findall("./thead/tr/th")
        assert all(head.get("scope") == "col" for head in heads)
        assert all(len(row) == len(heads) for row in table.findall("./tbody/tr"))
    identifiers = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(set(identifiers)) == len(identifiers)
    assert {one.get("aria-labelledby") for one in tree.iter()} - {None} <= set(identifiers)
    assert all("".join(one.itertext()).strip() for one in tree.iter("a"))


def test_names_are_shown_where_that_is_allowed() -> None:
    page, readme = pages(SHOWN)
    for word in ("Doe", "Doe-ID", "1970-01-01", "2024-05-17", "Doe Hospital"):
        assert word in page
    assert html.escape(SHOWN.institution) in page
    assert SHOWN.institution in readme
    for text in (page, readme):
        assert SHOWN.contact in text
        assert SHOWN.disclaimer in text


def test_names_are_hidden_by_default() -> None:
    for text in pages(HIDDEN):
        assert "Doe" not in text
        assert "1970" not in text
        assert "2024-05-17" not in text
        assert "Klinikum" in text
    assert PdiTerms().names_patients is False


def test_what_is_created_hides_names(sources: Path, tmp_path: Path) -> None:
    with FileSetCreator(
        tmp_path / "disc", terms=Terms(profile_of_pdi(None, ""), pdi=PdiTerms())
    ) as creator:
        creator.add(sources)
    for name in ("INDEX.HTM", "README.TXT"):
        text = (tmp_path / "disc" / name).read_text("utf-8")
        assert "6" in text
        for word in (*NAMES, *(one.split("^")[0] for one in NAMES), "ID1", "A11", "Study 1"):
            assert word not in text


def test_links_lead_to_the_rest() -> None:
    page, readme = pages(HIDDEN, beside=Beside(True, ("VIEWER/", "A B&C.TXT")))
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    links = [one.get("href") for one in tree.iter("a")]
    assert links == ["README.TXT", "IHE_PDI/INDEX.HTM", "VIEWER/", "A%20B%26C.TXT"]
    assert "IHE_PDI" in readme
    assert "VIEWER" in readme
    page, _ = pages(HIDDEN)
    assert "IHE_PDI" not in page


def test_the_readme_opens_on_any_computer() -> None:
    made = Pages(PdiTerms("General")).of(contents(), Beside())["README.TXT"]
    assert made.isascii()
    assert made.count(b"\n") == made.count(b"\r\n")
    assert max(map(len, made.split(b"\r\n"))) <= 80
    assert Pages(SHOWN).of(contents(), Beside())["README.TXT"].startswith(b"\xef\xbb\xbf")


def test_a_site_replaces_one_template(tmp_path: Path) -> None:
    (tmp_path / "README.TXT").write_text("Von {{ terms.institution }}: {{ contents.instances }}")
    page, readme = pages(PdiTerms("uns", templates=str(tmp_path)))
    assert readme == "Von uns: 2\r\n"
    assert "<h1>Medical images from uns</h1>" in page


def test_a_template_of_a_site_cannot_name_patients_either(tmp_path: Path) -> None:
    (tmp_path / "INDEX.HTM").write_text(
        "{% for one in contents.people %}{{ one.name }}{% endfor %}"
    )
    terms = PdiTerms(templates=str(tmp_path))
    assert pages(terms)[0].startswith("<!-- made by")
    assert pages(PdiTerms(templates=str(tmp_path), names_patients=True))[0].startswith("Doe<!-- ")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("one\n{{ unknown }}", "Line 2: 'unknown' is undefined"),
        ("one\ntwo\n{% for %}", "Line 3: "),
        ("{{ contents.nobody }}", "Line 1: "),
        ("{{ ''.__class__ }}", "Line 1: "),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_template_that_cannot_be_filled(template: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "INDEX.HTM").write_text(template)
    with pytest.raises(UsageError) as caught:
        Pages(PdiTerms(templates=str(tmp_path)))
    found = caught.value.finding
    assert found.code == "pdi-template"
    assert told in found.message
    assert found.where.path == str(tmp_path / "INDEX.HTM")


def test_controls_in_texts_do_not_reach_a_page() -> None:
    page, readme = pages(PdiTerms("a\x07b\nc", "d\x1be", "f\x00g\ud800"))
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Medical images from a b c" in page
    assert "MEDICAL IMAGES FROM a b c\r\n" in readme


def test_names_of_files_do_not_tell_what_is_hidden() -> None:
    beside = Beside(others=("DOE.PDF", "DOE_ID/", "VIEWER/"))
    page, readme = pages(HIDDEN, beside=beside)
    for text in (page, readme):
        assert "DOE" not in text
        assert "VIEWER" in text
    page, _ = pages(SHOWN, beside=beside)
    assert "DOE.PDF" in page


def test_templates_under_other_names(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Pages(PdiTerms(templates=str(tmp_path)))
    assert "neither INDEX.HTM nor README.TXT" in caught.value.finding.message
    (tmp_path / "index.htm").write_text("x")
    with pytest.raises(UsageError) as caught:
        Pages(PdiTerms(templates=str(tmp_path)))
    assert caught.value.finding.message == "Its name must be INDEX.HTM."


def test_a_template_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "INDEX.HTM").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError):
        Pages(PdiTerms(templates=str(tmp_path)))
    with pytest.raises(UsageError):
        Pages(PdiTerms(templates=str(tmp_path / "absent")))
