"""Messages between two processes: bytes with their length before them."""

from typing import IO


def write_message(stream: IO[bytes], data: bytes) -> None:
    """Send bytes, with their length before them."""
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes:
    """Receive what :func:`write_message` sent; empty at the end, or where it was broken off."""
    head = stream.read(8)
    length = int.from_bytes(head, "little")
    data = stream.read(length) if len(head) == 8 else b""
    return data if len(data) == length else b""
