"""Values of content items as a person reads them, each on one line."""

from collections.abc import Iterator

from .content import (
    CodedEntry,
    ContentItem,
    Geometry,
    InstanceReference,
    MeasuredValue,
    TemporalRange,
)


def shown_code(code: CodedEntry | None) -> str:
    """What a code means; where it does not say, the code itself.

    >>> shown_code(CodedEntry("111010", "DCM", "Center")), shown_code(CodedEntry("111010", "DCM"))
    ('Center', '111010|DCM')
    """
    if code is None:
        return ""
    return code.meaning or code_key(code)


def code_key(code: CodedEntry | None) -> str:
    """A code without its meaning, for machines."""
    return f"{code.value}|{code.scheme}" if code else ""


def shown_value(item: ContentItem) -> str:
    """All values of an item; empty for a container, and for what has none."""
    return "; ".join(_values(item))


def _values(item: ContentItem) -> Iterator[str]:
    if item.value:
        yield item.value
    yield from map(shown_code, item.codes)
    yield from map(shown_number, item.measured)
    if item.qualifier:
        yield shown_code(item.qualifier)
    yield from map(_reference, item.references)
    if item.geometry:
        yield shown_geometry(item.geometry)
    if item.temporal_range:
        yield _temporal_range(item.temporal_range)


def shown_number(measured: MeasuredValue) -> str:
    """A value with its digits as in the file, and what its unit means.

    >>> shown_number(MeasuredValue("5.10", CodedEntry("cm", "UCUM", "centimeter")))
    '5.10 centimeter'
    """
    return f"{digits_of(measured)} {shown_code(measured.unit)}".strip()


def digits_of(measured: MeasuredValue) -> str:
    """A value without its unit; where its Numeric Value is empty, in another form that it has.

    >>> digits_of(MeasuredValue("", floating_point=5.1))
    '5.1'
    """
    if measured.value:
        return measured.value
    if measured.floating_point is not None:
        return repr(measured.floating_point)
    return f"{measured.numerator}/{measured.denominator}" if measured.numerator is not None else ""


def _reference(one: InstanceReference) -> str:
    parts = [one.sop_instance_uid or "(no SOP Instance UID)", f"SOP Class {one.sop_class_uid}"]
    if one.frames:
        parts.append(f"frames {_listed(one.frames)}")
    if one.segments:
        parts.append(f"segments {_listed(one.segments)}")
    if one.channels:
        pairs = ("/".join(map(str, pair)) for pair in one.channels)
        parts.append(f"channels {', '.join(pairs)}")
    if one.presentation:
        parts.append(f"shown by {one.presentation[-1]}")
    if one.value_mapping:
        parts.append(f"values by {one.value_mapping[-1]}")
    return ", ".join(parts)


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def shown_geometry(geometry: Geometry) -> str:
    """Graphic type and points, the numbers of a point with slashes between.

    >>> shown_geometry(Geometry("POINT", ((70.5, 96.0),)))
    'POINT 70.5/96'
    """
    points = (
        "/".join("?" if one is None else f"{one:.9g}" for one in point) for point in geometry.points
    )
    frame = geometry.frame_of_reference_uid
    within = f" in frame of reference {frame}" if frame else ""
    return f"{geometry.graphic_type} {' '.join(points)}{within}".strip()


def _temporal_range(times: TemporalRange) -> str:
    samples = f"samples {_listed(times.samples)}" if times.samples else ""
    offsets = f"seconds {', '.join(times.offsets)}" if times.offsets else ""
    parts = (times.range_type, samples, offsets, ", ".join(times.datetimes))
    return " ".join(part for part in parts if part)
