"""Structured reports of PS3.16 TID 5200 and TID 4000, made out of plain values.

``values``, ``echo_values`` and ``cad_values`` are what goes in; ``echo_report`` and
``mammography_cad`` make data sets of it, by ``content_items`` and the attributes around them in
``document``; ``writing`` puts one on a medium and proves it.  What no reader could take is refused
before there is a data set (``checks``).
"""
