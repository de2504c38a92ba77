"""The house keeps its order: messages complete in Chinese, imports at the top, no names that say nothing, nothing of one machine."""

import ast
import re
import subprocess
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "src" / "zhitong"
CATALOGUES = sorted(ROOMS.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))
SOURCES = sorted(path for path in ROOMS.rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_every_message_has_its_chinese_and_the_compiled_file_is_current(path):
    catalogue = polib.pofile(str(path))
    compiled = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.mofile(str(path.with_suffix(".mo")))}

    assert [entry.msgid for entry in catalogue if not entry.translated() and not entry.obsolete] == []
    for entry in catalogue:
        if not entry.obsolete and not entry.msgid_plural:
            assert compiled.get((entry.msgctxt, entry.msgid)) == entry.msgstr, entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_a_translation_keeps_the_places_for_values(path):
    def places(text):
        return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]", text))

    for entry in polib.pofile(str(path)):
        if not entry.obsolete and not entry.msgid_plural:
            assert set(places(entry.msgstr)) <= set(places(entry.msgid)), entry.msgid


def test_one_english_message_has_one_chinese():
    """Django merges the rooms' catalogues and shows one translation; two meanings of one English word need a context."""
    seen: dict[tuple[str | None, str], dict[str, str]] = {}
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)):
            if not entry.obsolete and not entry.msgid_plural:
                seen.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(entry.msgstr, path.parents[3].name)
    assert {key: rooms for key, rooms in seen.items() if len(rooms) > 1} == {}


def test_every_message_in_code_and_templates_is_in_a_catalogue():
    known = {entry.msgid for path in CATALOGUES for entry in polib.pofile(str(path)) if not entry.obsolete}
    missing = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "gettext", "gettext_lazy"}
                and node.args
            ):
                message = node.args[0]
                if isinstance(message, ast.Constant) and isinstance(message.value, str) and message.value not in known:
                    missing.append(f"{path.relative_to(ROOMS)}: {message.value}")
    assert missing == []


def test_imports_stand_at_the_top_or_give_their_reason():
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Import | ast.ImportFrom):
                        assert "#" in lines[inner.lineno - 1], f"{path}:{inner.lineno}"


def test_no_room_or_file_is_called_by_a_word_that_says_nothing():
    empty_words = {"utils", "common", "core", "helpers", "misc", "base"}
    by_django = {ROOMS / "ops/sqlite/base.py"}  # an engine's file has this name and no other
    assert {path for path in [*ROOMS.rglob("*.py"), *ROOMS.glob("*")] if path.stem in empty_words} == by_django


def test_no_file_names_a_place_of_one_machine():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".mo", ".png", ".npz", ".ico", ".woff2"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not re.search(r"(^|[^A-Za-z0-9_])/(?:work|root|home/\w+)/", text), name


def test_lock_files_hold_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        for block in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_rooms_of_plain_python_are_tested_without_a_database():
    """``scripts/test.py`` runs them once, whatever the engines; pytest-django refuses the database to a test that asks for none of these."""
    asking = re.compile(r"django_db|\b(?:db|transactional_db|office|two_levels|stranger|live_server)\b(?=[,)])")
    folders = ("text", "sheets", "paper", "workdays")
    paths = [path for folder in folders for path in (ROOT / "tests" / folder).rglob("test_*.py")]
    assert len(paths) > 10
    definitions = {
        path.name: [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if re.match(r"\s*def |pytestmark|@pytest", line)
        ]
        for path in paths
    }
    assert [name for name, lines in definitions.items() if any(map(asking.search, lines))] == []


def test_no_two_test_files_have_one_name():
    """Tests are collected by their bare names, so that a second one of a name would hide the first or stop the run."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_only_models_and_queries_ask_another_rooms_tables():
    """A room answers questions about its own tables; another one asks its readers, or asks in its own ``queries.py``, where they are found.

    A model's name may stand elsewhere for its choices (``Unit.Kind``), as a type, or handed to its owner's reader.
    """
    found = []
    for path in SOURCES:
        room, *_folders = path.relative_to(ROOMS).parts
        if {"models", "queries"} & {*path.relative_to(ROOMS).parts[:-1], path.stem}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        foreign = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and re.fullmatch(r"zhitong\.(\w+\.)+models", node.module or "")
            for name in node.names
            if node.module.split(".")[1] != room
        }
        found += [
            f"{path.relative_to(ROOMS)}:{node.lineno} {node.value.id}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in foreign
            and node.attr in {"objects", "_default_manager", "_base_manager"}
        ]
    assert found == []
