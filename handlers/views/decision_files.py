"""Decisions as files and as text to be copied, for the person who asked."""

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.domain.decisions import Decision, DecisionForm
from bot.services.decision_exports import Export
from handlers.views.decision_fields import LABELS
from handlers.views.decisions import JSON, OPEN
from handlers.views.kit import Dict, Speech, act, modal, section
from handlers.views.markdown import escaped, quoted
from handlers.views.text import count, esc, size

Names = Mapping[str, str]

# Names of files say nothing of what is inside.
FILE_NAMES = {"md": "decision-log.md", "json": "decision-log.json"}
# What a block holds, and what of one line goes into it: escaped, a sign counts up to five times.
PIECE = 2900
PIECES = 75
LONGEST_PART = 400

NONE = (
    "Only you may read what was found, so no file carries it: messages can be exported by whoever "
    "owns the workspace. Open a decision and press *As text to copy*."
)


def file_note(export: Export) -> Speech:
    """The message that carries the file."""
    what = f"{count(len(export.chains), 'decision')}" if export.is_list else "A decision"
    return Speech(f"{what} from your log, as you asked.{_left_out(export)}")


def text_of(export: Export, kind: str, names: Names) -> str:
    """The file, as Markdown or as JSON; `names` are people by id."""
    return _json(export, names) if kind == JSON else markdown(export, names)


def markdown(export: Export, names: Names) -> str:
    """Each decision with its versions, newest first; what people typed cannot become markup."""
    lines = ["# Decisions" if export.is_list else "# Decision", ""]
    for chain in export.chains:
        latest, *earlier = reversed(chain)
        lines += _version(export, latest, names, f"## {escaped(latest.form.question)}")
        for version in earlier:
            lines += _version(export, version, names, f"### Version {version.version}")
    left = _left_out(export).strip()
    lines += [f"_{left}_", ""] if left else []
    return "\n".join([*lines, f"_As of {export.made_at:%Y-%m-%d %H:%M} UTC._", ""])


def _version(export: Export, decision: Decision, names: Names, title: str) -> Iterator[str]:
    yield from (title, "")
    for label, value in _facts(export, decision, names):
        yield f"- {label}: {escaped(value)}"
    yield ""
    for name in DecisionForm.TEXTS:
        text = getattr(decision.form, name)
        if text and name != "question":
            yield from (f"**{LABELS[name]}**", "", *quoted(text), "")


def _facts(export: Export, decision: Decision, names: Names) -> Iterator[tuple[str, str]]:
    form, record = decision.form, export.negotiations.get(decision.negotiation)
    if record:
        yield "Negotiation", record.name
    yield LABELS["accountable"], names.get(decision.accountable, decision.accountable)
    yield "Version", f"{decision.version}, {decision.made_at:%Y-%m-%d %H:%M} UTC"
    yield "Standing", str(form.standing)
    yield LABELS["visibility"], str(form.visibility)
    for name in ("done_by", "review_on"):
        if day := getattr(form, name):
            yield LABELS[name], day.isoformat()
    if form.probability:
        yield LABELS["probability"], f"{form.probability} %"
    if form.thanked:
        yield "With thanks to", ", ".join(names.get(user, user) for user in form.thanked)


def _json(export: Export, names: Names) -> str:
    data = {
        "made_at": export.made_at.isoformat(),
        "left_out": export.left_out,
        "decisions": [[_data(export, version, names) for version in c] for c in export.chains],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _data(export: Export, decision: Decision, names: Names) -> Dict:
    form, record = decision.form, export.negotiations.get(decision.negotiation)
    return {
        "id": decision.id,
        "decision_id": decision.chain,
        "version": decision.version,
        "made_at": decision.made_at.isoformat(),
        "negotiation": record.name if record else None,
        "poll_id": decision.poll,
        "accountable": _person(decision.accountable, names),
        **{name: getattr(form, name) for name in DecisionForm.TEXTS},
        "probability_percent": form.probability,
        "thanked": [_person(user, names) for user in form.thanked],
        "done_by": form.done_by and form.done_by.isoformat(),
        "review_on": form.review_on and form.review_on.isoformat(),
        "visibility": str(form.visibility),
        "standing": str(form.standing),
    }


def _person(user: str, names: Names) -> Dict:
    return {"id": user, "name": names.get(user)}


def _left_out(export: Export) -> str:
    if not export.left_out:
        return ""
    noun = "decision" if export.is_list else "version"
    one = export.left_out == 1
    tells = "is" if one else "are"
    only = "only its leader may read it" if one else "only their leader may read them"
    return f" {count(export.left_out, noun)} {tells} not in it, because {only}."


def window(export: Export, names: Names) -> Dict:
    """A confidential decision as text, to be copied by the leader's own hand."""
    latest = export.chains[0][-1]
    pieces = _pieces(markdown(export, names))
    blocks = [
        section("Only you may read this, so no message carries it. Copy it from here."),
        *(section(f"```{piece}```") for piece in pieces[:PIECES]),
        *([section("The rest does not fit into a window.")] if len(pieces) > PIECES else []),
    ]
    return modal(act(OPEN, latest.id), "Text to copy", blocks, close="Back")


def _pieces(text: str) -> Sequence[str]:
    """The escaped text in as many parts as blocks hold, broken between lines where possible."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), LONGEST_PART):
            part = esc(line[start : start + LONGEST_PART])
            if size(pieces[-1]) + size(part) > PIECE:
                pieces.append("")
            pieces[-1] += part
    return [piece for piece in pieces if piece.strip()]
