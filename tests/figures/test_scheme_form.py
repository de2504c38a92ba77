"""The form of a scheme: what is saved unchanged is the same scheme, and both ways of writing give the same one."""

from __future__ import annotations

import dataclasses
import re
from html import unescape

import pytest
from histories import write_down
from test_measures import only, sent
from test_targets_and_schemes import TEXT, WIDER

from zhitong.figures import actions
from zhitong.figures.models import SchemeVersion
from zhitong.figures.schemes import EXAMPLES, Scheme, build_scheme
from zhitong.figures.schemes.editing import add_row, as_text, drawn, fold, mark_row, move_row, normal, unfold
from zhitong.figures.schemes.fields import NotTaken, read_many, read_number, read_pairs, read_whole
from zhitong.figures.schemes.reader import read_mapping
from zhitong.figures.schemes.sections import SECTIONS, TABLES
from zhitong.figures.schemes.snippets import SNIPPETS

HEAD = "id: x\nname: 办法\nfamily: cppcc\nsubject: both\naccumulate: sum\nrepeat_same_level: each\n"
LEVELS = "levels:\n  - {id: own, who: [区政协], points: 1}\n"
PARTS = [LEVELS.join((HEAD, "")) + text for _says, text in SNIPPETS if not re.search("accumulate|\\Alevels", text)]
SCHEMES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.yaml"))}
SCHEMES |= {f"snippet_{n}": text for n, text in enumerate(PARTS)} | {"wider": WIDER, "small": TEXT % "null"}
EMPTY = {"id": "x", "name": "办法", "family": "cppcc", "subject": "unit", "levels": [], "accumulate": None, "repeat_same_level": None}  # fmt: skip


def parts(scheme: Scheme) -> dict[str, str]:
    """Rows compare by what they are: two readings of one text are never the same objects."""
    return {field.name: repr(getattr(scheme, field.name)) for field in dataclasses.fields(scheme)}


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_saved_unchanged_by_the_form_is_the_same_scheme(name):
    base = read_mapping(SCHEMES[name])
    folded = fold(base, unfold(base))

    assert folded.problems == {}
    assert folded.data == normal(base)
    assert parts(folded.scheme) == parts(build_scheme(base))
    assert parts(build_scheme(read_mapping(as_text(folded.data)))) == parts(folded.scheme)


@pytest.mark.parametrize("name", SCHEMES)
def test_what_the_fields_say_typed_anew_on_an_empty_form_counts_the_same(name):
    """Every value is read from its words, none is carried over: what the form shows is what it would write."""
    base = read_mapping(SCHEMES[name])
    typed = unfold(base)
    for table in TABLES:
        for token in typed.get(table, ()):
            typed[f"{table}.{token}.from"] = [""]
    was, now = build_scheme(base), fold(EMPTY, typed).data
    for table in ("levels", "instructions", "commissioned", "penalties", "counted", "measured", "caps", "multipliers"):
        numbers = ("points", "factor", "full", "max", "min", "target", "short", "beyond", "most", "least")
        shown = [
            {key: row.get(key) for key in numbers if isinstance(row.get(key), (int, float))}
            for row in read_mapping(SCHEMES[name]).get(table) or ()
        ]
        again = [
            {key: row.get(key) for key in numbers if isinstance(row.get(key), (int, float))}
            for row in now.get(table) or ()
        ]
        assert again == shown, table
    again = build_scheme({**now, "decisions": base.get("decisions")})
    for part in ("accumulate", "later", "counting", "groups", "minimum", "convert", "per_head", "rounding", "subject"):
        assert repr(getattr(again, part)) == repr(getattr(was, part)), part
    if not any(box.kept for section in drawn(base, unfold(base), {}) for box in section.boxes):
        assert repr(again.submission) == repr(was.submission)


def test_nothing_that_the_language_knows_in_a_row_is_lost_behind_the_form():
    """Keys without a field, a value that no field holds and a row told in another way are named beside the form, and kept."""
    base = read_mapping(
        HEAD
        + "levels:\n  - {id: own, who: [区政协], points: 1, repeat: [1, 0.5, 0], per: 次, 自己的: 话}\n"
        + "submission: {cap: {total: 120, bonus: 50}}\nmeeting_outputs: 减半\nexamples: [{name: a, items: [], expect: {points: 0}}]\n"
    )
    sections = {each.section.code: each for each in drawn(base, unfold(base), {})}
    (row,) = sections["levels"].tables[0].rows
    assert [box.kept for box in row.boxes if box.kept] == ["1、0.5、0"] and row.besides == ("按：次", "自己的：话")
    assert [box.kept for box in sections["submission"].boxes if box.kept] == ["total 120；bonus 50"]
    folded = fold(base, {**unfold(base), "levels.0.points": ["2"]})
    assert folded.data["levels"] == [{**base["levels"][0], "points": 2}]
    assert folded.data["submission"] == base["submission"] and folded.data["meeting_outputs"] == "减半"


