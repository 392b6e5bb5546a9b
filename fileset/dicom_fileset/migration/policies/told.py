"""A policy in sentences, for pages that people read."""

from typing import Final

from dicom_profiles.names import sop_class_name, syntax_name

from .policy import KEEP, SMALLEST, Match, Policy, Wish


def told(policy: Policy) -> tuple[str, ...]:
    """A policy in sentences: each rule, and then what counts for all others."""
    rules = [f"{_matched(one.match)}: {_wished(one.wish, policy)}." for one in policy.rules]
    others = "Everything else" if rules else "Everything"
    return (*rules, f"{others}: {_wished(policy.wish, policy)}.", *_ALWAYS)


_ALWAYS: Final = ("What has no Pixel Data is never encapsulated, and video is never touched.",)


def _wished(wish: Wish, policy: Policy) -> str:
    if wish.to == KEEP:
        return "it stays as it is, byte for byte"
    names = ", ".join(map(syntax_name, policy.among))
    parts = [f"the smallest of {names}" if wish.to == SMALLEST else syntax_name(wish.to)]
    if wish.quality is not None:
        parts.append(f"with loss, quality {wish.quality}")
    if wish.ratio is not None:
        parts.append(f"with loss, {wish.ratio:g} times smaller")
    if wish.keep_compressed:
        parts.append("what is compressed without loss already stays as it is")
    kept = wish.lossy_sources == "keep"
    parts.append(f"what has lost something already {'stays as it is' if kept else 'is decoded'}")
    return "; ".join(parts)


def _matched(match: Match) -> str:
    bits = [f"{low}" if low == top else f"{low} to {top}" for low, top in match.bits]
    parts = (
        ("SOP Class", [sop_class_name(uid) for uid in match.sop_class]),
        ("modality", match.modality),
        ("transfer syntax", [syntax_name(uid) for uid in match.source]),
        ("Bits Stored", bits),
        ("frames", match.pixels),
    )
    return ", ".join(f"{name} {' or '.join(some)}" for name, some in parts if some)
