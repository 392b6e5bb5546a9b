"""Decisions carried out one by one within a change: copied, re-encoded, transcoded, and proven."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import closing

import msgspec
from dicom_profiles import check
from dicom_profiles.model import IconRule
from dicom_profiles.names import syntax_name

from .commit import Change
from .conformity.course import FallBack, profile_finding
from .conformity.facts import facts_of
from .conformity.terms import Terms, icon_rule
from .errors import Refused
from .findings import CODES, finding
from .gathering import STEP, Gathered
from .model import Decision, Finding, Instance, Where
from .place import place
from .progress import Progress
from .records.icons import has_icon, with_icon_value
from .scan.contradictions import stream_contradicts
from .scan.failure import ScanFailure
from .scan.scanner import Scanner
from .scan.telling import scanned_finding
from .transcoding.failure import located
from .transcoding.request import LARGE_BYTES, Request, Transcoded
from .transcoding.to_place import Answer, Task, icons_of, transcode_to_places


class Placer:
    """Places the instances of one change.

    Parameters
    ----------
    change
        That they belong to.
    gathered
        The decisions, and what there is to say of them.
    progress
        Told how far things are.
    terms
        The profile that a transcoded instance must conform to once it is there, and its icons.
    jobs
        Processes that transcode.
    """

    def __init__(
        self,
        change: Change,
        gathered: Gathered,
        progress: Progress,
        terms: Terms,
        jobs: int,
    ) -> None:
        self._change = change
        self._gathered = gathered
        self._progress = progress
        self._terms = terms
        self._profile = terms.profile
        self._fall_back = FallBack(terms.profile, terms) if terms.profile is not None else None
        self._jobs = jobs
        self._scanner = Scanner()
        self._done = 0

    def place_all(self) -> list[Decision]:
        """Place each; those that are there, in the order in which they were decided on."""
        placed: dict[int, Decision] = {}
        by_others = []
        for number, decision in enumerate(self._gathered.kept):
            if _is_for_others(decision):
                by_others.append((number, decision))
                continue
            one = decision if decision.action == "indexed" else self._placed(decision)
            if one is not None:
                placed[number] = one
            self._count()
        placed.update(self._transcoded(by_others))
        there = [placed[number] for number in sorted(placed)]
        rule = icon_rule(self._terms)
        return self._with_icons(there, rule) if rule is not None else there

    def _with_icons(self, placed: list[Decision], rule: IconRule) -> list[Decision]:
        """What is placed, with icons for the records; without one that must be, it is left out."""
        with_icon = [
            number
            for number, one in enumerate(placed)
            if one.record_type in rule.record_types and has_icon(one.record_type)
        ]
        places = [self._place_of(placed[number]) for number in with_icon]
        done: list[Decision | None] = [*placed]
        with closing(icons_of(places, rule.rows, rule.columns, self._jobs)) as icons:
            for count, (number, icon) in enumerate(icons, 1):
                decision = placed[with_icon[number]]
                if isinstance(icon, bytes):
                    done[with_icon[number]] = with_icon_value(decision, icon)
                elif not self._without_icon(decision, places[number], icon, rule):
                    done[with_icon[number]] = None
                if not count % STEP:
                    self._progress("making icons", count, len(places))
        return [one for one in done if one is not None]

    def _place_of(self, decision: Decision) -> str:
        return os.path.join(self._change.root, *decision.file_id)

    def _without_icon(self, decision: Decision, path: str, why: Finding, rule: IconRule) -> bool:
        """Say that there is no icon; whether the instance can be on the medium all the same."""
        where = Where(path=decision.instance.path, record=decision.record_type)
        if not rule.required and why.code == "no-pixel-data":
            return True  # a dose may be curves alone, of which there is nothing to show
        if not rule.required:
            found = finding("icon-not-made", why.message, where)
            self._gathered.findings.append(found)
            return True
        severity, _, remedy = CODES["profile-icon"]
        message = f"It must have an icon, and none can be made: {why.message}"
        found = Finding("profile-icon", severity, message, where, rule.source, remedy)
        self._gathered.skip(found)
        if decision.action != "indexed":
            os.unlink(path)
        return False

    def _count(self) -> None:
        self._done += 1
        if not self._done % STEP:
            self._progress("placing", self._done, len(self._gathered.kept))

    def _placed(self, decision: Decision) -> Decision | None:
        """An instance in its place; one that cannot be is left out with its reason."""
        destination = self._change.path_for(decision.file_id)
        try:
            placed = place(decision, destination)
        except FileExistsError:
            self._change.disown(decision.file_id)
            raise
        except ScanFailure as failure:
            self._left_out(destination, scanned_finding(decision.instance.path, failure))
            return None
        self._gathered.findings += placed.findings
        if placed.size == decision.size and not decision.estimated:
            return decision
        return msgspec.structs.replace(decision, size=placed.size, estimated=False)

    def _left_out(self, destination: str, found: Finding) -> None:
        self._gathered.skip(found)
        if os.path.exists(destination):
            os.unlink(destination)

    def _transcoded(
        self, numbered: Sequence[tuple[int, Decision]]
    ) -> Iterator[tuple[int, Decision]]:
        """Instances that children write to their places, each proven once it is there."""
        if not numbered:
            return
        tasks = [self._task(decision) for _, decision in numbered]
        otherwise: list[tuple[int, Decision]] = []
        # Whatever ends us, the children are ended before what they have written is removed.
        with closing(transcode_to_places(tasks, self._jobs)) as answers:
            for done, answer in enumerate(answers, 1):
                number, decision = numbered[answer.number]
                other = self._otherwise(decision, answer)
                if other is not None:
                    otherwise.append((number, other))
                    continue
                there = self._answered(decision, tasks[answer.number].destination, answer)
                if there is not None:
                    yield number, there
                self._progress("transcoding", done, len(tasks))
        yield from self._done_otherwise(otherwise)

    def _otherwise(self, decision: Decision, answer: Answer) -> Decision | None:
        """What else the profile allows, where what was preferred failed; ``None``: nothing."""
        failed = answer.result
        if self._fall_back is None or answer.medium or not isinstance(failed, Finding):
            return None
        other = self._fall_back.instead_of(decision)
        if other is None:
            return None
        message = f"{syntax_name(decision.transfer_syntax_uid)} failed: {failed.message}"
        where = Where(path=decision.instance.path)
        self._gathered.findings.append(finding("profile-fell-back", message, where))
        return other

    def _done_otherwise(
        self, numbered: Sequence[tuple[int, Decision]]
    ) -> Iterator[tuple[int, Decision]]:
        """Instances placed as the profile allows, too, when what was preferred has failed."""
        transcoded = []
        for number, decision in numbered:
            self._change.give_back(decision.file_id)
            if _is_for_others(decision):
                transcoded.append((number, decision))
                continue
            there = self._placed(decision)
            if there is not None:
                yield number, there
        yield from self._transcoded(transcoded)

    def _task(self, decision: Decision) -> Task:
        destination = self._change.path_for(decision.file_id)
        if os.path.lexists(destination):
            self._change.disown(decision.file_id)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), destination)
        request = Request(decision.transfer_syntax_uid)
        return Task(decision.instance.path, decision.instance.size, destination, request)

    def _answered(self, decision: Decision, destination: str, answer: Answer) -> Decision | None:
        if not isinstance(answer.result, Finding):
            return self._proven(decision, destination, answer.result)
        if answer.medium:
            raise Refused(answer.result, tuple(self._gathered.findings))
        self._left_out(destination, answer.result)
        return None

    def _proven(self, decision: Decision, destination: str, result: Transcoded) -> Decision | None:
        """The decision as it came true: the record is made from what was written."""
        source = decision.instance
        try:
            written = msgspec.structs.replace(
                self._scanner.scan(destination), path=source.path, size=source.size
            )
        except ScanFailure as failure:
            found = scanned_finding(source.path, failure)
            unread = finding("profile-not-reached", found.message, found.where)
            self._left_out(destination, unread)
            return None
        unmet = self._unmet(written)
        if unmet is not None:
            self._left_out(destination, unmet)
            return None
        self._gathered.findings += [located(one, source.path) for one in result.findings]
        return msgspec.structs.replace(
            decision,
            instance=written,
            size=result.size_after,
            estimated=False,
            lossless=result.lossless,
            encoder=result.encoder,
            source_syntax_uid=source.transfer_syntax_uid,
        )

    def _unmet(self, written: Instance) -> Finding | None:
        """What of a written instance is not as the profile says, and should be."""
        if self._profile is None:
            return None
        where = Where(path=written.path)
        lie = stream_contradicts(written)
        if lie:
            return finding("profile-not-reached", lie, where)
        unmet = check(facts_of(written), self._profile)
        if not unmet:
            return None
        told = profile_finding(unmet[0], where)
        return finding("profile-not-reached", told.message, where)


def _is_for_others(decision: Decision) -> bool:
    """Whether children are to write it: what passes a codec, and what is too large for memory."""
    anew = decision.action == "re-encoded" and decision.instance.size >= LARGE_BYTES
    return anew or decision.action == "transcoded"