def test_rows_are_added_moved_taken_away_and_get_a_name_of_their_own():
    base = read_mapping(TEXT % "sum")
    typed, first = add_row(unfold(base), "levels")
    assert first == "levels.3.who"
    typed |= {"levels.3.who": ["全国政协，中央统战部"], "levels.3.points": ["２０"]}
    typed = mark_row(move_row(typed, "levels", "3", -1), "levels", "0", gone=True)
    folded = fold(base, typed)
    assert [(row["id"], row["points"]) for row in folded.data["levels"]] == [
        ("city_single", 5),
        ("level_1", 20),
        ("city_composite", 3),
    ]
    assert folded.data["levels"][1]["who"] == ["全国政协", "中央统战部"]
    assert fold(base, mark_row(typed, "levels", "0", gone=False)).data["levels"][0] == base["levels"][0]
    empty, _name = add_row(unfold(base), "levels")
    assert fold(base, empty).data == normal(base)  # a row in which nothing was typed is none


def test_what_is_typed_wrong_is_said_beside_its_field_all_at_once():
    base = read_mapping(TEXT % "sum")
    typed, _name = add_row(unfold(base), "rates")
    typed |= {"levels.0.points": ["五"], "f.year": ["二〇二六"], "rates.0.numerator": ["采用"], "levels.1.who": [""]}
    problems = fold(base, typed).problems
    assert set(problems) == {"levels.0.points", "f.year", "rates.0.name", "levels.1.who"}
    assert "这里要填数" in str(problems["levels.0.points"])
    # and what only the whole scheme can tell, at the field that its key means
    assert set(fold(base, {**unfold(base), "f.year": ["1700"]}).problems) == {"f.year"}
    typed, _name = add_row(unfold(base), "measured")
    typed |= {"measured.0.when": ["任务"], "measured.0.of": ["报送"]}
    assert list(fold(base, typed).problems) == ["measured.0.when"]
    typed |= {"measured.0.full": ["10"], "measured.0.target": ["12"]}
    folded = fold(base, typed)
    assert folded.problems == {} and folded.data["measured"][0]["of"] == "sent"


def test_words_become_values():
    assert [read_number(each) for each in ("５", "-0.5", "－３", "", " ")] == [5, -0.5, -3, None, None]
    assert read_many("市政协、市委办公室; 省政协") == ["市政协", "市委办公室", "省政协"]
    assert read_pairs(">=15：50\n<15: 0") == {">=15": 50, "<15": 0}
    for read, wrong in ((read_number, "1.23456"), (read_whole, "2.5"), (read_whole, "-1"), (read_pairs, "十五")):
        with pytest.raises(NotTaken):
            read(wrong)


def test_no_two_fields_of_the_form_have_one_name():
    base = read_mapping(TEXT % "sum")
    names = [box.name for section in drawn(base, unfold(base), {}) for box in section.boxes]
    assert len(names) == len(set(names))
    assert len({section.code for section in SECTIONS}) == len(SECTIONS)


def test_every_label_can_be_read_in_both_languages():
    said = [section.says for section in SECTIONS] + [section.help for section in SECTIONS if section.help]
    for table in TABLES.values():
        said.append(table.adds)
        for each in table.fields:
            said += [each.says, *([each.help] if each.help else []), *(told for _word, told in each.choices)]
    for section in SECTIONS:
        for each in section.fields:
            for part in getattr(each, "parts", (each,)):
                said += [part.says, *([part.help] if part.help else []), *(told for _word, told in part.choices)]
    assert all(each.en and each.zh and "%%" not in each.zh for each in said)


