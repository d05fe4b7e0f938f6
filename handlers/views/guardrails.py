"""What Parley does not help with, on screen: the caveat, and what the checks have found."""

from collections.abc import Sequence

from bot.domain.guardrails import Caveat
from bot.domain.wording import Finding
from handlers.views.kit import Dict, act, actions, button, context, section
from handlers.views.text import count, esc, one_line

UNDERSTOOD = "guardrails.understood"

FINDINGS_SHOWN = 12
PHRASE_SHOWN = 200


def caveat_blocks(caveat: Caveat | None, negotiation_id: str) -> list[Dict]:
    """What this is not, and whom to involve, until the leader has understood it."""
    if caveat is None:
        return []
    whom = "\n".join(f"• {line}" for line in caveat.whom)
    return [
        context(f":information_source: *{caveat.notice}* {caveat.limits}\n{whom}"),
        actions(button("Understood", act(UNDERSTOOD, negotiation_id))),
    ]


def caveat_line(caveat: Caveat | None) -> list[Dict]:
    """The same where there is no record on which it could be put away."""
    return caveat_blocks(caveat, "")[:1]


def warning(findings: Sequence[Finding]) -> list[Dict]:
    """The most important finding with its kind, in one block: what was typed is kept."""
    blocks = finding_blocks(findings)
    return [section(f":warning: {blocks[0]['text']['text']}")] if blocks else []


def finding_blocks(findings: Sequence[Finding]) -> list[Dict]:
    """Each finding with its phrase, its reason and what to do instead; equal ones told once."""
    told = _together(findings)
    rest = len(told) - FINDINGS_SHOWN
    more = [context(f"and {count(rest, 'more thing')} to look at")] if rest > 0 else []
    return [*(section(text) for text in told[:FINDINGS_SHOWN]), *more]


def _together(findings: Sequence[Finding]) -> list[str]:
    """One text for all findings that say the same, with all their phrases."""
    phrases: dict[tuple[str, str], list[str]] = {}
    for each in findings:
        said = phrases.setdefault((each.why, each.instead), [])
        if each.phrase:
            said.append(f"“*{esc(one_line(each.phrase, PHRASE_SHOWN))}*”")
    return [
        "\n".join([*([_listed(said)] if said else []), why, f"→ _{instead}_"])
        for (why, instead), said in phrases.items()
    ]


def _listed(phrases: Sequence[str]) -> str:
    shown = list(dict.fromkeys(phrases))
    rest = len(shown) - 5
    return ", ".join([*shown[:5], *([f"and {rest} more"] if rest > 0 else [])])
