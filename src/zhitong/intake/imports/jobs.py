"""Checking and taking in run later, in steps: each chunk commits by itself, and a job that died goes on where it was."""

from __future__ import annotations

from django_tasks import task

from zhitong.errors import Refused
from zhitong.intake import queries
from zhitong.intake.imports import taking_in
from zhitong.intake.models import Import
from zhitong.jobs.worker import in_steps
from zhitong.network.actors import actor_for, system_actor


@task()
@in_steps
def check_import(code: str) -> None:
    imported = queries.import_by_code(code)
    if imported and imported.state == Import.State.CHECKING:
        run(imported, taking_in.check)


@task()
@in_steps
def run_import(code: str) -> None:
    imported = queries.import_by_code(code)
    if imported and imported.state == Import.State.RUNNING:
        run(imported, taking_in.take_in)


def run(imported: Import, step, **rest) -> Import:
    """One step in the name of whoever uploaded the file, with the rights they have now."""
    by = actor_for(imported.by, channel=rest.pop("channel", "import"))
    program = system_actor(imported.by.office, {"intake.import"})  # ends what its uploader may no longer do
    try:
        return step(imported, by=by, **rest)
    except Refused as refusal:
        return taking_in.refuse(imported, refusal, by=program)
    except FileNotFoundError:
        return taking_in.gone(imported, by=program)
