"""Themes in the one search box: by name and words, as they stand now, for those who may see themes."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from test_theme_deeds import BUS, FLUE, look, of, say

from replayed import replayed
from zhitong.assessment.themes import actions
from zhitong.intake.actions import move_to_paper
from zhitong.search.find import Wish, find
from zhitong.search.models import Document
from zhitong.text import parse_query


@pytest.fixture
@replayed
def told(office):
    office.flue, office.bus = say(office, FLUE), say(office, BUS)
    look(office)
    return office


def themes_found(cast, key, typed):
    spots = find(cast.by(key), Wish(parse_query(typed), {"kind": "theme"})).spots
    return set(Document.objects.filter(spot__in=spots).values_list("code", flat=True))


def test_a_theme_is_found_by_its_name_and_by_its_words(told):
    theme = of(*told.flue)
    assert themes_found(told, "zhou", "柳荫新城") == {theme.code}
    for word in theme.words:
        assert theme.code in themes_found(told, "zhou", word)
    actions.name_theme(theme, "夜宵一条街", by=told.by("zhou"))
    assert themes_found(told, "zhou", "夜宵一条街") == {theme.code}
    call_command("search", "check")


def test_only_who_may_see_themes_finds_or_counts_them(told, stranger):
    assert find(told.by("zhou"), Wish(parse_query("柳荫新城"))).counts["kind"]["theme"] == 1
    for cast, key in ((told, "lin"), (told, "du"), (stranger, "chen")):
        found = find(cast.by(key), Wish(parse_query("柳荫新城")))
        assert found.counts["kind"]["theme"] == 0
        assert themes_found(cast, key, "柳荫新城") == set()


def test_a_rejected_one_is_gone_until_it_is_brought_back_and_a_part_is_found_at_once(told):
    theme = of(*told.flue)
    part = actions.split_theme(theme, told.flue[:1], "南门油烟", by=told.by("zhou"))
    assert themes_found(told, "zhou", "南门油烟") == {part.code}
    actions.reject_theme(theme, by=told.by("zhou"), reason="两件事")
    assert theme.code not in themes_found(told, "zhou", "柳荫新城")
    actions.bring_back(theme, by=told.by("zhou"))
    assert theme.code in themes_found(told, "zhou", "柳荫新城")
    call_command("search", "check")


def test_words_moved_to_paper_are_not_found_in_a_theme(told):
    theme = of(*told.flue)
    for submission in told.flue:
        move_to_paper(submission, by=told.by("zhou"), reason="误录")
    assert theme.code not in themes_found(told, "zhou", "柳荫新城")
    call_command("search", "check")


def test_the_page_shows_a_theme_with_how_many_stand_in_it(told, sign_in):
    content = sign_in(told, "zhou").get(reverse("search:find"), {"q": "柳荫新城", "kind": "theme"}).content.decode()
    assert reverse("assessment:theme", args=[of(*told.flue).code]) in content
    assert "3 件来稿" in content
