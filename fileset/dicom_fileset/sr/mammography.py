"""Findings of a Mammography CAD: what, on which image, where, how sure (PS3.16 TID 4000)."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from . import concepts
from .cad_rows import (
    Algorithm,
    CadPerformed,
    ReportedFinding,
    ReportedImage,
    ReportedPlace,
    ReportedSummary,
)
from .content import CodedEntry, ContentItem, MeasuredValue, SrDocument
from .descent import children_of, descendants
from .details import LONGEST_SHARED, details, first_code, shared_code
from .equivalence import CodeKey, canonical, same
from .showing import shown_value

_FINDINGS: Final = (concepts.COMPOSITE_FEATURE, concepts.SINGLE_IMAGE_FINDING)
_PERFORMED: Final = (concepts.DETECTION_PERFORMED, concepts.ANALYSIS_PERFORMED)
_SUMMARIES: Final = (
    concepts.FINDINGS_SUMMARY,
    concepts.SUMMARY_OF_DETECTIONS,
    concepts.SUMMARY_OF_ANALYSES,
)


def cad_findings(document: SrDocument) -> tuple[ReportedFinding, ...]:
    """Every finding of a document, in order."""
    tree = _tree(document)
    within = _surroundings(tree)
    return tuple(
        _finding(tree, index, within[index])
        for index, one in enumerate(tree.items)
        if _is_any(one, _FINDINGS)
    )


def cad_summaries(document: SrDocument) -> tuple[ReportedSummary, ...]:
    """The summaries of a document, with the algorithms that ran on each image."""
    tree = _tree(document)
    return tuple(
        ReportedSummary(
            position=one.position,
            concept=one.concept,
            result=first_code(one),
            performed=tuple(_performed(tree, index)),
            details=details(
                tree.items,
                (*_of_codes(one, index), *descendants(tree.children, index, tree.in_no_row)),
            ),
        )
        for index, one in enumerate(tree.items)
        if _is_any(one, _SUMMARIES)
    )


class _Tree(NamedTuple):
    """Content items, their children, and the images met so far by the row of their items."""

    items: Sequence[ContentItem]
    children: Mapping[int, list[int]]
    images: dict[int, tuple[ReportedImage, ...]]

    def in_no_row(self, index: int) -> bool:
        """Whether an item is none that has a row of its own, also where it is below another."""
        return not _is_any(self.items[index], (*_FINDINGS, *_PERFORMED, *_SUMMARIES))


def _tree(document: SrDocument) -> _Tree:
    return _Tree(document.items, children_of(document.items), {})


def _is_any(item: ContentItem, keys: tuple[CodeKey, ...]) -> bool:
    """Whether an item is one of these concepts, and no mere reference to one."""
    if item.concept is None or (item.refers_to and not item.codes):
        return False
    return canonical(item.concept) in keys


def _of_codes(item: ContentItem, index: int) -> list[int]:
    """The index of a row's own item, where it has more codes than the one that is its value."""
    return [index] if len(item.codes) > 1 else []


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
    intents = (
        first_code(one)
        for one in below
        if same(one.concept, concepts.RENDERING_INTENT) and _fits(one, concepts.RENDERING_INTENT)
    )
    return shared_code(next(intents, None))


def _fits(item: ContentItem, key: CodeKey) -> bool:
    """Whether a column has room for all of an item: for one code, or for no code."""
    return len(item.codes) == (1 if key == concepts.RENDERING_INTENT else 0)


class _Columns(NamedTuple):
    """Concepts that have a column: of texts, and of numbers the name of the column, too."""

    texts: frozenset[CodeKey]
    numbers: Mapping[CodeKey, str]


_OF_PERFORMED: Final = _Columns(
    frozenset({concepts.ALGORITHM_NAME, concepts.ALGORITHM_VERSION}), MappingProxyType({})
)
_OF_FINDING: Final = _Columns(
    _OF_PERFORMED.texts | {concepts.RENDERING_INTENT},
    MappingProxyType(
        {
            concepts.CERTAINTY_OF_FINDING: "certainty",
            concepts.CERTAINTY_OF_FEATURE: "certainty",
            concepts.PROBABILITY_OF_CANCER: "probability",
        }
    ),
)


