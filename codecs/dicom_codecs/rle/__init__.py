"""RLE Lossless: encoded in numpy, decoded by pylibjpeg-rle or, without it, step by step."""
