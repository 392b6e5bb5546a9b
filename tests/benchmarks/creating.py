"""The ways of creating a file-set that benchmarks compare: ours and those of the peers."""

from pathlib import Path

from benchmarks.measuring import Run, Side, run_ours, run_python
from benchmarks.workshop import Workshop, expect, index_with, listed, without_directory

Options = list[str | Path]


def ours(root: Path, wanted: int, jobs: int = 1) -> Side:
    """The whole command."""

    def side() -> Run:
        without_directory(root)
        run = run_ours("create", root, "--in-place", "--jobs", jobs)
        expect("dicom-fileset", listed(root), wanted)
        return run

    return side


def our_engine(root: Path, wanted: int, jobs: int = 1) -> Side:
    """The engine, its own time without the start of Python."""

    def side() -> Run:
        without_directory(root)
        run = run_python("creating_work", "index", root, jobs)
        expect("FileSetCreator", listed(root), wanted)
        return run

    return side


def dcmmkdir(shop: Workshop, root: Path, wanted: int) -> dict[str, Side]:
    """DCMTK, strict about Type 1 keys as it is by default; nothing where it is not to be run."""
    tool = shop.tool("dcmmkdir")
    options: Options = ["--quiet", "--no-backup", "+r", "+id", root, "+D", root / "DICOMDIR"]
    if tool is None:
        return {}
    return {"dcmmkdir": lambda: index_with("dcmmkdir", root, wanted, [tool, *options])}


def gdcmgendir(shop: Workshop, root: Path, wanted: int) -> dict[str, Side]:
    """GDCM; nothing where it is not to be run."""
    tool = shop.tool("gdcmgendir")
    options: Options = ["--recursive", "--input", root, "--output", root / "DICOMDIR"]
    if tool is None:
        return {}
    return {"gdcmgendir": lambda: index_with("gdcmgendir", root, wanted, [tool, *options])}


def pydicom_file_set(shop: Workshop, root: Path, wanted: int) -> Side:
    """The FileSet of pydicom, which copies: it has no way to index files as they lie."""

    def side() -> Run:
        run = run_python("pydicom_work", "create", root, shop.folder / "by_pydicom")
        expect("pydicom", run.said["instances"], wanted)
        return run

    return side
