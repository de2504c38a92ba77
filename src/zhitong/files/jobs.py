"""Files that were held because the scanner was down are asked about again; bytes that outlived their erasing go."""

from __future__ import annotations

from django_tasks import task

from zhitong.files import actions
from zhitong.jobs.schedule import Every, scheduled


@scheduled(Every(minutes=15))
@task()
def scan_held() -> None:
    actions.scan_held()


@scheduled(Every(minutes=15))
@task()
def destroy_left_over() -> None:
    actions.destroy_left_over()
