"""Structured reports: read, shown, extracted from and made (PS3.3 C.17, C.18, PS3.16)."""
