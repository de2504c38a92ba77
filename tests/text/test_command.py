"""The command line: JSON lines in and out, plain or gzip, and a sentence where a file cannot be taken."""

import gzip
import json
import subprocess
import sys
from importlib.resources import files

import pytest

from zhitong.text.command import main

DECIDED = [
    *({"id": f"s{n}", "body": f"学校老师补课招生{n}", "area": "教育文体"} for n in range(4)),
    *({"id": f"w{n}", "title": "污水", "body": f"废气污水臭味排放{n}", "area": "环境保护"} for n in range(4)),
]
MESSAGES = [
    {"id": "a", "title": "柳荫新城搅拌站噪音扰民", "body": "柳荫新城旁搅拌站夜里轰鸣，粉尘大。"},
    {"id": "b", "title": "投诉柳荫新城附近搅拌站", "body": "柳荫新城楼下的搅拌站噪音和粉尘让人受不了。"},
    {"id": "c", "title": "咨询公租房申请材料", "body": "请问公租房申请需要哪些材料。"},
    {"id": "d", "title": "咨询退休手续", "body": "请问办理退休要去哪个窗口。"},
]


def stored(path, rows):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return str(path)


def said(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_classify_learns_and_answers_row_by_row(tmp_path, capsys, ending):
    train = stored(tmp_path / f"train.jsonl{ending}", DECIDED)
    test = stored(
        tmp_path / f"test.jsonl{ending}", [{"id": 7, "body": "老师补课"}, {"id": "t", "title": "臭味", "body": "污水"}]
    )
    assert main(["classify", "--train", train, train, "--test", test]) == 0
    rows = said(capsys)
    assert [(row["id"], row["area"]) for row in rows] == [(7, "教育文体"), ("t", "环境保护")]
    assert all(row["why"] for row in rows)


def test_train_stores_a_model_that_classify_reads(tmp_path, capsys):
    train, model = stored(tmp_path / "train.jsonl", DECIDED), str(tmp_path / "own.npz")
    assert main(["train", "--train", train, "--model", model, "--most", "50"]) == 0
    assert said(capsys)[0]["areas"] == ["教育文体", "环境保护"]
    assert (
        main(["classify", "--model", model, "--test", stored(tmp_path / "t.jsonl", [{"id": 1, "body": "招生"}])]) == 0
    )
    assert said(capsys)[0]["area"] == "教育文体"


def test_classify_without_training_uses_the_built_in_model(tmp_path, capsys):
    assert main(["classify", "--test", stored(tmp_path / "t.jsonl", [{"id": 1, "body": "小学老师有偿补课"}])]) == 0
    assert said(capsys)[0]["area"] == "教育文体"


def test_pairs_say_same_or_not_with_score_and_reason(tmp_path, capsys):
    messages = stored(tmp_path / "m.jsonl.gz", MESSAGES)
    pairs = stored(tmp_path / "p.jsonl", [{"a": "a", "b": "b", "label": "same"}, {"a": "c", "b": "a"}])
    assert main(["pairs", "--messages", messages, pairs]) == 0
    first, second = said(capsys)
    assert (first["a"], first["b"], first["same"], second["same"]) == ("a", "b", True, False)
    assert 0 <= second["score"] < first["score"] <= 1
    assert "柳荫新城" in first["why"]


def test_themes_give_ids_and_reason(tmp_path, capsys):
    assert main(["themes", stored(tmp_path / "m.jsonl", MESSAGES)]) == 0
    (theme,) = said(capsys)
    assert theme["ids"] == ["a", "b"]
    assert "柳荫新城" in theme["theme"]
    assert theme["why"]["titles"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{\n", "line 1"),
        (b'{"id": 1, "body": "x"}\n[]\n', "line 2"),
        (b'{"id": 1}\n', "id, body"),
        (b'{"id": 1, "text": "x"}\n', "it has id, text"),
        (b'{"id": NaN, "body": "x"}\n', "id is neither"),
        (b'{"id": true, "body": "x"}\n', "id is neither"),
        (b'{"id": 1, "body": "x"}\n{"id": "1", "body": "y"}\n', "two different texts"),
        (b'{"id": 1, "body": 5}\n', "body is no text"),
        (b"\xff\xfe\n", "no JSON"),
        (b"\x1f\x8bbroken", "cannot be read"),
        (b"[" * 100_000 + b"\n", "no JSON"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_with_its_line(tmp_path, capsys, content, complaint):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    assert main(["themes", str(path)]) == 1
    told = capsys.readouterr()
    assert complaint in told.err
    assert "bad.jsonl" in told.err
    assert told.out == ""


def test_a_missing_file_and_an_unknown_message_are_refused(tmp_path, capsys):
    assert main(["themes", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err
    messages = stored(tmp_path / "m.jsonl", MESSAGES)
    assert main(["pairs", "--messages", messages, stored(tmp_path / "p.jsonl", [{"a": "a", "b": "zz"}])]) == 1
    assert "'zz'" in capsys.readouterr().err


def test_a_model_is_only_stored_as_npz(tmp_path, capsys):
    assert main(["train", "--train", stored(tmp_path / "t.jsonl", DECIDED), "--model", str(tmp_path / "m.pkl")]) == 1
    assert ".npz" in capsys.readouterr().err


def test_half_a_surrogate_pair_goes_out_escaped(tmp_path, capsys):
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"id": "\\ud800", "body": "\\u8001\\u5e08"}\n')
    assert main(["classify", "--test", str(path)]) == 0
    assert said(capsys)[0]["id"] == "\ud800"


def test_an_empty_file_gives_nothing(tmp_path, capsys):
    empty = stored(tmp_path / "e.jsonl", [])
    assert main(["themes", empty]) == 0
    assert main(["classify", "--test", empty]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.rstrip(b"\n"),
        lambda text: b"\n" + text.replace(b"\n", b"\n\n"),
        lambda text: text + text,
        lambda text: text.replace(b'"c", "title": ', b'"c", "title": null, "heading": '),
    ],
    ids=["byte order mark", "lines of Windows", "last line open", "blank lines", "each row twice", "a title less"],
)
def test_files_as_other_programs_write_them_give_the_same_themes(tmp_path, capsys, change, ending):
    path = tmp_path / f"m.jsonl{ending}"
    text = change("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in MESSAGES).encode())
    path.write_bytes(gzip.compress(text) if ending else text)
    assert main(["themes", str(path)]) == 0
    assert [row["ids"] for row in said(capsys)] == [["a", "b"]]


@pytest.mark.parametrize(
    "body", ["", "水", "。！", "\0", "小区噪音扰民，" * 15_000], ids=["none", "one", "marks", "nul", "long"]
)
def test_a_text_of_any_length_gets_its_answer(tmp_path, capsys, body):
    path = stored(tmp_path / "t.jsonl", [{"id": "t", "body": body}, {"id": "u", "body": body}])
    assert main(["classify", "--test", path]) == 0
    assert [row["id"] for row in said(capsys)] == ["t", "u"]
    assert main(["pairs", "--messages", path, stored(tmp_path / "p.jsonl", [{"a": "t", "b": "u"}])]) == 0
    assert said(capsys)[0]["same"] is (len(body) > 2)
    assert main(["themes", path]) == 0


@pytest.mark.parametrize(
    ("decided", "complaint"),
    [
        ([{"body": "水", "area": "甲"}], "fewer than two areas"),
        ([{"body": "水", "area": "甲"}, {"body": "电", "area": "乙"}], "share a word"),
        ([{"body": "", "area": "甲"}, {"body": "", "area": "乙"}], "share a word"),
        ([{"body": "水", "area": ""}], "body, area"),
    ],
)
def test_training_on_too_little_is_refused(tmp_path, capsys, decided, complaint):
    test = stored(tmp_path / "t.jsonl", MESSAGES)
    assert main(["classify", "--train", stored(tmp_path / "d.jsonl", decided), "--test", test]) == 1
    assert complaint in capsys.readouterr().err


def test_a_theme_of_one_text_is_refused(tmp_path, capsys):
    assert main(["themes", stored(tmp_path / "m.jsonl", MESSAGES), "--least", "1"]) == 1
    assert "--least" in capsys.readouterr().err


def test_the_lines_of_the_readme_run_where_there_is_no_django():
    """With Django made impossible to import; the example is the one people copy."""
    readme = files("zhitong.text").joinpath("README.md").read_text(encoding="utf-8")
    example = readme.partition("```python\n")[2].partition("```")[0]
    code = f"import sys\nsys.modules['django'] = None\n{example}\nprint(len(texts))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.stdout == "2\n", ran.stderr
