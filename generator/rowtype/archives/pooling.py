"""Batches judged by several processes; results come in the order of the batches, whoever was first.

A process that dies costs nothing: what it was given is judged again.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection

from rowtype.archives import judges, running
from rowtype.archives.counting import EXAMPLES
from rowtype.archives.judges import Judge, Settings
from rowtype.archives.records import Batch, Unreadable
from rowtype.archives.running import Item, Result

AHEAD = 3
"""Batches that wait for each process, so that none is idle."""
TRIES = 3
"""How often a batch is given to a process before it is given up."""


Waiting = tuple[int, Batch | Unreadable, Future[Result] | None]
"""Which of the files, a batch of it or what is wrong with it, and its result when it is there."""


class Died(Exception):
    """A process has died several times over one batch; the message says which."""


_judge: Judge | None = None
"""That of this process."""
_last = (-1, 0)
"""File and offset of what it has judged last."""


def _begin(settings: Settings) -> None:
    global _judge
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever collects decides
    if _judge is None or _judge.settings != settings:
        _judge = judges.prepare(settings)
    _judge.full.clear()  # whoever collects may go on in a file that stands before
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that gives it work has been killed: nobody else would tell it."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _work(index: int, item: Batch) -> Result:
    global _last
    assert _judge is not None
    if index != _last[0] or item.offset < _last[1]:
        _judge.full.clear()  # what comes now may stand before what came
    _last = index, item.offset
    index, item_or_error, found = running.judged_one(_judge, index, item)
    if found is not None:
        groups = found.report.groups.items()
        _judge.full.update(key for key, group in groups if len(group.first) == EXAMPLES)
    if isinstance(item_or_error, Batch):
        item_or_error = running.without_data(item_or_error)
    return index, item_or_error, found


def judged(
    settings: Settings, todo: Iterable[Item], jobs: int, judge: Judge | None = None
) -> Iterator[Result]:
    """The results of all batches, in their order.

    Args:
        judge: what has been made of the settings already: processes that are copies of this one have it at once.

    Raises:
        Died: a process dies of one batch again and again.
    """
    global _judge
    _judge = judge
    pool = _Pool(settings, jobs)
    waiting: deque[Waiting] = deque()
    try:
        for index, item in todo:
            future = pool.submit(index, item) if isinstance(item, Batch) else None
            waiting.append((index, item, future))
            while len(waiting) > AHEAD * jobs:
                yield _next(pool, waiting)
        while waiting:
            yield _next(pool, waiting)
    finally:
        pool.stop()


def _next(pool: _Pool, waiting: deque[Waiting]) -> Result:
    """The result of the first that waits.

    Raises:
        Died: a process dies of it again and again.
    """
    index, item, future = waiting.popleft()
    if isinstance(item, Unreadable):
        return index, item, None
    for _ in range(TRIES):
        try:
            return (future or pool.submit(index, item)).result()
        except BrokenProcessPool:
            pool.restart()
            future = None
            for i, (number, other, old) in enumerate(waiting):
                if old is not None and (not old.done() or old.exception()):
                    waiting[i] = (number, other, None)  # judged when its turn comes, alone
    raise Died(f"{item.file}: a process dies of the records at byte {item.offset:,}, {TRIES} times")


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait: it must not come in the middle of a fork."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where there is none
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Pool:
    def __init__(self, settings: Settings, jobs: int) -> None:
        self.settings, self.jobs = settings, jobs
        # What is made already is there in a copy of this process at once; elsewhere it is made anew.
        self.context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.jobs, mp_context=self.context, initializer=_begin, initargs=(self.settings,)
        )

    def submit(self, index: int, item: Batch) -> Future[Result]:
        try:
            with _undisturbed():
                return self.executor.submit(_work, index, item)
        except BrokenProcessPool:
            broken: Future[Result] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def restart(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._made()

    def stop(self) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)
