"""Names of files as SQLite takes them: those that are no valid text as bytes."""


def as_stored(value: object) -> object:
    r"""A value as SQLite takes it.

    >>> as_stored("ct.dcm"), as_stored("M\udcfcller"), as_stored(7)
    ('ct.dcm', b'M\xfcller', 7)
    """
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogateescape")
    return value


def as_named(value: object) -> str:
    r"""A name as it was before it was stored.

    >>> as_named(b"M\xfcller") == "M\udcfcller"
    True
    """
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)
