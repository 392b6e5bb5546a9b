"""One file-set for each profile, made once and changed by no test."""

from collections.abc import Callable
from functools import cache

import pytest
from profile_sets import Made, made_for_profile


@pytest.fixture(scope="session")
def made_for(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """By the name of a profile the file-set of the samples that fit it."""
    folder = tmp_path_factory.mktemp("sets")
    return cache(lambda name: made_for_profile(name, folder / name))
