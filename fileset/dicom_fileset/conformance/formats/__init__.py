"""A statement in each format, all of them from one document but JSON, which is the model."""
