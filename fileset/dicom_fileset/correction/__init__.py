"""Attributes of a header changed on purpose, what they were kept, and not a pixel touched.

::

    corrected(source_path: str, destination_path: str,
              changes: Changes, modification: Modification) -> Corrected

The new file has an item more in its Original Attributes Sequence (0400,0561), with the previous
values and who changed them, when and why (PS3.3 C.12.1.1.9).  Its SOP Instance UID is the same.
"""

from .attributes import Changes, Item, Items, Value, Wanted, wanted
from .instance import corrected
from .modification import ChangedAttribute, Corrected, Equipment, Modification

__all__ = [
    "ChangedAttribute",
    "Changes",
    "Corrected",
    "Equipment",
    "Item",
    "Items",
    "Modification",
    "Value",
    "Wanted",
    "corrected",
    "wanted",
]
