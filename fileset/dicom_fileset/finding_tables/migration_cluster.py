"""Codes of Findings on a migration by many machines, and on files in object storage."""

from types import MappingProxyType
from typing import Final

from .code import Code

MIGRATION_CLUSTER_CODES: Final = MappingProxyType(
    {
        "extra-missing": Code("error", "-", "Install the extra that is named."),
        "cluster-address": Code(
            "error", "-", "Write the address as Dask's scheduler says it, e.g. tcp://host:8786."
        ),
        "cluster-unreachable": Code(
            "error",
            "-",
            "See that the scheduler runs (dask scheduler), and that this machine may reach it.",
        ),
        "cluster-differs": Code(
            "error",
            "-",
            "Nothing is sent there: install the same versions everywhere, so that every machine writes the same bytes.",
        ),
        "worker-passed-by": Code(
            "note",
            "-",
            "Nothing was sent there: install the same versions, so that it writes the same bytes.",
        ),
        "cluster-empty": Code(
            "error", "-", "Start workers (dask worker ADDRESS), then run again with --resume."
        ),
        "cluster-lost": Code(
            "error", "-", "Start the scheduler and its workers again, then run again with --resume."
        ),
        "worker-lost": Code(
            "error",
            "-",
            "Its source is as it was. See that the workers have memory enough for it, then migrate it alone.",
        ),
        "store-unknown": Code(
            "error", "-", "Name a path, or a URL with file://, s3://, gs://, az:// or http(s)://."
        ),
        "store-unreachable": Code(
            "error",
            "-",
            "See that the store answers, and that address and credentials are known to every worker.",
        ),
    }
)
