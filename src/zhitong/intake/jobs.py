"""What runs after a submission is safely in: the follow-up, whose job row is written in the submission's transaction."""

from __future__ import annotations

from django_tasks import task

from zhitong.intake import followups


@task()
def follow_up(codes: list[str]) -> None:
    """Run every room's follow-up on these submissions. May run twice after a crash; each follow-up bears that."""
    followups.run(codes)
