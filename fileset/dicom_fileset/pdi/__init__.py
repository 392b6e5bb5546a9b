"""IHE Portable Data for Imaging: what a medium holds beside the file-set (RAD TF-3 4.47)."""
