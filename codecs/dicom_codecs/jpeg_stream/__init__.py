"""JPEG streams (ISO 10918-1, ISO 14495-1): looked at, mended, and decoded by what is installed.

================ ===========================================================================
``segments``     marker segments, one after the other; entropy-coded data passed by one search
``headers``      what stands in the segments that matter, as frozen values
``tables``       Huffman and quantization tables, judged
``scans``        what a scan may say, by the process of its frame
``markers``      :func:`~.markers.walk`: one pass that knows the order of things
``geometry``     blocks and units of a frame and its scans
``credibility``  the least that so many samples can weigh, asked before anything is allocated
``labels``       the process that a transfer syntax stands for
``colour``       what the stream itself says of its colours
``mending``      bytes rewritten, each rewriting told
``completeness`` whether a stream without an end lacks only that
``engines``      which library can decode what
``decoding``     all of it, one after the other
================ ===========================================================================

Nothing here sees a flipped bit inside entropy-coded data: there is no checksum.
"""
