"""The cast's office with a workstation."""

from zhitong.network.models import Unit
from zhitong.stations.actions import keeping


def with_station(cast):
    """The cast's office with 柳岸工作站: 田野 sits there, 孟扬 is its liaison."""
    cast.add_unit("station", f"{cast.office.short_name}柳岸委员工作站", Unit.Kind.STATION)
    cast.add_person("tian", "田野", "source", unit="station", is_member=True)
    cast.add_person("meng", "孟扬", "liaison", unit="station")
    cast.station = keeping.open_station(
        cast.units["station"], by=cast.by("he"), serves=[cast.units["street"]], place="柳岸街道12号", hours="周二上午"
    )
    return cast
