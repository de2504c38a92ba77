"""Two thousand real messages as an office's spreadsheet, through upload, check and taking in. Read at run time, never kept here."""

import runpy
from io import BytesIO
from pathlib import Path

import pytest

from zhitong.intake import queries
from zhitong.intake.imports import actions
from zhitong.intake.models import Submission
from zhitong.jobs.worker import run_due
from zhitong.journal.queries import verify_office
from zhitong.sheets import OutSheet, write_xlsx

MAKER = Path(__file__).parents[2] / "benchmarks" / "make_spreadsheet.py"


@pytest.fixture
def maker():
    made = runpy.run_path(str(MAKER))
    if not (made["SHARED"] / "data").is_dir():
        pytest.skip("the real messages are not on this machine; ZHITONG_SHARED names their folder")
    return made


def test_two_thousand_real_messages_come_in_word_for_word(office, maker, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    rows = maker["rows_of"](2_000, seed=7)
    book = BytesIO()
    write_xlsx(book, [OutSheet("来稿登记", maker["HEADINGS"], rows)])

    imported = actions.upload(BytesIO(book.getvalue()), "来稿登记.xlsx", by=office.by("zhou"))
    assert {"title", "body", "received", "unit", "author", "origin"} <= set(imported.mapping["columns"])
    imported = actions.name_columns(imported, imported.mapping["columns"], by=office.by("zhou"))
    run_due()
    imported = queries.import_by_code(imported.code)
    assert imported.fault_count == 0, imported.faults[:3]
    actions.start(imported, by=office.by("zhou"), all_or_none=True)
    run_due()

    imported.refresh_from_db()
    assert (imported.state, imported.done + imported.known) == ("done", 2_000)
    kept = {(title, body) for title, body in Submission.objects.values_list("title", "body")}
    assert kept == {(row[1], row[2]) for row in rows}
    assert verify_office(office.office.pk).holds
