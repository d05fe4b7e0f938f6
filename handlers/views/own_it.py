"""The own-it check on screen: each phrase that hands a decision over, why, and what to say."""

from collections.abc import Mapping, Sequence

from bot.domain.copy import sentence
from bot.domain.own_it import Finding
from handlers.views.kit import (
    Dict,
    actions,
    button,
    checkboxes,
    divider,
    field,
    option,
    section,
)
from handlers.views.text import esc

FINDINGS_SHOWN = 6
# Where a form has been scrolled down, its title is all that shows what has come up above.
LOOK_UP = "See the top: own it?"

Findings = Mapping[str, Sequence[Finding]]


def findings_blocks(findings: Findings, labels: Mapping[str, str], own: str) -> list[Dict]:
    """What was found, by field, above a form; `own` is the action that takes the rewrites over."""
    if not findings:
        return []
    shown = [(labels[name], each) for name, found in findings.items() for each in found]
    return [
        section(sentence("decisions", "own_it", "opening")),
        *(_finding(label, each) for label, each in shown[:FINDINGS_SHOWN]),
        actions(button("Use the rewrites", own, style="primary")),
        field(
            "keep",
            "Or save it as it stands",
            checkboxes([option("Keep my words", "yes")]),
            optional=True,
        ),
        divider(),
    ]


def _finding(label: str, finding: Finding) -> Dict:
    phrase, rewrite = esc(" ".join(finding.phrase.split())), esc(finding.rewrite)
    goes_on = " …" if finding.rewrite.rstrip().endswith((" to", " on", ",", " from")) else ""
    return section(f"{label}: “*{phrase}*”\n{finding.why}\n→ _{rewrite.rstrip()}{goes_on}_")
