"""Long runs as jobs: started at once, followed by their progress, their results kept elsewhere.

A job is a promise within one run of the service: what it makes (a plan) is kept in the store, so
that nothing is lost with the list of jobs.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from graph.errors import InvalidRequest, NotFound, QilianError

log = logging.getLogger("qilian.api")

State = Literal["waiting", "running", "done", "failed"]
Progress = Callable[[str, float], None]
"""What is being done, and what share of it, 0 to 1."""
Work = Callable[[Progress], None]
_MOST_WAITING = 20
_MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Job:
    """A run as it stands: ``result`` is the address of what it makes."""

    id: str
    what: str
    result: str
    state: State = "waiting"
    stage: str = ""
    share: float = 0.0
    failure: str = ""


class Jobs:
    """The jobs of a service, run one after another; the oldest ended ones are forgotten first."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="qilian-job")

    def start(self, what: str, work: Work, *, result: str) -> Job:
        """Begin, or wait for those begun before; `InvalidRequest` when too many wait already."""
        job = Job(secrets.token_urlsafe(12), what, result)
        with self._lock:
            waiting = sum(j.state in ("waiting", "running") for j in self._jobs.values())
            if waiting >= _MOST_WAITING:
                raise InvalidRequest(f"{waiting} runs wait already; try again when some have ended")
            self._jobs[job.id] = job
            ended = [j.id for j in self._jobs.values() if j.state in ("done", "failed")]
            for old in ended[: max(0, len(self._jobs) - _MOST_KEPT)]:
                del self._jobs[old]
        self._pool.submit(self._run, job.id, work)
        return job

    def get(self, job: str) -> Job:
        """One by its id; `NotFound` when there is none, or none any more."""
        with self._lock:
            if job not in self._jobs:
                raise NotFound("there is no such run; it may have ended long ago")
            return self._jobs[job]

    def close(self) -> None:
        """Let the one that runs come to its end, and begin no other."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: str, work: Work) -> None:
        def progress(stage: str, share: float) -> None:
            self._change(job, state="running", stage=stage, share=min(max(share, 0.0), 1.0))

        progress("", 0.0)
        try:
            work(progress)
        except QilianError as err:
            self._change(job, state="failed", failure=str(err))
        except Exception:
            # The place that answers for a thread: whatever it was must not be lost with it.
            log.exception("a run failed")
            self._change(job, state="failed", failure="it stopped by a fault of the service, "
                                                      "which is in its log")
        else:
            self._change(job, state="done", share=1.0)

    def _change(self, job: str, *, state: State, stage: str | None = None,
                share: float | None = None, failure: str = "") -> None:
        with self._lock:
            old = self._jobs[job]
            self._jobs[job] = replace(
                old, state=state, stage=old.stage if stage is None else stage,
                share=old.share if share is None else share, failure=failure)
