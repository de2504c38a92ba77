"""For tests in which several act at once: threads with connections of their own."""

from __future__ import annotations

import threading

from django.db import connections


def at_once(jobs):
    """Run each job in its own thread and connection, as near to one moment as threads can be."""
    faults, gate = [], threading.Barrier(len(jobs))

    def run(job):
        try:
            gate.wait(30)
            job()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults
