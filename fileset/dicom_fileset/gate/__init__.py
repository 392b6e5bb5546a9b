"""The identity gate: whose data a medium holds, before any of it is imported.

It has its own measure.  :func:`~dicom_fileset.identity.same_person` asks under which PATIENT record
a file goes whose Patient ID is known to be equal, and its answers must stay what they were; here
nothing is known to be equal, and a wrong answer is somebody else's data.
"""
