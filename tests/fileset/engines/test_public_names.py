"""The public names are what they say, whatever was imported before them."""

import os
import subprocess
import sys

import dicom_fileset
import pytest


@pytest.mark.parametrize("name", dicom_fileset.__all__)
def test_a_public_name_is_no_module(name: str) -> None:
    program = (
        "import importlib, pkgutil, dicom_fileset\n"
        "for one in pkgutil.iter_modules(dicom_fileset.__path__):\n"
        "    importlib.import_module('dicom_fileset.' + one.name)\n"
        f"from dicom_fileset import {name}\n"
        f"assert type({name}).__name__ != 'module', {name}\n"
    )
    paths = os.pathsep.join(filter(None, sys.path))
    subprocess.run(
        [sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONPATH": paths}
    )
