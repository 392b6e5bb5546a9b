"""The terms by which an import was begun: it is gone on with by the same ones, or not at all.

What is settled is not looked at again, so other terms would leave a part of the medium as the
former ones had it, and nothing would say so.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from .coercion_rules import Rules
from .model import OnDuplicate
from .terms import ImportTerms


class KeptTerms(msgspec.Struct, frozen=True):
    """What of the terms the rows of a manifest depend on.

    Attributes
    ----------
    layout, on_duplicate, verify
        As in :class:`.terms.ImportTerms`.
    select, coerce
        Digests of what is asked for, and of what the rules say; empty for none.  The values in them
        are patients', and stay out of the manifest.
    """

    layout: str
    on_duplicate: OnDuplicate
    verify: bool
    select: str
    coerce: str


def kept_terms(terms: ImportTerms, rules: Rules | None) -> KeptTerms:
    """The terms as a manifest keeps them; ``rules`` are those of ``terms.coerce``."""
    return KeptTerms(
        terms.layout,
        terms.on_duplicate,
        terms.verify,
        _digest(sorted(set(terms.select))),
        _digest(rules),
    )


def _digest(value: Any) -> str:
    """SHA-256 of what a value says, however it is written in its file."""
    if not value:
        return ""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


def differences(begun: KeptTerms, now: KeptTerms) -> list[str]:
    """What is asked otherwise than it was begun with, by option; no value of a patient.

    Where duplicates were to end it, none was settled: anything may be done with them from there on.
    """
    return list(_differences(begun, now))


def _differences(begun: KeptTerms, now: KeptTerms) -> Iterator[str]:
    if begun.layout != now.layout:
        yield f"--layout was {begun.layout!r}"
    if begun.on_duplicate not in {now.on_duplicate, "fail"}:
        yield f"--on-duplicate was {begun.on_duplicate}"
    if begun.verify != now.verify:
        yield "--verify was asked for" if begun.verify else "--verify was not asked for"
    if begun.select != now.select:
        yield "--select asked for others" if begun.select else "no --select was there"
    if begun.coerce != now.coerce:
        yield "--coerce had other rules" if begun.coerce else "no --coerce was there"
