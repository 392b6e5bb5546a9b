"""Findings of a Mammography CAD: what, on which image, where, how sure (PS3.16 TID 4000)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from . import concepts
from .content import CodedEntry, ContentItem, Geometry, MeasuredValue, SrDocument
from .descent import children_of, descendants
from .details import Detail, details, first_code
from .equivalence import CodeKey, canonical, same
from .showing import shown_value


class CadImage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An image that a finding is on, as the Image Library has it (PS3.16 TID 4020)."""

    position: str
    sop_class_uid: str = ""
    sop_instance_uid: str = ""
    frames: tuple[int, ...] = ()
    laterality: CodedEntry | None = None
    view: CodedEntry | None = None


class CadPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a finding is, on one image: its center, its outline (PS3.16 TID 4021)."""

    position: str
    concept: CodedEntry | None
    geometry: Geometry
    image: CadImage | None = None


class Algorithm(msgspec.Struct, frozen=True, omit_defaults=True):
    """What found it (PS3.16 TID 4019)."""

    name: str = ""
    version: str = ""
    parameters: tuple[str, ...] = ()


class CadFinding(msgspec.Struct, frozen=True, omit_defaults=True):
    """A Composite Feature or a Single Image Finding (PS3.16 TID 4004, TID 4006).

    Attributes
    ----------
    kind, finding
        The concept of its item, and its code: what was found.
    rendering_intent
        Its own, or else that of the impression that it stands in.
    certainty, probability
        Certainty of Finding, Probability of cancer.
    part_of
        Position of the finding that it stands in.
    images
        Images of the places, and others that it was found on.
    details
        Everything else that is said of it.
    """

    position: str
    kind: CodedEntry | None
    finding: CodedEntry | None
    rendering_intent: CodedEntry | None = None
    certainty: MeasuredValue | None = None
    probability: MeasuredValue | None = None
    algorithm: Algorithm = Algorithm()
    places: tuple[CadPlace, ...] = ()
    images: tuple[CadImage, ...] = ()
    part_of: str = ""
    details: tuple[Detail, ...] = ()


class CadPerformed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A detection or an analysis that was tried (PS3.16 TID 4017, TID 4018).

    ``outcome`` is the heading that it stands under: Successful or Failed.
    """

    position: str
    outcome: CodedEntry | None
    what: CodedEntry | None
    algorithm: Algorithm = Algorithm()
    images: tuple[CadImage, ...] = ()
    details: tuple[Detail, ...] = ()


