"""``dicom-fileset`` as it is where the turbo extra is not installed."""

import sys

for _name in ("imagecodecs", "jpeg_ls"):
    sys.modules[_name] = None  # type: ignore[assignment]  # what an import of it then finds

from dicom_fileset.cli.main import main  # noqa: E402 - after they were hidden

if __name__ == "__main__":
    main()
