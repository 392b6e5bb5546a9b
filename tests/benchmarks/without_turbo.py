"""``dicom-fileset`` as it is where the turbo extra is not installed."""

import sys

if __name__ == "__main__":  # and not where doctests are collected, which would hide them from all
    for _name in ("imagecodecs", "jpeg_ls"):
        sys.modules[_name] = None  # type: ignore[assignment]  # what an import of it then finds

    from dicom_fileset.cli.main import main

    main()