class CadSummary(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the CAD says of its findings, its detections or its analyses (PS3.16 TID 4001, 4015)."""

    position: str
    concept: CodedEntry | None
    result: CodedEntry | None
    performed: tuple[CadPerformed, ...] = ()


_FINDINGS: Final = (concepts.COMPOSITE_FEATURE, concepts.SINGLE_IMAGE_FINDING)
_PERFORMED: Final = (concepts.DETECTION_PERFORMED, concepts.ANALYSIS_PERFORMED)
_SUMMARIES: Final = (
    concepts.FINDINGS_SUMMARY,
    concepts.SUMMARY_OF_DETECTIONS,
    concepts.SUMMARY_OF_ANALYSES,
)


def cad_findings(document: SrDocument) -> tuple[CadFinding, ...]:
    """Every finding of a document, in order."""
    tree = _tree(document)
    within = _surroundings(tree)
    return tuple(
        _finding(tree, index, within[index])
        for index, one in enumerate(tree.items)
        if _is_any(one, _FINDINGS)
    )


def cad_summaries(document: SrDocument) -> tuple[CadSummary, ...]:
    """The summaries of a document, with the algorithms that ran on each image."""
    tree = _tree(document)
    return tuple(
        CadSummary(
            position=one.position,
            concept=one.concept,
            result=first_code(one),
            performed=tuple(_performed(tree, index)),
        )
        for index, one in enumerate(tree.items)
        if _is_any(one, _SUMMARIES)
    )


class _Tree(NamedTuple):
    items: Sequence[ContentItem]
    children: Mapping[int, list[int]]


def _tree(document: SrDocument) -> _Tree:
    return _Tree(document.items, children_of(document.items))


def _is_any(item: ContentItem, keys: tuple[CodeKey, ...]) -> bool:
    return bool(item.codes) and item.concept is not None and canonical(item.concept) in keys


class _Within(NamedTuple):
    """What holds for an item by what it stands in: Rendering Intent, position of the finding."""

    intent: CodedEntry | None = None
    finding: str = ""


def _surroundings(tree: _Tree) -> list[_Within]:
    """Of each item what holds for it; an intent of its own before that of what it stands in."""
    found: list[_Within] = []
    below: list[_Within] = []
    for index, one in enumerate(tree.items):
        above = below[one.parent] if one.parent >= 0 else _Within()
        within = above._replace(intent=_own_intent(tree, index) or above.intent)
        found.append(within)
        is_finding = _is_any(one, _FINDINGS)
        below.append(within._replace(finding=one.position) if is_finding else within)
    return found


def _own_intent(tree: _Tree, index: int) -> CodedEntry | None:
    below = (tree.items[one] for one in tree.children.get(index, []))
    intents = (first_code(one) for one in below if same(one.concept, concepts.RENDERING_INTENT))
    return next(intents, None)


class _Said:
    """What is said of a finding, sorted into columns."""

    def __init__(self, tree: _Tree, index: int) -> None:
        self.tree = tree
        self.index = index
        self.texts: dict[CodeKey, str] = {}
        self.numbers: dict[CodeKey, MeasuredValue] = {}
        self.parameters: list[str] = []
        self.places: list[CadPlace] = []
        self.images: dict[str, CadImage] = {}
        self.others: list[int] = []
        items = tree.items

        def entered(one: int) -> bool:
            return not _is_any(items[one], _FINDINGS)

        for below in descendants(tree.children, index, entered):
            if not (self._take_image(below) or self._take(below)):
                self.others.append(below)

    def _take_image(self, below: int) -> bool:
        """Take an image, by value or by reference, or what an image taken by value is in."""
        image = _image(self.tree, below)
        if image is None:
            return False
        self.images.setdefault(image.position, image)
        return True

    def _take(self, below: int) -> bool:
        item = self.tree.items[below]
        if item.geometry is not None:
            self.places.append(_place(self.tree, below, item.geometry))
            return True
        if item.parent != self.index or item.concept is None:
            return False
        key = canonical(item.concept)
        if key == concepts.ALGORITHM_PARAMETERS:
            self.parameters.append(shown_value(item))
        elif key in _TEXTS and key not in self.texts:
            self.texts[key] = shown_value(item)
        elif key in _NUMBERS and key not in self.numbers and len(item.measured) == 1:
            self.numbers[key] = item.measured[0]
        else:
            return False
        return True

    def algorithm(self) -> Algorithm:
        return Algorithm(
            self.texts.get(concepts.ALGORITHM_NAME, ""),
            self.texts.get(concepts.ALGORITHM_VERSION, ""),
            tuple(self.parameters),
        )


_TEXTS: Final = frozenset(
    {concepts.RENDERING_INTENT, concepts.ALGORITHM_NAME, concepts.ALGORITHM_VERSION}
)
_NUMBERS: Final = frozenset({concepts.CERTAINTY, concepts.PROBABILITY_OF_CANCER})


def _finding(tree: _Tree, index: int, within: "_Within") -> CadFinding:
    item = tree.items[index]
    said = _Said(tree, index)
    return CadFinding(
        position=item.position,
        kind=item.concept,
        finding=first_code(item),
        rendering_intent=within.intent,
        certainty=said.numbers.get(concepts.CERTAINTY),
        probability=said.numbers.get(concepts.PROBABILITY_OF_CANCER),
        algorithm=said.algorithm(),
        places=tuple(said.places),
        images=tuple(said.images.values()),
        part_of=within.finding,
        details=details(tree.items, said.others),
    )


def _performed(tree: _Tree, summary: int) -> Iterator[CadPerformed]:
    items = tree.items
    for index in descendants(
        tree.children, summary, lambda one: not _is_any(items[one], _FINDINGS)
    ):
        one = items[index]
        if not _is_any(one, _PERFORMED):
            continue
        said = _Said(tree, index)
        yield CadPerformed(
            position=one.position,
            outcome=items[one.parent].concept,
            what=first_code(one),
            algorithm=said.algorithm(),
            images=tuple(said.images.values()),
            details=details(items, said.others),
        )


def _place(tree: _Tree, index: int, geometry: Geometry) -> CadPlace:
    item = tree.items[index]
    found = (_image(tree, below) for below in tree.children.get(index, []))
    image = next((one for one in found if one is not None), None)
    return CadPlace(item.position, item.concept, geometry, image)


def _image(tree: _Tree, index: int) -> CadImage | None:
    """The image that an item is, or refers to; one step is followed, and no further."""
    item = tree.items[index]
    at = item.target if item.refers_to and item.target >= 0 else index
    image = tree.items[at]
    if image.value_type != "IMAGE" or not image.references:
        return None
    reference = image.references[0]
    said = {
        canonical(one.concept): first_code(one)
        for below in tree.children.get(at, [])
        if (one := tree.items[below]).concept is not None
    }
    return CadImage(
        position=image.position,
        sop_class_uid=reference.sop_class_uid,
        sop_instance_uid=reference.sop_instance_uid,
        frames=reference.frames,
        laterality=said.get(concepts.IMAGE_LATERALITY),
        view=said.get(concepts.IMAGE_VIEW),
    )
