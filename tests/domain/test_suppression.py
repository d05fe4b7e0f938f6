"""What a secret poll shows, attacked by somebody who knows the totals and the rule."""

from collections import defaultdict
from functools import cache
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.suppression import LEAST, comments_shown, is_enough, shown

groups = st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=6)


def sizes(*all_):
    return dict(zip("ABCDEF", all_, strict=False))


@pytest.mark.parametrize(
    ("given_", "seen"),
    [
        ((7, 9), (7, 9)),
        ((5, 5), (5, 5)),
        ((3, 7, 9), (None, None, 9)),
        ((1, 4, 9, 20), (None, None, None, 20)),
        ((4, 4, 4, 5), (None, None, None, None)),
        ((3, 7, 7, 9), (None, None, None, 9)),
        ((0, 6, 8), (None, None, 8)),
        ((2, 1), (None, None)),
        ((9,), (9,)),
        ((4,), (None,)),
        ((), ()),
    ],
)
def test_what_is_shown_of_groups(given_, seen):
    assert shown(sizes(*given_)) == sizes(*seen)


@given(groups)
def test_no_group_below_the_minimum_is_shown_and_no_number_is_false(given_):
    for name, size in shown(given_).items():
        assert size is None or size == given_[name] >= LEAST


@given(groups)
def test_the_rest_to_the_total_gives_no_hidden_group_away(given_):
    hidden = [given_[name] for name, size in shown(given_).items() if size is None]
    rest = sum(given_.values()) - sum(size or 0 for size in shown(given_).values())
    assert rest == sum(hidden)
    if hidden and is_enough(sum(given_.values())):
        assert len(hidden) >= 2
        assert rest >= LEAST


@given(st.data())
def test_the_order_of_the_groups_does_not_matter(data):
    given_ = data.draw(groups)
    mixed = dict(data.draw(st.permutations(list(given_.items()))))
    assert shown(mixed) == shown(given_)


@given(groups, st.integers(1, 12))
def test_nothing_is_hidden_when_every_group_is_large_enough(given_, least):
    if all(size >= least for size in given_.values()):
        assert shown(given_, least) == given_
    else:
        assert None in shown(given_, least).values()


# The attack: all sizes that give the same picture.


@cache
def pictures(count, largest, rule):
    """What an attacker sees -> every assignment of sizes behind it."""
    behind = defaultdict(list)
    for assignment in product(range(largest + 1), repeat=count):
        seen = tuple(rule(sizes(*assignment), 3).values())
        behind[sum(assignment), seen].append(assignment)
    return behind


def given_away(count, largest, rule, least=3):
    """Pictures in which a hidden group has one size only, or is surely below the minimum."""
    return [
        (total, seen, place)
        for (total, seen), behind in pictures(count, largest, rule).items()
        for place in range(count)
        if seen[place] is None
        and is_enough(total, least)
        # A total that needs more than `largest` somewhere is not looked at from every side.
        and total - sum(size or 0 for size in seen) <= largest
        if not min(a[place] for a in behind) < least <= max(a[place] for a in behind)
    ]


def just_enough(groups_, least):
    """The rule that suggests itself: hide what is too small, then fill up to the minimum."""
    hidden = {name for name, size in groups_.items() if size < least}
    for name in sorted(groups_, key=lambda each: groups_[each]):
        if hidden and (len(hidden) < 2 or sum(groups_[each] for each in hidden) < least):
            hidden.add(name)
    return {name: None if name in hidden else size for name, size in groups_.items()}


@pytest.mark.parametrize(("count", "largest"), [(1, 12), (2, 12), (3, 9), (4, 8)])
def test_nobody_who_knows_total_and_rule_can_tell_a_hidden_group(count, largest):
    assert given_away(count, largest, shown) == []


def test_the_attack_finds_what_a_rule_that_hides_less_gives_away():
    assert given_away(4, 8, just_enough)


@given(st.data())
def test_hidden_sizes_could_be_exchanged_and_the_picture_stays(data):
    given_ = data.draw(groups)
    hidden = [name for name, size in shown(given_).items() if size is None]
    swapped = dict(
        zip(hidden, data.draw(st.permutations([given_[h] for h in hidden])), strict=True)
    )
    assert shown({**given_, **swapped}) == shown(given_)
    sizes_ = [given_[name] for name in hidden]
    if any(size >= LEAST for size in sizes_):
        assert min(sizes_) < LEAST <= max(sizes_)
    else:
        assert len(sizes_) in (0, len(given_))


# Comments


def test_fewer_comments_than_the_minimum_are_not_shown():
    assert comments_shown(["a", "b", "c", "d", " \u200b"], Random(1).shuffle) == ()
    assert len(comments_shown(["a", "b", "c", "d", "e"], Random(1).shuffle)) == LEAST


@given(st.data(), st.integers())
def test_the_order_of_comments_does_not_depend_on_arrival(data, seed):
    comments = data.draw(st.lists(st.text(min_size=1), min_size=LEAST))
    later = data.draw(st.permutations(comments))
    one = comments_shown(comments, Random(seed).shuffle)
    assert one == comments_shown(later, Random(seed).shuffle)
    assert len(one) in (0, *range(LEAST, len(comments) + 1))


def test_comments_are_mixed():
    said = [str(n) for n in range(20)]
    assert comments_shown(said, Random(1).shuffle) != comments_shown(said, Random(2).shuffle)
