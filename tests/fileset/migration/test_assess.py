"""What an archive is told to hold, and to come to: beside what it holds, and what it came to."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.migration.assessing.assessing import AS_IT_IS, Trying, assess, standing_above
from dicom_fileset.migration.assessing.assessment import Assessment
from dicom_fileset.migration.assessing.trial import Enough
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.manner import Manner
from dicom_fileset.migration.migration import Migration
from dicom_fileset.migration.model import Task
from dicom_fileset.migration.one_file import migrate_file
from dicom_fileset.migration.opening import opened_journal
from dicom_fileset.migration.policies.choosing import choices_for
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.scheduler import Done
from dicom_fileset.migration.terms import TREE, Terms
from dicom_profiles.names import sop_class_name, syntax_name
from file_sets import Place, instance, save
from mixed_archives import Counted, make_mixed

TEMPLATE = "{StudyInstanceUID}/{SOPInstanceUID}.dcm"


class Here:
    """A scheduler that works in this process."""

    name = "here"
    jobs = 1

    def __init__(self) -> None:
        self.tasks: list[Task] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            self.tasks.append(task)
            yield Done(migrate_file(task), "1")

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Counted]]:
    root = tmp_path_factory.mktemp("mixed") / "archive"
    return root, make_mixed(root, 400)


def prepared(archive: Path, journal: Path, policy: str = "keep") -> Journal:
    """A journal that has looked at an archive."""
    terms = Terms(policy_of(policy))
    with Migration([archive], journal.parent / "new", terms, journal=journal) as migration:
        migration.prepare()
    return opened_journal(str(journal), [str(archive)], resume=True)


def assessed(
    archive: Path, folder: Path, policy: str, trying: Trying = AS_IT_IS, **said: bool
) -> Assessment:
    with prepared(archive, folder / "journal") as journal:
        return assess(journal, policy_of(policy, **said), Here(), trying)  # type: ignore[arg-type]


def counted(some: Iterable[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    files, size = Counter[str](), Counter[str]()
    for name, bytes_ in some:
        files[name] += 1
        size[name] += bytes_
    return {name: (files[name], size[name]) for name in files}


def test_what_is_there(mixed: tuple[Path, list[Counted]], tmp_path: Path) -> None:
    root, made = mixed
    told = assessed(root, tmp_path, "keep")
    assert (told.files, told.bytes) == (len(made), sum(one.size for one in made))
    assert told.instances == sum(not one.repeats for one in made)
    for parts, name in (
        (told.modalities, lambda one: one.modality),
        (told.sop_classes, lambda one: sop_class_name(one.sop_class)),
        (told.transfer_syntaxes, lambda one: syntax_name(one.syntax)),
        (told.years, lambda one: str(one.year)),
    ):
        slow = counted((name(one), one.size) for one in made)
        assert {one.name: (one.files, one.bytes) for one in parts} == slow
    assert [one.name for one in told.years] == sorted({str(one.year) for one in made})
    assert sum(one.files for one in told.sizes) == len(made)
    repeats = [one for one in made if one.repeats]
    assert told.repeats.files == len(repeats)
    assert (told.repeats.bytes, told.repeats.other_size) == (sum(one.size for one in repeats), 0)
    assert (told.damaged, told.left, told.not_listed, told.conflicts) == ((), (), (), ())


@pytest.mark.parametrize(
    ("policy", "layout", "decode_lossy"),
    [
        ("HTJ2KLossless", TREE, False),
        ("JPEGLSLossless", TEMPLATE, False),
        ("ExplicitVRLittleEndian", TREE, True),
        ("smallest", TEMPLATE, True),
        ("keep", TEMPLATE, False),
    ],
)
def test_bytes_are_told_within_five_percent(
    mixed: tuple[Path, list[Counted]],
    tmp_path: Path,
    policy: str,
    layout: str,
    decode_lossy: bool,
) -> None:
    root, made = mixed
    terms = Terms(policy_of(policy, decode_lossy=decode_lossy), layout)
    new = tmp_path / "new"
    manner = Manner(jobs=2)
    with Migration([root], new, terms, journal=tmp_path / "journal", manner=manner) as migration:
        told = migration.assess()
        assert sorted(os.listdir(tmp_path)) == [
            "journal",
            "journal-shm",
            "journal-wal",
            "journal.lock",
        ]
        report = migration.run()
    assert report.exit_status == 0
    truth = sum(path.stat().st_size for path in new.rglob("*") if path.is_file())
    forecast = told.forecast
    assert forecast.bytes_out == pytest.approx(truth, rel=0.05)
    assert forecast.bytes_in == sum(one.size for one in made)
    assert forecast.files_tried < len(made)
    assert forecast.trouble == ()
    assert forecast.seconds > 0
    done = Counter(one.outcome for one in report.outcomes for _ in range(one.files))
    planned = Counter(one.action for one in told.planned for _ in range(one.files))
    if layout == TREE:
        assert planned == done


def test_trials_leave_nothing(mixed: tuple[Path, list[Counted]], tmp_path: Path) -> None:
    root, made = mixed
    before = [hashlib.sha256(one.path.read_bytes()).digest() for one in made]
    (tmp_path / "trials").mkdir()
    assessed(root, tmp_path, "RLELossless", Trying(folder=str(tmp_path / "trials")))
    assert os.listdir(tmp_path / "trials") == []
    assert [hashlib.sha256(one.path.read_bytes()).digest() for one in made] == before


def test_a_trial_is_the_same_again_and_no_longer_than_allowed(
    mixed: tuple[Path, list[Counted]], tmp_path: Path
) -> None:
    tried = []
    with prepared(mixed[0], tmp_path / "journal") as journal:
        for _ in range(2):
            here = Here()
            # Of certain totals it is known when they are: here by the number of files alone.
            enough = Enough(bytes_error=1e-9, seconds_error=1e9, most=150)
            told = assess(journal, policy_of("RLELossless"), here, Trying(enough=enough))
            tried.append([one.number for one in here.tasks])
            assert told.forecast.files_tried == len(here.tasks) < 300
    assert tried[0] == tried[1]
    assert len(set(tried[0])) == len(tried[0])


def test_what_is_measured_is_kept(mixed: tuple[Path, list[Counted]], tmp_path: Path) -> None:
    policy = policy_of("smallest", keep_compressed=True)
    with prepared(mixed[0], tmp_path / "journal") as journal:
        found = choices_for(journal, policy, 2)
        assert {(one.modality, one.bits_stored, one.samples) for one in found} == {
            ("CT", 12, 1),
            ("MR", 16, 1),
            ("US", 8, 3),
            ("XA", 8, 1),
        }
        changed = journal.fact("choices")
        changed["choices"][0]["tried"] = 77
        journal.note("choices", changed)
        assert choices_for(journal, policy, 2)[0].tried == 77
        assert len(choices_for(journal, policy_of("smallest", decode_lossy=True), 2)) == 5
        assert choices_for(journal, policy_of("keep"), 2) == ()


def test_conflicts_of_identity(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    study = Place(5).study_uid
    for number, ds in enumerate(
        [
            instance(Place(1)),
            instance(Place(2), PatientID="ID1"),  # another person
            instance(Place(5)),
            instance(Place(6), StudyInstanceUID=study),  # a study of two patients
            instance(Place(7)),
            instance(Place(7, 2), SeriesInstanceUID=Place(7).series_uid),  # a series of two studies
            instance(Place(8)),
        ]
    ):
        save(ds, archive / str(number))
    told = assessed(archive, tmp_path, "keep")
    assert [(one.number, one.files) for one in told.conflicts] == [(1, 2), (1, 2), (1, 2)]
    assert told.conflicts[1].examples == (study,)
    assert told.conflicts[2].examples == (Place(7).series_uid,)


def test_damage_is_told_by_code(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    save(instance(Place(1)), archive / "a")
    (archive / "b").write_bytes((archive / "a").read_bytes()[:500])
    (archive / "c").write_bytes(b"")
    (archive / "d").write_bytes(b"no instance" * 50)
    told = assessed(archive, tmp_path, "RLELossless")
    assert [one.name for one in told.left] == ["not-dicom"]
    assert sum(one.files for one in told.damaged) + sum(one.files for one in told.planned) == 3
    assert told.files == 4


def test_an_archive_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    told = assessed(tmp_path / "archive", tmp_path, "smallest")
    assert (told.files, told.planned, told.choices) == (0, (), ())
    assert (told.forecast.bytes_out, told.forecast.seconds) == (0, 0)


def test_no_place_for_trials(mixed: tuple[Path, list[Counted]], tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        assessed(mixed[0], tmp_path, "keep", Trying(folder=str(tmp_path / "none")))
    assert caught.value.finding.code == "destination-unwritable"
    assert standing_above(str(tmp_path / "none" / "none")) == str(tmp_path)
