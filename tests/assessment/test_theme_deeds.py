"""主题: found by the machine, kept as people decided, in every run after."""

from datetime import timedelta

import pytest
from assessment_cast import send_in
from django.utils import timezone

from replayed import replayed
from zhitong.assessment import jobs
from zhitong.assessment.themes import actions, queries
from zhitong.assessment.themes.models import Theme, ThemeItem, ThemeSearch
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake import actions as intake
from zhitong.jobs.models import Job
from zhitong.jobs.worker import run_due
from zhitong.journal.models import Entry

FLUE = (
    ("柳荫新城三栋夜宵店油烟直排", "柳荫新城三栋楼下夜宵店没有烟道，油烟直排到住户窗前，夜里不敢开窗。"),
    ("柳荫新城夜宵店油烟扰民无人管", "柳荫新城三栋门面的夜宵店油烟很大，投诉多次没有人管，老人咳嗽不止。"),
    ("再次反映柳荫新城三栋餐馆油烟", "柳荫新城三栋一楼餐馆把油烟排在住户窗下，没有安装烟道。"),
)
BUS = (
    ("桐花岭公交一零八路末班车太早", "桐花岭公交一零八路下午六点收班，下班的人回不了桐花岭。"),
    ("希望桐花岭公交一零八路延长收班时间", "桐花岭一零八路公交收班太早，桐花岭的工人下班只能走路。"),
)
OTHER = (("建议给河湾小学门口装红绿灯", "河湾小学门口放学时车多人多，没有红绿灯。"),)


def say(office, texts, **more):
    return [send_in(office, title, body=body, **more) for title, body in texts]


def look(office, by="zhou"):
    search = jobs.ask(by=office.by(by))
    while run_due():
        pass
    search.refresh_from_db()
    return search


def of(*submissions) -> Theme:
    """The live theme in which the first one stands."""
    return next(row.theme for row in queries.themes_of(submissions[0]) if row.state != ThemeItem.State.REJECTED)


def codes_in(theme) -> set[str]:
    return set(queries.submissions_of(theme).values_list("code", flat=True))


@pytest.fixture
@replayed
def told(office):
    """Three on one flue, two on one bus, one on something else; the machine has looked."""
    office.flue, office.bus, office.single = say(office, FLUE), say(office, BUS), say(office, OTHER)
    office.search = look(office)
    return office


def test_the_machine_groups_what_speaks_of_one_matter_and_names_it_from_its_own_words(told):
    theme = of(*told.flue)

    assert codes_in(theme) == {submission.code for submission in told.flue}
    assert "柳荫新城" in theme.name
    assert theme.state == Theme.State.PROPOSED
    assert queries.themes_of(told.single[0]) == []
    assert (told.search.state, told.search.texts, told.search.found, told.search.added) == ("done", 6, 2, 5)


def test_a_theme_keeps_its_code_when_new_ones_come(told):
    before = of(*told.flue)
    new = send_in(told, "柳荫新城三栋夜宵店油烟还是直排", body="柳荫新城三栋夜宵店油烟直排，烟道仍未安装。")
    search = look(told)

    assert of(new) == before
    assert (search.found, search.grown, search.added) == (0, 1, 1)
    assert Theme.objects.count() == 2


def test_a_second_run_over_the_same_changes_nothing(told):
    search = look(told)

    assert (search.found, search.grown, search.added) == (0, 0, 0)
    assert Theme.objects.count() == 2


def test_a_submission_that_a_person_took_out_is_never_put_back_by_the_machine(told):
    theme = of(*told.flue)
    actions.take_out(theme, [told.flue[2]], by=told.by("zhou"))
    look(told)

    assert codes_in(theme) == {told.flue[0].code, told.flue[1].code}
    assert [row.state for row in queries.themes_of(told.flue[2])] == [ThemeItem.State.REJECTED]

    actions.put_in(theme, told.flue[2], by=told.by("zhou"))

    assert told.flue[2].code in codes_in(theme)


