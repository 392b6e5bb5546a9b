"""The conformance statement (PS3.2 Annex N), emitted from what was performed."""