class _Said:
    """What is said of a row, sorted into columns."""

    def __init__(self, tree: _Tree, index: int, columns: _Columns) -> None:
        self.tree = tree
        self.columns = columns
        self.index = index
        self.texts: dict[CodeKey, str] = {}
        self.numbers: dict[str, MeasuredValue] = {}
        self.parameters: list[str] = []
        self.places: list[ReportedPlace] = []
        self.images: dict[ReportedImage, None] = {}
        self.others = _of_codes(tree.items[index], index)
        for below in descendants(tree.children, index, tree.in_no_row):
            if not (self._take_image(below) or self._take(below)):
                self.others.append(below)

    def _take_image(self, below: int) -> bool:
        """Take an image, by value or by reference."""
        images = _images(self.tree, below)
        self.images |= dict.fromkeys(images)
        return bool(images)

    def _take(self, below: int) -> bool:
        item = self.tree.items[below]
        place = _place(self.tree, below)
        if place is not None:
            self.places.append(place)
            self.images |= dict.fromkeys(_images_of(place))
            return True
        if item.parent != self.index or item.concept is None:
            return False
        key = canonical(item.concept)
        if key == concepts.ALGORITHM_PARAMETERS and not item.codes:
            self.parameters.append(shown_value(item))
        elif key in self.columns.texts and key not in self.texts and _fits(item, key):
            self.texts[key] = shown_value(item)
        else:
            return self._take_number(item, self.columns.numbers.get(key))
        return True

    def _take_number(self, item: ContentItem, column: str | None) -> bool:
        if column is None or column in self.numbers or len(item.measured) != 1:
            return False
        self.numbers[column] = item.measured[0]
        return item.qualifier is None

    def algorithm(self) -> Algorithm:
        return Algorithm(
            self.texts.get(concepts.ALGORITHM_NAME, ""),
            self.texts.get(concepts.ALGORITHM_VERSION, ""),
            tuple(self.parameters),
        )


def _finding(tree: _Tree, index: int, within: _Within) -> ReportedFinding:
    item = tree.items[index]
    said = _Said(tree, index, _OF_FINDING)
    return ReportedFinding(
        position=item.position,
        kind=item.concept,
        finding=first_code(item),
        rendering_intent=within.intent,
        certainty=said.numbers.get("certainty"),
        probability=said.numbers.get("probability"),
        algorithm=said.algorithm(),
        places=tuple(said.places),
        images=tuple(said.images),
        part_of=within.finding,
        details=details(tree.items, said.others),
    )


def _performed(tree: _Tree, summary: int) -> Iterator[CadPerformed]:
    items = tree.items
    for index in descendants(
        tree.children, summary, lambda one: not _is_any(items[one], (*_FINDINGS, *_SUMMARIES))
    ):
        one = items[index]
        if not _is_any(one, _PERFORMED):
            continue
        said = _Said(tree, index, _OF_PERFORMED)
        yield CadPerformed(
            position=one.position,
            outcome=items[one.parent].concept,
            what=first_code(one),
            algorithm=said.algorithm(),
            places=tuple(said.places),
            images=tuple(said.images),
            details=details(items, said.others),
        )


def _place(tree: _Tree, index: int) -> ReportedPlace | None:
    """The place that an item is, or refers to; what many may refer to is bounded."""
    item = tree.items[index]
    at = index if item.geometry is not None or item.target < 0 else item.target
    geometry = tree.items[at].geometry
    if geometry is None:
        return None
    if at != index and len(geometry.points) > _MOST_POINTS:
        geometry = msgspec.structs.replace(geometry, points=geometry.points[:_MOST_POINTS])
    below = tree.children.get(at, [])
    images = tuple(image for one in below for image in _images(tree, one))
    if at != index:
        images = images[:_MOST_IMAGES]
    concept = item.concept or shared_code(tree.items[at].concept)
    return ReportedPlace(
        tree.items[at].position, concept, geometry, next(iter(images), None), images[1:]
    )


def _images_of(place: ReportedPlace) -> tuple[ReportedImage, ...]:
    return ((place.image,) if place.image else ()) + place.also_on


def _images(tree: _Tree, index: int) -> tuple[ReportedImage, ...]:
    """The images that an item is, or refers to; one step is followed, and no further."""
    item = tree.items[index]
    at = item.target if item.refers_to and item.target >= 0 else index
    if at not in tree.images:
        target = tree.items[at]
        is_image = target.value_type == "IMAGE" and bool(target.references)
        tree.images[at] = tuple(_library_images(tree, at)) if is_image else ()
    return tree.images[at] if at == index else tree.images[at][:_MOST_IMAGES]


def _library_images(tree: _Tree, index: int) -> Iterator[ReportedImage]:
    """The images of an item: one, where the file keeps the rule."""
    image = tree.items[index]
    said = {
        canonical(one.concept): first_code(one)
        for below in tree.children.get(index, [])
        if (one := tree.items[below]).concept is not None
    }
    for reference in image.references:
        yield ReportedImage(
            position=image.position,
            sop_class_uid=reference.sop_class_uid[:LONGEST_SHARED],
            sop_instance_uid=reference.sop_instance_uid[:LONGEST_SHARED],
            frames=reference.frames[:_MOST_FRAMES],
            laterality=shared_code(said.get(concepts.IMAGE_LATERALITY)),
            view=shared_code(said.get(concepts.IMAGE_VIEW)),
        )


_MOST_FRAMES: Final = 4096
"""Frames that an image has in each row; its content item has all of them."""
_MOST_POINTS: Final = 512
"""Points of a place in each row that refers to it; its content item has all of them."""
_MOST_IMAGES: Final = 32
"""Images of an item in each row that refers to it; the item has all of them."""
