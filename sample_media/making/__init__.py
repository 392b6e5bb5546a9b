"""The synthetic sample media: one idea a module, put together by ``incoming`` and ``troubled``."""
