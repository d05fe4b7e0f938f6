"""A poll's result by group, one group under the other: on its leader's page alone."""

from collections.abc import Mapping, Sequence

from bot.domain.poll_groups import Group, Part
from bot.domain.poll_results import Result
from bot.domain.suppression import LEAST
from handlers.views.kit import Dict, context, section
from handlers.views.poll_results import figures
from handlers.views.text import count, esc

OPTIONS_SHOWN = 10
TITLE = "*By group*"
NAMES: Mapping[Group, str] = {Group.CORE: "core team", Group.OTHERS: "others"}
TOO_FEW = (
    f"Too few in one group to show them apart: each needs {LEAST} answers, not counting yours."
)
ONE_GROUP = "Only one group answered, so there is nothing to compare."
TOO_FEW_SPOKE = "too few in one group answered this one"


def by_group(result: Result, parts: Sequence[Part] | None, *, in_short: bool = False) -> list[Dict]:
    """Each option's figures by group, in the order of the whole result; why there are none.

    In short it is one block, for a page that has more to show.
    """
    if parts is None or not result.tally.answered:
        return []
    if not parts:
        return [section(f"{TITLE}\n{TOO_FEW if result.poll.is_secret else ONE_GROUP}")]
    sizes = " · ".join(f"{NAMES[part.group]}: {part.answered} answered" for part in parts)
    shown = [line.option_id for line in result.tally.lines[:OPTIONS_SHOWN]]
    rest = len(result.tally.lines) - len(shown)
    more = [context(f"{count(rest, 'answer')} more by group in the CSV file.")] if rest else []
    told = [f"{TITLE} · {sizes}", *(_option(result, each, parts) for each in shown)]
    return [*map(section, ["\n".join(told)] if in_short else told), *more]


def _option(result: Result, option_id: str, parts: Sequence[Part]) -> str:
    option = result.poll.option(option_id)
    lines = [(NAMES[part.group], part.tally.line(option_id)) for part in parts]
    said = [f"_{name}:_ {figures(line, result.tally.rule)}" for name, line in lines]
    if any(line.withheld for _, line in lines):
        said = [f"_{TOO_FEW_SPOKE}_"]
    return "\n".join([esc(option.text) if option else "–", *said])
