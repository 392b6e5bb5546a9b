"""A migration proven again: file by file and as a whole, by what its journal says."""
