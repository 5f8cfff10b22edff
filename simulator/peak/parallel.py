"""Replications over processes or a cluster, by joblib (2.5)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with (done, total) in the calling process."""


@dataclass(frozen=True)
class Workers:
    """Where work is done. ``backend``: ``loky`` (processes here) or ``dask`` (then ``address`` of
    its scheduler; needs the extra ``dask``). ``jobs`` 0: one per core."""

    jobs: int = 1
    backend: str = "loky"
    address: str | None = None

    @property
    def count(self) -> int:
        """How many tasks go side by side."""
        return self.jobs if self.jobs > 0 else (os.cpu_count() or 1)


def run_all(
    workers: Workers, calls: Iterable[tuple[Callable[..., T], tuple[Any, ...]]]
) -> Iterator[T]:
    """Results of the calls in their order, as they become ready; the same on every backend."""
    if workers.backend == "loky" and workers.count == 1:
        for function, arguments in calls:
            yield function(*arguments)
        return
    from joblib import Parallel, delayed

    with _backend(workers):
        parallel = Parallel(
            n_jobs=workers.count if workers.backend == "loky" else -1,
            return_as="generator",
            pre_dispatch="2*n_jobs" if workers.backend == "loky" else "4*n_jobs",
        )
        yield from parallel(delayed(function)(*arguments) for function, arguments in calls)


def _backend(workers: Workers) -> AbstractContextManager[Any]:
    if workers.backend == "loky":
        return nullcontext()
    if workers.backend != "dask":
        raise ValueError(workers.backend)
    import joblib
    from dask.distributed import Client

    client = Client(workers.address)

    class _Closing(joblib.parallel_backend):  # type: ignore[misc]
        def __exit__(self, *details: Any) -> None:
            super().__exit__(*details)
            client.close()

    return _Closing("dask", wait_for_workers_timeout=60)
