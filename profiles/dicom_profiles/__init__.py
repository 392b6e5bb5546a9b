"""The standard's rules as data, and a strict loader for them.

``profiles()`` has every Application Profile of PS3.11; :func:`get` finds one by its name,
:func:`load` reads one of a site, and :func:`check` holds an instance against one.
"""

from .catalogue import default_keys, get, load, media_kinds, pdi_profile, profiles
from .checking import check
from .errors import ProfileError, UnknownProfile
from .facts import Facts, Nonconformance
from .medium import is_leftover, reserved_names
from .model import KeyTable, Profile

__all__ = [
    "Facts",
    "KeyTable",
    "Nonconformance",
    "Profile",
    "ProfileError",
    "UnknownProfile",
    "check",
    "default_keys",
    "get",
    "is_leftover",
    "load",
    "media_kinds",
    "pdi_profile",
    "profiles",
    "reserved_names",
]
