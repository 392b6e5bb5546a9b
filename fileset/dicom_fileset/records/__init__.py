"""Directory records: their types and keys as rows, and an instance made into records."""
