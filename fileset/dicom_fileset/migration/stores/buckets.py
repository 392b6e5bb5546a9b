"""Stores of objects, through obstore: every error of theirs is an OSError here."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from errno import EIO
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from ...errors import UsageError
from ...findings import finding

WHOLE_BYTES: Final = 64 * 1024 * 1024
"""Up to this size an object is put in one request, which the store refuses where one stands."""
_PART_BYTES: Final = 16 * 1024 * 1024
"""Of a larger one; four of them are in memory at once."""
_CHUNK_BYTES: Final = 4 * 1024 * 1024
_RETRY: Final = {"max_retries": 5, "retry_timeout": timedelta(seconds=60)}
_SLOW: Final = "600 seconds"
"""How long one request may take, a large object among them."""
_FROM_ENVIRONMENT: Final = (
    "allow_http",
    "allow_invalid_certificates",
    "connect_timeout",
    "proxy_url",
    "proxy_ca_certificate",
    "timeout",
)
"""Options of connections that a store's own variables (``AWS_...``) may name."""
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND: Final = timedelta(microseconds=1)


class Unreachable(OSError):
    """The store did not do what was asked, and may do it another time."""


class Meta(NamedTuple):
    """What a store says of an object; see :class:`.stores.Stored`."""

    path: str
    size: int
    mtime: int
    tag: str


class Bucket:
    """One store, its objects by their paths.

    Raises
    ------
    UsageError
        The extra is not installed, or the store cannot be named so.
    """

    def __init__(self, root: str) -> None:
        try:
            import obstore  # noqa: PLC0415 - an extra
            from obstore import store as stores  # noqa: PLC0415
        except ImportError as error:
            message = "A URL needs the extra: pip install 'dicom-fileset[cluster]'."
            raise UsageError(finding("extra-missing", message)) from error
        self._api: Any = obstore
        self._is_local = root.startswith("file:")
        try:
            api: Any = stores
            self._store = api.LocalStore() if self._is_local else _remote(api, root)
        except Exception as error:
            message = f"{root} cannot be opened: {_first_line(error)}"
            raise UsageError(finding("store-unknown", message)) from error

    def listed(self, prefix: str) -> Iterator[Meta]:
        """Every object below a prefix, as they are told, some at a time."""
        with _told():
            for chunk in self._api.list(self._store, prefix or None, chunk_size=1000):
                yield from map(_meta, chunk)

    def meta(self, path: str) -> Meta:
        """What there is to say of an object; FileNotFoundError where there is none."""
        with _told():
            return _meta(self._api.head(self._store, path))

    def fetch(self, path: str, into: str) -> Meta:
        """Write an object into a new file; what the store says of exactly what was read."""
        with _told():
            got = self._api.get(self._store, path)
            with open(into, "xb") as file:
                file.writelines(got.stream(_CHUNK_BYTES))
            before = _meta(got.meta)
            if self._is_local and _meta(self._api.head(self._store, path)) != before:
                return before._replace(size=-1)  # a file can change while it is read; no object can
            return before

    def put(self, source: str, path: str) -> None:
        """Make an object of a file.

        Raises
        ------
        FileExistsError
            One stands there, and was left as it is.
        """
        if os.path.getsize(source) <= WHOLE_BYTES:
            with open(source, "rb") as file:
                data = file.read()
            with _told(), suppress(self._api.exceptions.NotSupportedError):
                self._api.put(self._store, path, data, mode="create", use_multipart=False)
                return
        # Many parts, and old stores, know no condition; what we put is read back, whoever puts.
        if self.stands(path):
            raise FileExistsError(path)
        with _told():
            self._api.put(
                self._store, path, Path(source), chunk_size=_PART_BYTES, max_concurrency=4
            )

    def stands(self, path: str) -> bool:
        """Whether there is an object."""
        try:
            self.meta(path)
        except FileNotFoundError:
            return False
        return True

    def sha256(self, path: str) -> bytes:
        """Of an object, read now."""
        digest = hashlib.sha256()
        with _told():
            for chunk in self._api.get(self._store, path).stream(_CHUNK_BYTES):
                digest.update(chunk)
        return digest.digest()

    def remove(self, path: str) -> None:
        """Have an object gone; none is none."""
        with _told():
            try:
                self._api.delete(self._store, path)
            except FileNotFoundError:
                return


bucket_of: Final = lru_cache(maxsize=64)(Bucket)
"""The one that a process has for a root such as ``s3://name``: its connections are kept."""


def _remote(api: Any, root: str) -> Any:
    variables = "AWS" if root.startswith("s3:") else "GOOGLE"
    named = {name: os.environ.get(f"{variables}_{name.upper()}") for name in _FROM_ENVIRONMENT}
    options = {"timeout": _SLOW} | {name: value for name, value in named.items() if value}
    return api.from_url(root, client_options=options, retry_config=_RETRY)


def _meta(told: Mapping[str, Any]) -> Meta:
    since: timedelta = told["last_modified"] - _EPOCH
    return Meta(told["path"], told["size"], since // _MICROSECOND * 1000, told["e_tag"] or "")


@contextmanager
def _told() -> Iterator[None]:
    """Whatever obstore raises as an OSError, with a line of its reason."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        from obstore.exceptions import AlreadyExistsError  # noqa: PLC0415 - as above

        if isinstance(error, AlreadyExistsError):
            raise FileExistsError(_first_line(error)) from error
        raise Unreachable(EIO, _first_line(error)) from error


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:300]
