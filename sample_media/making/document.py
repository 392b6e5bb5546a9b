"""An encapsulated PDF letter (PS3.3 A.45.1, C.24.2)."""

from pydicom.dataset import Dataset
from pydicom.uid import EncapsulatedPDFStorage

from making.codes import coded
from making.examination import Series, date_content, instance

TEXT = b"BT /F1 18 Tf 72 720 Td (Discharge letter of a synthetic patient) Tj ET"
OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>"
    ),
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(TEXT), TEXT),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
)


def one_page_pdf() -> bytes:
    """Return a PDF 1.4 of one page, with a correct cross-reference table."""
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(OBJECTS, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(OBJECTS) + 1
    cross_reference = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + cross_reference + trailer


def letter(series: Series, number: int) -> Dataset:
    """Return a discharge letter."""
    ds = instance(series, EncapsulatedPDFStorage, number)
    date_content(ds)
    ds.AcquisitionDateTime = None
    ds.ConversionType = "WSD"
    ds.BurnedInAnnotation = "YES"
    ds.DocumentTitle = "Discharge letter"
    ds.ConceptNameCodeSequence = coded("18842-5", "LN", "Discharge Summary")
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    pdf = one_page_pdf()
    ds.EncapsulatedDocumentLength = len(pdf)
    ds.EncapsulatedDocument = pdf + b"\x00" * (len(pdf) % 2)
    return ds
