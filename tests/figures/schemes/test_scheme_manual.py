"""The manual says what the engine does: its example runs, its lists are the engine's lists."""

import re
from pathlib import Path

import pytest
import yaml
from scheme_writing import scheme

from zhitong.figures.schemes import read_scheme, score
from zhitong.figures.schemes.command import main
from zhitong.figures.schemes.decisions import KEYS
from zhitong.figures.schemes.keys import KNOWN
from zhitong.figures.schemes.vocabulary import concept_of

MANUAL = (Path(__file__).parents[3] / "docs" / "manual" / "schemes.md").read_text("utf-8")


def block(language):
    return re.search(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL).group(1)


def test_the_example_prints_what_the_manual_shows(tmp_path, capsys):
    path = tmp_path / "demo.yaml"
    path.write_text(block("yaml"), "utf-8")

    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out.strip() == block("text").strip()


def test_every_key_and_every_decision_is_explained():
    assert [key for key in KNOWN if f"`{key}`" not in MANUAL] == []
    assert [key for key in KEYS if f"`{key}`" not in MANUAL] == []


def test_every_figure_named_in_the_manual_finds_words():
    table = MANUAL.split("## How figures find their row")[1].split("A key in Chinese")[0]
    named = [
        key
        for line in table.splitlines()
        if line.startswith("| `")
        for key in re.findall(r"`(\w+)`", line.split("|")[1])
    ]
    assert len(named) > 20
    assert [key for key in named if concept_of(key) is None] == []


def rows_of_sharing():
    table = MANUAL.split("## Sharing")[1].split("What is divided")[0]
    for line in table.splitlines()[4:]:
        if line.startswith("|") and "proposal_filed" not in line and "registered" not in line:
            rule, shares = (cell.strip() for cell in line.strip("|").split("|"))
            for words in re.findall(r"`([^`]+)`", rule) or rule.split(", "):
                yield words, shares


@pytest.mark.parametrize(("rule", "shares"), list(rows_of_sharing()))
def test_the_table_of_sharing_is_true(rule, shares):
    value = yaml.safe_load(rule)
    ten = scheme(levels=[{"id": "city", "points": 10}], authors={"joint": value})
    got = score(ten, [{"rows": ["city"], "authors": ["甲", "乙", "丙"]}]).by_owner.values()
    assert [float(share) for share in got] == [float(share) for share in shares.split(", ")]


def test_the_python_in_the_manual_runs(tmp_path):
    path = tmp_path / "demo.yaml"
    path.write_text(block("yaml"), "utf-8")
    names = {"path": path}
    exec(block("python"), names)
    assert names["year"].total == 12
    assert read_scheme(path).id == "demo_district"
