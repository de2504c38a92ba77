"""The filters that the desk keeps under a name: three for everybody, some of one's own."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from zhitong.assessment import actions as assessment
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story

# who, days before loading, name, question, for the whole desk
VIEWS = (
    ("he", 300, "临近时限", {"age": "near", "order": "oldest"}, True),
    ("he", 300, "请求直通车", {"express": "1", "state": "all", "order": "newest"}, True),
    ("wu", 210, "留存到期", {"state": "due"}, True),
    ("zhou", 180, "水务类待研判", {"area": "water"}, False),
    ("qiao", 60, "电梯", {"words": "电梯", "state": "all", "order": "newest"}, False),
    ("fan", 25, "界别来稿", {"kind": "sector"}, False),
)


def plan_views(scene: Scene, story: Story) -> None:
    for key, ago, name, question, shared in VIEWS:
        story.at(story.days.at(ago, 11, 20), lambda at, view=(key, name, question, shared): _save(scene, *view, at))


def _save(scene: Scene, key: str, name: str, question: dict[str, str], shared: bool, at: datetime) -> None:
    assessment.save_view(name, urlencode(question), by=scene.by(key, at), shared=shared)