def test_a_rejected_theme_is_not_proposed_again_also_when_new_ones_come(told):
    theme = actions.reject_theme(of(*told.bus), by=told.by("zhou"), reason="只是同一条线路")
    say(told, [("桐花岭公交一零八路收班太早", "桐花岭公交一零八路收班太早，工人回不了桐花岭。")])
    look(told)

    assert not queries.in_view(told.by("zhou"), "all").filter(name__contains="桐花岭").exists()
    assert [one.pk for one in queries.in_view(told.by("zhou"), "rejected")] == [theme.pk]

    actions.bring_back(theme, by=told.by("zhou"))

    assert len(codes_in(theme)) == 3


def test_split_parts_are_not_merged_again(told):
    theme = of(*told.flue)
    part = actions.split_theme(theme, [told.flue[2]], "柳荫新城一楼餐馆", by=told.by("zhou"))
    look(told)

    assert codes_in(theme) == {told.flue[0].code, told.flue[1].code}
    assert codes_in(part) == {told.flue[2].code}
    assert part.split_from == theme


def test_a_name_given_by_a_person_is_kept(told):
    theme = actions.name_theme(of(*told.flue), "柳荫新城油烟", by=told.by("zhou"))
    send_in(told, "柳荫新城三栋夜宵店油烟还是直排", body="柳荫新城三栋夜宵店油烟直排，烟道仍未安装。")
    look(told)
    theme.refresh_from_db()

    assert (theme.name, theme.named_by) == ("柳荫新城油烟", told.zhou)


def test_merging_moves_everything_and_the_old_address_leads_on(told):
    flue, bus = of(*told.flue), of(*told.bus)
    actions.merge_themes(bus, flue, by=told.by("zhou"))
    look(told)
    bus.refresh_from_db()

    assert codes_in(flue) == {one.code for one in told.flue + told.bus}
    assert (bus.state, bus.merged_into) == (Theme.State.MERGED, flue)


def test_merging_two_parts_of_a_split_puts_them_together_again(told):
    theme = of(*told.flue)
    part = actions.split_theme(theme, [told.flue[2]], "一楼餐馆", by=told.by("zhou"))
    actions.merge_themes(part, theme, by=told.by("zhou"))

    assert codes_in(theme) == {one.code for one in told.flue}


def test_confirming_confirms_what_is_proposed_and_later_finds_are_proposals_again(told):
    theme = actions.confirm_theme(of(*told.flue), by=told.by("zhou"))
    new = send_in(told, "柳荫新城三栋夜宵店油烟还是直排", body="柳荫新城三栋夜宵店油烟直排，烟道仍未安装。")
    look(told)

    assert theme.state == Theme.State.CONFIRMED
    states = dict(theme.items.values_list("submission__code", "state"))
    assert states.pop(new.code) == ThemeItem.State.PROPOSED
    assert set(states.values()) == {ThemeItem.State.CONFIRMED}


@pytest.mark.parametrize("who", ["lin", "du", "fang", "admin", "auditor", "security"])
def test_who_does_not_belong_to_the_desk_neither_keeps_nor_sees_themes(told, who):
    theme = of(*told.flue)

    with pytest.raises(NotPermitted):
        actions.confirm_theme(theme, by=told.by(who))
    assert not queries.visible_themes(told.by(who)).exists()


def test_another_office_neither_sees_nor_changes_them(told, stranger):
    theme = of(*told.flue)

    with pytest.raises(NotPermitted):
        actions.reject_theme(theme, by=stranger.by("chen"))
    assert not queries.visible_themes(stranger.by("chen")).exists()


def test_another_offices_submission_cannot_be_put_in(told, stranger):
    foreign = send_in(stranger, *OTHER[0][:1], body=OTHER[0][1], by="bai")

    with pytest.raises(BadInput):
        actions.put_in(of(*told.flue), foreign, by=told.by("zhou"))


def test_themes_never_mix_offices(told, stranger):
    foreign = send_in(stranger, FLUE[0][0], body=FLUE[0][1], by="bai")
    look(told)

    assert queries.themes_of(foreign) == []


