"""The pages of themes: the list with its views, one theme, what people do there, and how the inbox shows them."""

import re

import pytest
from assessment_cast import send_in
from django.urls import reverse
from test_theme_deeds import BUS, FLUE, codes_in, look, of, say

from replayed import replayed
from zhitong.assessment import actions as assessment
from zhitong.assessment.themes import actions, queries
from zhitong.assessment.themes.models import Theme, ThemeItem
from zhitong.intake import actions as intake


@pytest.fixture
@replayed
def told(office):
    office.flue, office.bus = say(office, FLUE), say(office, BUS)
    office.search = look(office)
    return office


def page_of(client, name, *args, query=""):
    answer = client.get(reverse(f"assessment:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, deed, theme, **typed):
    return client.post(reverse(f"assessment:{deed}", args=[theme.code]), typed)


def test_the_list_shows_each_theme_with_its_figures_and_views_with_counts(told, sign_in):
    shown = page_of(sign_in(told, "zhou"), "themes")

    assert of(*told.flue).name in shown
    assert "3 件来稿" in shown
    assert "1 个来源" in shown
    assert "历时 1 周" in shown
    assert "上升" in shown
    assert '待确认 <span class="count">2</span>' in shown


def test_no_more_questions_for_more_themes(told, sign_in, django_assert_max_num_queries):
    client = sign_in(told, "zhou")
    page_of(client, "themes")
    with django_assert_max_num_queries(40) as few:
        page_of(client, "themes")
    for number in range(6):
        theme = Theme.objects.create(office=told.office, name=f"主题{number}", found_at=told.search.finished_at)
        for submission in told.flue:
            ThemeItem.objects.create(theme=theme, submission=submission, added_at=told.search.finished_at)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_of(client, "themes")


def test_a_theme_shows_its_proof_its_picture_and_its_places(told, sign_in):
    shown = page_of(sign_in(told, "zhou"), "theme", of(*told.flue).code)

    assert "<svg" in shown
    assert "<mark>" in shown
    assert all(submission.number in shown for submission in told.flue)
    assert "柳岸街道联络组" in shown


def test_a_bar_a_place_and_a_unit_open_the_rows_they_count(told, sign_in):
    theme, client = of(*told.flue), sign_in(told, "zhou")
    nothing = page_of(client, "theme", theme.code, query="?place=%E5%88%AB%E5%A4%84")
    everything = page_of(
        client,
        "theme",
        theme.code,
        query="?unit=%E4%B8%B4%E6%BA%AA%E5%8C%BA%E6%9F%B3%E5%B2%B8%E8%A1%97%E9%81%93%E8%81%94%E7%BB%9C%E7%BB%84",
    )

    assert told.flue[0].number not in nothing
    assert told.flue[0].number in everything


def test_confirm_name_reject_and_bring_back(told, sign_in):
    theme, client = of(*told.flue), sign_in(told, "zhou")
    send(client, "confirm_theme", theme)
    send(client, "name_theme", theme, name="柳荫新城油烟")
    send(client, "reject_theme", theme, reason="不是一回事")
    theme.refresh_from_db()
    assert (theme.state, theme.name) == (Theme.State.REJECTED, "柳荫新城油烟")

    send(client, "bring_back_theme", theme)
    theme.refresh_from_db()
    assert theme.state == Theme.State.PROPOSED


def test_a_name_that_cannot_be_kept_comes_back_with_what_was_typed(told, sign_in):
    answer = send(sign_in(told, "zhou"), "name_theme", of(*told.flue), name="名" * 70)

    assert answer.status_code == 422
    assert "名" * 70 in answer.content.decode()


def test_splitting_keeps_what_was_ticked_when_the_name_is_missing(told, sign_in):
    theme, client = of(*told.flue), sign_in(told, "zhou")
    answer = send(client, "theme_items", theme, do="split", code=told.flue[2].code, name="")
    assert answer.status_code == 422
    assert re.search(f'value="{told.flue[2].code}"[^>]* checked', answer.content.decode())

    answer = send(client, "theme_items", theme, do="split", code=told.flue[2].code, name="一楼餐馆")
    assert answer.status_code == 302
    assert codes_in(Theme.objects.get(name="一楼餐馆")) == {told.flue[2].code}


def test_a_submission_is_put_in_by_its_number(told, sign_in):
    theme, client = of(*told.bus), sign_in(told, "zhou")
    assert send(client, "put_into_theme", theme, number="2020-9").status_code == 422
    assert send(client, "put_into_theme", theme, number=told.flue[0].number).status_code == 302
    assert told.flue[0].code in codes_in(theme)


def test_merging_is_done_by_choosing_the_other(told, sign_in):
    flue, bus, client = of(*told.flue), of(*told.bus), sign_in(told, "zhou")
    send(client, "merge_theme", bus, into=flue.code)
    answer = client.get(reverse("assessment:theme", args=[bus.code]))

    assert answer.url == reverse("assessment:theme", args=[flue.code])
    assert len(codes_in(flue)) == 5


def test_the_reading_pane_shows_the_theme_and_a_person_confirms_or_takes_out(told, sign_in):
    theme, client = of(*told.flue), sign_in(told, "zhou")
    here = reverse("assessment:read", args=[told.flue[0].code])
    assert theme.name in client.get(here).content.decode()

    answer = send(client, "theme_items", theme, do="confirm", code=told.flue[0].code, next=here)
    assert answer.url == here
    send(client, "theme_items", theme, do="take_out", code=told.flue[1].code, next=here)

    assert theme.items.get(submission=told.flue[0]).state == ThemeItem.State.CONFIRMED
    assert theme.items.get(submission=told.flue[1]).state == ThemeItem.State.REJECTED
    assert "已移出主题" in client.get(reverse("assessment:read", args=[told.flue[1].code])).content.decode()


def test_withheld_names_are_not_counted_together(office, sign_in):
    """Two withheld submissions of one author look like two sources, as the desk may not learn that they have one."""
    submissions = [
        send_in(office, title, body=body, withhold_name=withheld)
        for (title, body), withheld in zip(FLUE, (True, True, False), strict=True)
    ]
    look(office)
    shown = page_of(sign_in(office, "zhou"), "theme", of(*submissions).code)

    assert "3 个来源" in shown
    assert "林小河" in shown  # of the one that is not withheld
    assert shown.count("林小河") == 1


def test_moved_to_paper_shows_nowhere_in_a_theme(told, sign_in):
    theme = actions.confirm_theme(of(*told.flue), by=told.by("zhou"))

    intake.move_to_paper(told.flue[0], by=told.by("zhou"), reason="涉密")
    shown = page_of(sign_in(told, "zhou"), "theme", theme.code)

    assert told.flue[0].number not in shown
    assert "2 件来稿" in shown


def test_looking_is_asked_for_by_a_button_and_shows_how_far_it_is(told, sign_in):
    client = sign_in(told, "zhou")
    client.post(reverse("assessment:look_for_themes"))
    shown = page_of(client, "themes_progress")

    assert "<progress" in shown
    assert "every 2s" in shown

    search = queries.newest_search(told.office.pk)
    actions.begin_search(search, by=told.by("zhou"))
    actions.tell_progress(search, 42)
    assert 'value="42"' in page_of(client, "themes_progress")


def test_decisions_do_not_take_a_submission_out_of_its_theme(told):
    assessment.decide(told.flue[0], "decline", by=told.by("zhou"), words="重复", told="已有同类来稿")

    assert told.flue[0].code in codes_in(of(*told.flue))
