"""Staged instances brought onto volumes, each a file-set, and the index of them all."""