def test_a_split_leaves_something_and_needs_a_name(told):
    theme = of(*told.bus)

    with pytest.raises(BadInput) as refusal:
        actions.split_theme(theme, told.bus, "全部", by=told.by("zhou"))
    assert refusal.value.code == "assessment.theme.nothing_left"
    with pytest.raises(BadInput) as refusal:
        actions.split_theme(theme, told.bus[:1], " \u200b", by=told.by("zhou"))
    assert refusal.value.field == "name"


def test_what_was_merged_or_rejected_meanwhile_is_refused_with_its_state(told):
    theme = of(*told.bus)
    actions.reject_theme(theme, by=told.by("zhou"))

    with pytest.raises(WrongState):
        actions.confirm_theme(theme, by=told.by("he"))


def test_moved_to_paper_leaves_every_theme_and_takes_the_machines_words_with_it(told):
    theme = of(*told.bus)
    intake.move_to_paper(told.bus[0], by=told.by("zhou"), reason="涉密")
    theme.refresh_from_db()

    assert codes_in(theme) == {told.bus[1].code}
    assert "桐花岭" not in theme.name
    assert theme.words == []
    assert theme not in queries.in_view(told.by("zhou"), "all")
    assert look(told).state == "done"


def test_withdrawn_submissions_do_not_count(told):
    intake.withdraw(told.flue[0], by=told.by("lin"), why="写错了")
    theme = queries.counted(
        Theme.objects.filter(pk=Theme.objects.get(items__submission=told.flue[0]).pk), timezone.now()
    )

    assert theme.get().size == 2


def test_the_journal_holds_codes_and_no_words(told):
    theme = actions.name_theme(of(*told.flue), "柳荫新城油烟", by=told.by("zhou"))
    actions.split_theme(theme, [told.flue[2]], "一楼餐馆", by=told.by("zhou"))
    entries = Entry.objects.filter(action__startswith="assessment.theme")

    assert {"assessment.theme_proposed", "assessment.theme_named", "assessment.theme_split"} <= {
        entry.action for entry in entries
    }
    assert not any(word in entry.details for entry in entries for word in ("柳荫", "餐馆", "油烟"))


def test_rising_falling_silent(told):
    now = timezone.now()

    def aged(texts, *days):
        return [
            send_in(told, title, body=body, at=now - timedelta(days=ago))
            for (title, body), ago in zip(texts, days, strict=False)
        ]

    old = (
        ("枫桥镇灌溉渠三年没有清淤", "枫桥镇灌溉渠三年没有清淤，下游两个村浇不上水。"),
        ("枫桥镇灌溉渠淤塞浇不上水", "枫桥镇灌溉渠淤塞，下游的田浇不上水，三年没有清淤。"),
    )
    silent = aged(old, 120, 90)
    look(told)
    by = told.by("zhou")

    assert of(*silent) in queries.in_view(by, "silent")
    assert of(*told.flue) in queries.in_view(by, "rising")
    assert of(*told.flue) in queries.in_view(by, "fresh")
    assert of(*silent) not in queries.in_view(by, "rising")
    counts = queries.view_counts(by)
    assert {
        view: counts[view] for view in ("all", "fresh", "rising", "silent", "proposed", "confirmed", "rejected")
    } == {view: queries.in_view(by, view).count() for view in counts}


def test_one_search_at_a_time_and_a_dead_one_is_given_up(office):
    jobs.ask(by=office.by("zhou"))
    with pytest.raises(WrongState):
        jobs.ask(by=office.by("he"))
    later = office.by("zhou", at=timezone.now() + timedelta(hours=3))

    assert jobs.ask(by=later).state == ThemeSearch.State.WAITING


def test_by_night_only_offices_with_news_are_read(told):
    jobs.look_for_themes_by_night.func()
    assert not Job.objects.filter(task__endswith="look_for_themes", state="waiting").exists()
    say(told, OTHER)
    jobs.look_for_themes_by_night.func()

    assert Job.objects.filter(task__endswith="look_for_themes", state="waiting").count() == 1


def test_an_office_without_submissions_or_with_empty_ones_is_no_error(office):
    assert look(office).found == 0
    send_in(office, "。", body="。")
    send_in(office, "？", body="！")

    assert look(office).state == "done"
