"""Where files lie that are in no folder: stores of objects, by URL."""
