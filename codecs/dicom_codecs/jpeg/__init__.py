"""JPEG Baseline and Extended, sequential DCT with Huffman codes: encoded in numpy."""
