"""What the machine finds meets what stands: people's decisions are kept, themes keep their codes, a second run changes nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.assessment.themes.reconcile import LEAST, Standing, reconcile


def plan(groups, standing, fit=lambda item, code: 0.5):
    return reconcile(groups, standing, fit)


def theme(*items, taken_out=(), held=False, rejected=False):
    return Standing(frozenset(items), frozenset(taken_out), held or rejected, rejected)


def test_what_comes_new_joins_the_theme_it_belongs_to():
    made = plan([[1, 2, 3]], {"a": theme(1, 2)})

    assert made.joins == {"a": [3]}
    assert made.new == []


def test_what_a_person_took_out_is_not_put_back():
    made = plan([[1, 2, 3]], {"a": theme(1, 2, taken_out=[3], held=True)})

    assert made.joins == {}
    assert made.new == []


def test_a_rejected_theme_is_not_proposed_again_and_gathers_what_is_like_it():
    made = plan([[1, 2, 3]], {"a": theme(1, 2, rejected=True)})

    assert made.joins == {"a": [3]}
    assert made.new == []


def test_a_small_rejected_theme_does_not_hide_a_large_new_matter():
    made = plan([[1, 2, 3, 4, 5, 6]], {"a": theme(1, 2, rejected=True)})

    assert made.new == [[3, 4, 5, 6]]


def test_split_parts_are_not_merged_again_and_what_is_new_goes_where_it_fits_best():
    standing = {"a": theme(1, 2, taken_out=[3, 4], held=True), "b": theme(3, 4, taken_out=[1, 2], held=True)}
    made = plan([[1, 2, 3, 4, 5]], standing, lambda item, code: {"a": 0.4, "b": 0.9}[code])

    assert made.joins == {"b": [5]}
    assert (made.leaves, made.fades, made.new) == ({}, {}, [])


def test_two_untouched_proposals_become_one_and_the_larger_keeps_its_code():
    made = plan([[1, 2, 3, 4, 5]], {"a": theme(1, 2), "b": theme(3, 4, 5)})

    assert made.joins == {"b": [1, 2]}
    assert made.leaves == {"a": [1, 2]}
    assert made.fades == {"a": "b"}


def test_what_no_group_holds_any_more_stays_in_its_theme():
    made = plan([[1, 2]], {"a": theme(1, 2, 3)})

    assert made == plan([], {})


def test_a_held_theme_takes_what_stood_in_an_untouched_one():
    made = plan([[1, 2, 3]], {"a": theme(1, 2, held=True), "b": theme(3, 9)})

    assert made.joins == {"a": [3]}
    assert made.leaves == {"b": [3]}
    assert made.fades == {"b": "a"}


def carried_out(standing, made):
    """What stands after the plan."""
    after = {}
    for code, now in standing.items():
        if code not in made.fades:
            items = (now.items | set(made.joins.get(code, ()))) - set(made.leaves.get(code, ()))
            after[code] = Standing(items, now.taken_out, now.held, now.rejected)
    for number, items in enumerate(made.new):
        after[f"new{number}"] = theme(*items)
    return after


@st.composite
def worlds(draw):
    """Disjoint groups, and disjoint themes with things that people took out."""
    items = list(range(draw(st.integers(2, 14))))
    labels = draw(st.lists(st.integers(0, 4), min_size=len(items), max_size=len(items)))
    groups = [[item for item, label in zip(items, labels, strict=True) if label == one] for one in range(5)]
    homes = draw(st.lists(st.integers(0, 4), min_size=len(items), max_size=len(items)))
    standing = {}
    for one in range(1, 5):
        own = frozenset(item for item, home in zip(items, homes, strict=True) if home == one)
        held, rejected = draw(st.booleans()), draw(st.booleans())
        out = draw(st.frozensets(st.sampled_from(items), max_size=4)) - own
        if own and (held or rejected or len(own) >= LEAST):
            standing[f"t{one}"] = Standing(own, out if held or rejected else frozenset(), held or rejected, rejected)
    return [group for group in groups if group], standing


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_the_machine_keeps_to_what_people_decided_whatever_it_finds(world):
    groups, standing = world
    made = plan(groups, standing)
    after = carried_out(standing, made)

    for code, before in standing.items():
        if before.held:
            assert code not in made.fades
            assert before.items <= after[code].items
            assert not before.taken_out & after[code].items
    placed = [item for now in after.values() for item in now.items]
    assert len(placed) == len(set(placed))
    assert all(len(now.items) >= LEAST for code, now in after.items() if not now.held)


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_a_second_run_over_the_same_changes_nothing(world):
    groups, standing = world
    after = carried_out(standing, plan(groups, standing))
    again = plan(groups, after)

    assert (again.joins, again.leaves, again.fades, again.new) == ({}, {}, {}, [])
