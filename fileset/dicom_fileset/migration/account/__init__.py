"""What a journal tells: how far a migration is, and what it came to, as text, page and table."""
