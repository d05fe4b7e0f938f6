"""How people make and answer polls, for stories."""

from datetime import timedelta

from tests.scenarios.morning import MORNING

HERE = "supplier-talks"
PRIVATE = "leads"
CLOSE = MORNING + timedelta(days=2)
QUESTION = "Which date should we propose?"
DAY = timedelta(days=1).total_seconds()
HOUR = timedelta(hours=1).total_seconds()


async def starts(person, name="Renewal", **more):
    """A record."""
    await person.runs("/negotiate new", HERE)
    await person.fills({"name": name, "counterpart": "Acme", **more})
    await person.submits()
    await person.closes(everything=True)


async def writes_a_poll(person, *, picked=("tomas", "aisha"), channel=HERE, **more):
    """The form, filled in and sent off: the preview shows."""
    await person.runs("/negotiate poll")
    if picked:
        await person.fills({"audience": "People I pick"})
        await person.fills({"people": list(picked)})
    answers = {
        "question": QUESTION,
        "options": "May\nJune\nNo view",
        "use": "To choose the date that I will propose.",
        "channel": channel,
        "closes_at": CLOSE,
        "feedback_by": CLOSE + timedelta(days=1),
    }
    await person.fills({**answers, **more})
    await person.submits()


async def asks(person, **more):
    """A poll in its channel."""
    await writes_a_poll(person, **more)
    await person.submits()
    await person.closes(everything=True)


async def votes(person, option, channel=HERE):
    """A click on the channel's message."""
    await person.opens(channel)
    await person.clicks("Vote", option)


def the_poll(person, channel=HERE):
    """The poll's message as this person reads it."""
    return next(seen for seen in person.reads(channel) if QUESTION in seen.text)


def whispered(person, channel=HERE):
    """The last words that only this person can see."""
    return [seen for seen in person.reads(channel) if seen.ephemeral][-1].text


def said_of(person, words, channel=HERE):
    """The messages that hold these words."""
    return [seen for seen in person.reads(channel) if words in seen.text and not seen.ephemeral]


async def opens_the_poll(person):
    """The leader's page of the poll, from Home."""
    await person.opens_home()
    await person.clicks("Open", "home")
    await person.clicks("Open", QUESTION)
    assert person.modal.title == "Poll"
