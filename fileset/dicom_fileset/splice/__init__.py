"""New pixel data and few changed elements spliced into the bytes of a file, the rest untouched.

::

    layout      opened(path: str) -> ContextManager[Layout]
                layout_of(file: BinaryIO, held: ExitStack) -> Layout
                Layout.value(tag: int) -> bytes | None         little endian, whatever it lies in
                Layout.items(tag: int) -> bytes | None         of a sequence, with explicit VRs
                Layout.text(tag: int) -> str
                Layout.pixels: Pixels | None                   native words or fragments in .source
    write       write_spliced(layout: Layout, changes: Mapping[int, bytes | None],
                              transfer_syntax_uid: str, file: Sink,
                              pixels: Callable[[Sink], None] | None = None) -> None
    check       check_spliced(layout: Layout, written_path: str,
                              changes: Mapping[int, bytes | None], *,
                              new_pixels: bool) -> int | None

`spans` and `found` know where elements lie, `header` applies changes to them, `conversion` brings
them into another encoding, `view` reads what is partly in memory and partly in a file.
"""