# --- through the pages ------------------------------------------------------------------------------------------------


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser would send back of a form."""
    found: dict[str, list[str]] = {}
    for tag, rest in re.findall(r"<(input|textarea|select)\b([^>]*>)", page):
        name = re.search(r'name="([^"]+)"', rest)
        if not name or name[1] in ("csrfmiddlewaretoken", "q") or tag != "input":
            continue
        value = re.search(r'value="([^"]*)"', rest)
        found.setdefault(unescape(name[1]), []).append(unescape(value[1]) if value else "")
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found.setdefault(unescape(name), []).append(unescape(inner).removeprefix("\n"))
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner) or re.search(r'value="([^"]*)"', inner)
        found.setdefault(unescape(name), []).append(unescape(chosen[1]))
    return found


@pytest.mark.parametrize("name", ["province_cppcc_commendation", "zhonglou_approval_bureau", "tongcheng_member_2019"])
def test_a_shipped_scheme_opened_in_the_browser_and_kept_unchanged_keeps_its_very_text(office, sign_in, name):
    client = sign_in(office, "he")
    form = fields_of(client.get("/figures/schemes/form/", {"like": name}).content.decode())
    assert client.post("/figures/schemes/form/", {**form, "deed": "keep"}).status_code == 302
    assert SchemeVersion.objects.get().text == SCHEMES[name]


def test_the_form_by_posts_alone_from_nothing_to_a_draft_with_its_decisions(office, sign_in):
    write_down(office, only(sent("street")))
    client = sign_in(office, "he")
    form = fields_of(client.get("/figures/schemes/form/").content.decode())
    form |= {"f.name": ["临溪计分办法"], "levels.0.who": ["市政协"], "levels.0.points": ["五"]}
    more = client.post("/figures/schemes/form/", {**form, "deed": "add:levels"})
    assert more.status_code == 200
    form = fields_of(more.content.decode())
    assert form["levels"] == ["0", "1"] and form["levels.0.points"] == ["五"]  # as typed, not yet said to be wrong
    form |= {"levels.1.who": ["省政协"], "levels.1.points": ["10"]}
    wrong = client.post("/figures/schemes/form/", {**form, "deed": "keep"})
    assert wrong.status_code == 422 and 'value="五"' in wrong.content.decode()
    assert "这里要填数" in wrong.content.decode() and SchemeVersion.objects.count() == 0

    form = fields_of(wrong.content.decode()) | {"levels.0.points": ["5"]}
    tried = client.post("/figures/schemes/form/", {**form, "deed": "try", "period": "2024"}).content.decode()
    assert "按此办法试算 2024年" in tried and office.units["street"].name in tried
    assert SchemeVersion.objects.count() == 0
    form = fields_of(tried) | {"decide.accumulate.value": ["sum"]}
    refused = client.post("/figures/schemes/form/", {**form, "deed": "keep"})
    assert refused.status_code == 422 and SchemeVersion.objects.count() == 0  # a decision without its reason
    form = fields_of(refused.content.decode()) | {"decide.accumulate.reason": ["会议定"]}
    assert client.post("/figures/schemes/form/", {**form, "deed": "keep"}).status_code == 302
    version = SchemeVersion.objects.get()
    assert version.decisions["accumulate"]["value"] == "sum" and version.name == "临溪计分办法"
    assert [row["who"] for row in read_mapping(version.text)["levels"]] == [["市政协"], ["省政协"]]


def test_a_row_of_every_table_can_be_added_and_is_drawn(office, sign_in):
    client = sign_in(office, "he")
    form = fields_of(client.get("/figures/schemes/form/").content.decode())
    for key in TABLES:
        more = client.post("/figures/schemes/form/", {**form, "deed": f"add:{key}"})
        assert more.status_code == 200, key
        form = fields_of(more.content.decode())
    assert all(form[key] for key in TABLES)
    assert client.post("/figures/schemes/form/", {**form, "deed": "look"}).status_code == 422  # it has no name yet


def test_form_and_text_hand_each_other_what_is_typed(office, sign_in):
    client = sign_in(office, "he")
    version = actions.write_scheme(TEXT % "sum", by=office.by("he"))
    form = fields_of(client.get("/figures/schemes/form/", {"after": version.code}).content.decode())
    as_words = client.post("/figures/schemes/form/", {**form, "levels.1.points": ["7"], "deed": "text"})
    text = fields_of(as_words.content.decode())
    assert read_mapping(text["text"][0])["levels"][1]["points"] == 7
    back = client.post("/figures/schemes/write/", {**text, "deed": "form"})
    assert fields_of(back.content.decode())["levels.1.points"] == ["7"]
    broken = client.post("/figures/schemes/write/", {"text": "id: [", "deed": "form"})
    assert broken.status_code == 422 and "id: [" in broken.content.decode()


def test_a_draft_that_somebody_else_kept_meanwhile_is_not_written_over(office, sign_in):
    client = sign_in(office, "he")
    version = actions.write_scheme(TEXT % "sum", by=office.by("he"))
    form = fields_of(client.get("/figures/schemes/form/", {"after": version.code}).content.decode())
    actions.write_scheme(TEXT.replace("points: 5", "points: 6") % "sum", by=office.by("wu"))
    refused = client.post("/figures/schemes/form/", {**form, "levels.1.points": ["9"], "deed": "keep"})
    assert refused.status_code == 422 and "另一份草稿" in refused.content.decode()
    assert 'value="9"' in refused.content.decode()
    assert read_mapping(SchemeVersion.objects.get().text)["levels"][1]["points"] == 6
