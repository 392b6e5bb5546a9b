"""The command line: words to one call, and what came of it to text.  A file per verb."""
