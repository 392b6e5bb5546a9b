"""An object store of S3's kind on this machine, by moto: what obstore talks to is not ours."""

import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from moto.server import ThreadedMotoServer

BUCKET = "archive"


@contextmanager
def object_store() -> Iterator[dict[str, str]]:
    """A store with one bucket, and the environment that leads to it, also that of this process."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        request = urllib.request.Request(f"http://{host}:{port}/{BUCKET}", method="PUT")
        with urllib.request.urlopen(request):  # noqa: S310 - our own
            pass
        leads_there = {
            "AWS_ENDPOINT": f"http://{host}:{port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "somebody",
            "AWS_SECRET_ACCESS_KEY": "something",
            "AWS_REGION": "us-east-1",
        }
        with mock.patch.dict(os.environ, leads_there):
            yield leads_there
    finally:
        server.stop()
