"""What is made once a run and used by all workers; whoever is last clears it away."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_once(
    folder: Path, make: Callable[[], str], clear: Callable[[str], object]
) -> Iterator[str]:
    """Give the name of what was made, by this worker or another, and keep it while this runs."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    with (folder / "users").open("a") as users:
        with one_at_a_time(folder):
            fcntl.flock(users, fcntl.LOCK_SH)
            if not done.exists():
                done.write_text(make())
            name = done.read_text()
        yield name
        with one_at_a_time(folder):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
            done.unlink()
            clear(name)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep the other workers of this run waiting."""
    with (folder / "one-at-a-time").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
