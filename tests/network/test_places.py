"""The office's gazetteer: a spreadsheet in, one entry in the journal, nothing deleted."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhitong.errors import BadInput, NotPermitted
from zhitong.journal.models import Entry
from zhitong.network import queries
from zhitong.network.models import Choice
from zhitong.network.places.actions import take_in_places
from zhitong.network.places.reading import PlaceRow, kind_of, read_places
from zhitong.sheets import OutSheet, write_xlsx

TABLE = "地名,类型,曾用名,所在街道\n柳岸街道,街道,柳岸,\n青年路,道路,,\n光明社区,,,柳岸街道\n光明社区,,,河东镇\n"


def sheet(rows, headers=("地名", "类型", "曾用名", "所在街道")):
    out = io.BytesIO()
    write_xlsx(out, [OutSheet("地名", headers, rows)])
    return out.getvalue()


def send(client, content, name="地名.xlsx", **more):
    return client.post("/network/lists/place/", {"file": SimpleUploadedFile(name, content), **more})


def names(office):
    on = timezone.localdate()
    return sorted(queries.choices("place", office.office.pk, on=on).values_list("name", flat=True))


def test_a_spreadsheet_is_taken_in_once_and_sent_again_changes_nothing(office, sign_in):
    client = sign_in(office, "he")
    content = sheet(
        [["柳岸街道", "街道", "柳岸、柳岸街", ""], ["青年路", "道路", "", ""], ["光明社区", "", "", "柳岸街道"]]
    )
    assert send(client, content).status_code == 302
    assert send(client, content).status_code == 302

    assert names(office) == ["光明社区", "柳岸街道", "青年路"]
    first, again = Entry.objects.filter(action="network.places_taken_in").order_by("seq")
    assert '"added":3' in first.details and '"same":3' in again.details and "柳岸" not in first.details
    kinds = dict(Choice.objects.filter(list="place").values_list("name", "data__kind"))
    assert kinds == {"柳岸街道": "street", "青年路": "road", "光明社区": "community"}
    page = client.get("/network/lists/place/?q=光明").content.decode()
    assert "光明社区" in page and "青年路" not in page
    assert [hit.text for hit in queries.gazetteer_of(office.office.pk, on=timezone.localdate()).find("柳岸街青年路")] == ["柳岸街", "青年路"]  # fmt: skip


def test_a_whole_list_ends_what_it_no_longer_names_and_a_later_one_brings_it_back(office, sign_in):
    client = sign_in(office, "he")
    send(client, sheet([["柳岸街道", "", "", ""], ["青年路", "", "", ""]]))
    send(client, sheet([["青年路", "", "", ""]]), only_these="on")
    assert names(office) == ["青年路"]
    assert Choice.objects.filter(list="place").count() == 2
    send(client, sheet([["柳岸街道", "", "", ""]]))

    assert names(office) == ["柳岸街道", "青年路"]


def test_one_faulty_row_keeps_the_whole_file_out_and_is_named(office, sign_in):
    client = sign_in(office, "he")
    answer = send(client, sheet([["青年路", "", "", ""], ["", "道路", "", ""], ["路" * 60, "", "", ""]]))

    assert answer.status_code == 422 and names(office) == []
    assert "第 3 行" in answer.content.decode() and "第 4 行" in answer.content.decode()
    for content, name in (
        (b"not a table", "地名.xlsx"),
        (sheet([["x"]], ("甲",)), "地名.xlsx"),
        (sheet([]), "地名.xlsx"),
    ):
        assert send(client, content, name).status_code == 422


def test_a_csv_of_two_places_of_one_name_keeps_both(office):
    rows, faults = read_places(TABLE.encode("gb18030"), "地名.csv")
    assert faults == []
    counts = take_in_places(rows, by=office.by("he"))

    assert counts["added"] == 4 and names(office).count("光明社区") == 2


def test_who_may_and_who_may_not(office, stranger, sign_in):
    rows = [PlaceRow("青年路", "road", (), "")]
    for key in ("zhou", "lin", "security"):
        with pytest.raises(NotPermitted):
            take_in_places(rows, by=office.by(key))
    with pytest.raises(BadInput):
        take_in_places([], by=office.by("he"))
    take_in_places(rows, by=stranger.by("chen"))
    assert names(office) == []


def test_kinds_by_what_a_name_ends_in():
    assert [kind_of(name) for name in ("柳岸街道", "河东镇", "光明社区", "石桥村", "人民大道", "体育馆")] == ["street", "town", "community", "village", "road", "other"]  # fmt: skip


def test_the_queries_of_the_page_do_not_grow_with_the_list(office, sign_in, django_assert_max_num_queries):
    client, counts = sign_in(office, "he"), []
    for more in (1, 45):
        take_in_places([PlaceRow(f"第{more}{n}路", "road", (), "") for n in range(more)], by=office.by("he"))
        with django_assert_max_num_queries(30) as captured:
            client.get("/network/lists/place/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
