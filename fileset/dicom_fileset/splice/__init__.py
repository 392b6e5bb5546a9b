"""New pixel data and few changed elements spliced into the bytes of a file, the rest untouched.

::

    with opened(path) as layout:                       layout.opened(path: str) -> Layout
        layout.value(0x0028_0010)                      Layout.value(tag: int) -> bytes | None
        layout.pixels.value, layout.source             where native words or fragments lie
        write_spliced(layout, changes, uid, file, pixels)
        check_spliced(layout, written_path, changes, new_pixels=True)

`layout` knows where elements lie, `header` applies changes to them, `conversion` brings them into
another encoding, `write` writes and `check` reads again.
"""
