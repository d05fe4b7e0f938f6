"""Polls with more than the plainest settings, for stories."""

from datetime import timedelta

from tests.scenarios.poll_story import CLOSE, DAY, QUESTION

SECRET = {"secret": ["Secret: answers are kept without names"]}


async def writes_more(person, settings, *, picked=("tomas", "aisha"), **more):
    """The form with all its settings, filled in and sent off: the preview shows.

    `settings` and `more` map fields to what is typed or chosen; rule and secrecy are settings.
    """
    await person.runs("/negotiate poll")
    await person.clicks("More settings")
    if "rule" in settings:
        await person.fills({"rule": settings["rule"]})
    if picked:
        await person.fills({"audience": "People I pick"})
        await person.fills({"people": list(picked)})
    close = more.get("closes_at", CLOSE)
    answers = {
        "question": QUESTION,
        "options": "May\nJune\nNo view",
        "use": "To choose the date that I will propose.",
        "channel": "supplier-talks",
        "closes_at": close,
        "feedback_by": close + timedelta(days=1),
    }
    rest = {name: value for name, value in settings.items() if name != "rule"}
    await person.fills({**answers, **more, **rest})
    await person.submits()


async def asks_more(person, settings, *, agrees=(), **more):
    """A poll in its channel, or waiting to be posted; `agrees` are cautions to be ticked."""
    await writes_more(person, settings, **more)
    if agrees:
        await person.fills(dict.fromkeys(agrees, True))
    await person.submits()
    await person.closes(everything=True)


async def waits(sandbox, days):
    """Day after day, so that nothing is skipped."""
    for _ in range(days):
        await sandbox.moves(DAY)
