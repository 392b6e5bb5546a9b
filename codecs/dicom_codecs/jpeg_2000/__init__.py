"""JPEG 2000 and High-Throughput JPEG 2000 (ISO 15444-1, 15444-15): codestreams of one frame each.

A stream is walked marker by marker and bounded (:mod:`.codestream`) before a library sees it;
what the library gives becomes cells in :mod:`.samples`.
"""
