"""Adding, removing and re-opening in any order, held against a plain dict."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import hypothesis.strategies as st
import pytest
from checks import check_directory, listed_uids
from dicom_fileset import FileSetCreator, FileSetReader, FileSetUpdater, Refused, verify
from file_sets import Place, files_below, instance, save, uids_of
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

PLACES = st.builds(
    Place, st.integers(1, 3), st.integers(1, 2), st.integers(1, 2), st.integers(1, 3)
)


class Updating(RuleBasedStateMachine):
    """A file-set beside what it ought to hold: SOP Instance UID to place."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.root = self.folder / "disc"
        self.model: dict[str, Place] = {}
        self.reader: FileSetReader | None = None
        self.uid = ""

    def source(self, place: Place) -> Path:
        path = self.folder / "in" / place.uid.replace(".", "_")
        return path if path.exists() else save(instance(place), path)

    @initialize(places=st.lists(PLACES, min_size=1, max_size=4, unique=True))
    def create(self, places: list[Place]) -> None:
        with FileSetCreator(self.root, file_set_id="MACHINE") as creator:
            creator.add(*(self.source(place) for place in places))
        self.model = {place.uid: place for place in places}
        self.uid = FileSetReader(self.root).file_set.file_set_uid

    @rule(places=st.lists(PLACES, min_size=1, max_size=4, unique=True))
    def add(self, places: list[Place]) -> None:
        updater = FileSetUpdater(self.root)
        updater.add(*(self.source(place) for place in places))
        outcome = updater.commit()
        new = {place.uid for place in places} - self.model.keys()
        assert {one.instance.sop_instance_uid for one in outcome.placed} == new
        assert all(one.code == "duplicate" for one in outcome.skipped)
        self.model |= {place.uid: place for place in places}

    @rule(place=PLACES, level=st.sampled_from(["patient", "study", "series", "instance"]))
    def remove(self, place: Place, level: str) -> None:
        self._change(_criterion(place, level), [])

    @rule(place=PLACES, level=st.sampled_from(["study", "instance"]), added=PLACES)
    def remove_and_add(self, place: Place, level: str, added: Place) -> None:
        self._change(_criterion(place, level), [added, place])

    def _change(self, criterion: tuple[str, str], added: list[Place]) -> None:
        keyword, value = criterion
        gone = {uid for uid, place in self.model.items() if _key(place, keyword) == value}
        updater = FileSetUpdater(self.root)
        updater.remove(**{keyword: value})
        updater.add(*(self.source(place) for place in added))
        if not gone:
            with pytest.raises(Refused, match="No record matches"):
                updater.commit()
            return
        outcome = updater.commit()
        assert {one.sop_instance_uid for one in outcome.removed} == gone
        self.model = {uid: place for uid, place in self.model.items() if uid not in gone}
        self.model |= {place.uid: place for place in added}

    @rule()
    def reopen(self) -> None:
        found = {one.sop_instance_uid: one for one in FileSetReader(self.root)}
        assert found.keys() == self.model.keys()
        for uid, place in self.model.items():
            one = found[uid]
            keys = (one.patient_id, one.study_instance_uid, one.series_instance_uid)
            assert keys == (place.patient_id, place.study_uid, place.series_uid)
            assert Path(one.path).read_bytes() == self.source(place).read_bytes()

    @invariant()
    def directory_is_right(self) -> None:
        if not self.uid:
            return
        check_directory(self.root)
        assert sorted(listed_uids(self.root)) == sorted(uids_of(self.model.values()))
        assert len(files_below(self.root)) == len(self.model)
        assert FileSetReader(self.root).file_set.file_set_uid == self.uid

    @invariant()
    def verify_finds_nothing(self) -> None:
        if self.uid:
            assert verify(self.root).findings == ()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


def _criterion(place: Place, level: str) -> tuple[str, str]:
    return {
        "patient": ("PatientID", place.patient_id),
        "study": ("StudyInstanceUID", place.study_uid),
        "series": ("SeriesInstanceUID", place.series_uid),
        "instance": ("SOPInstanceUID", place.uid),
    }[level]


def _key(place: Place, keyword: str) -> str:
    return {
        "PatientID": place.patient_id,
        "StudyInstanceUID": place.study_uid,
        "SeriesInstanceUID": place.series_uid,
        "SOPInstanceUID": place.uid,
    }[keyword]


TestUpdating = Updating.TestCase
TestUpdating.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
