"""JPEG Lossless, process 14 with first-order prediction: encoded in numpy."""
