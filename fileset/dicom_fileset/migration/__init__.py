"""Migration: an archive brought to one policy of transfer syntaxes, file by file, each proven."""
