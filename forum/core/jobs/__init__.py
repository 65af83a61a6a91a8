"""Work for later, as rows in one table: written in the transaction that causes it, done once.

A job names an action and its arguments and does nothing itself.
"""

from forum.core.jobs.queue import enqueue, job, run_due

__all__ = ["enqueue", "job", "run_due"]
