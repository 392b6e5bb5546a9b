"""The command: ``dicom-fileset``, or ``python -m dicom_fileset.cli``."""

from .stopping import at_once

at_once()  # before what takes its time to be imported

from .main import main  # noqa: E402

if __name__ == "__main__":
    main()
