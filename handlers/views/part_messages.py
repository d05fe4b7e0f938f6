"""What colleagues and the leader read about parts in messages and on the Home tab.

Who is asked reads the part and who leads the negotiation, never the name of the record.
"""

from collections.abc import Sequence

from bot.domain.involvement import words
from bot.domain.parts import Asking, Deed, Part, PartState, Standing
from bot.services.part_messages import News, Outlook, Word
from bot.services.part_requests import Waiting
from bot.services.parts import PartPage
from handlers.views.involvement import PART, name_of, owns
from handlers.views.kit import Dict, Speech, act, actions, button, context, modal, section
from handlers.views.parts import ASK_SUGGESTED
from handlers.views.text import cut, esc, one_line, person, quote

ACCEPT = "parts.accept"
PASS = "parts.pass"
SUGGEST = "parts.suggest"
LEAD = "parts.lead"

FREE = "A no is fine, and needs no reason."
_ROOM = 2400

_OVER = {
    Standing.PASSED: "You passed on “{title}”. Thank you for saying so; nothing is left to do.",
    Standing.OVER: "{leader} has withdrawn this request. Nothing is left for you to do. Thank you.",
}


# To who is asked


def request(outlook: Outlook) -> Speech:
    """The request where it stands, as it is now."""
    if outlook.standing is Standing.ASKED and outlook.part.asking:
        lines, buttons = _asks(outlook, outlook.part.asking), _answers(outlook.part)
    elif outlook.standing in _OVER:
        title = name_of(outlook.part)
        said = _OVER[outlook.standing].format(title=title, leader=person(outlook.leader))
        return Speech(said, [section(said)])
    else:
        lines, buttons = [_leads(outlook)], [_open(outlook.part)]
    own = owns(outlook.leader)
    small = f"{own} {FREE}" if outlook.standing is Standing.ASKED else own
    blocks = [*map(section, lines), actions(*buttons), context(small)]
    return Speech("\n".join([*lines, small]), blocks)


def request_page(outlook: Outlook) -> Dict:
    """The same in a window, opened from the Home tab."""
    speech = request(outlook)
    view = act(LEAD, outlook.part.id)
    return modal(view, "Will you lead this?", speech.blocks, close="Close")


def _asks(outlook: Outlook, asking: Asking) -> list[str]:
    part, form = outlook.part, asking.form
    say = str(words("says", part.form.say)["told"]).format(name=person(outlook.leader))
    named = [
        ("Mandate", part.form.mandate),
        ("Bring back", part.form.bring_back),
        ("Why you", form.why),
    ]
    small = [f"*Time it takes*  {one_line(esc(form.time_needed), 300)}"] if form.time_needed else []
    small += [f"*By when*  {form.by_when.day} {form.by_when:%b %Y}"] if form.by_when else []
    return [
        f"{person(asking.by)} asks you to lead a part: *{name_of(part)}*\n{say}",
        *(f"*{name}*\n{quote(cut(esc(text), _ROOM))}" for name, text in named if text),
        *(["\n".join(small)] if small else []),
    ]


def _answers(part: Part) -> list[Dict]:
    args = (part.id, str(part.number))
    return [
        button("Accept", act(ACCEPT, *args), style="primary"),
        button("Pass", act(PASS, *args)),
        button("Suggest someone", act(SUGGEST, *args)),
    ]


def _leads(outlook: Outlook) -> str:
    title = f"*{name_of(outlook.part)}*"
    if outlook.standing is Standing.DONE:
        return f":white_check_mark: You have led {title} to its end. Thank you."
    if outlook.is_ended:
        return f"The talks that {title} belongs to have ended. Thank you for leading it."
    return f"You lead {title}. Write down what you bring back whenever it suits you."


def _open(part: Part) -> Dict:
    return button("Open my part", act(LEAD, part.id), spoken=f"Open {part.title}")


def told(outlook: Outlook, word: Word) -> Speech:
    """To who leads, or led, a part: what has changed for them."""
    leader, part = person(outlook.leader), outlook.part
    if word is Word.RELEASED:
        is_named = part.state is not PartState.DELETED
        title = f"“{name_of(part)}”" if is_named else "the part that you led"
        kept = "What you brought back stays with them. " if is_named and part.earlier else ""
        text = f"{leader} has taken {title} back. {kept}Nothing is left for you to do. Thank you."
        return Speech(text, [section(text)])
    said = {
        Word.CHANGED: f"The words of your part *{name_of(part)}* have changed. Please read them.",
        Word.REOPENED: f"{leader} has reopened your part *{name_of(part)}*. "
        "There is something left to do, or to ask you.",
    }[word]
    return Speech(f"{said} {owns(outlook.leader)}", [section(said), actions(_open(part))])


def thanked(outlook: Outlook) -> Dict:
    """In place of the form in which somebody was suggested."""
    text = f"Thank you. {person(outlook.leader)} hears of it and may ask them."
    return modal(LEAD, "Suggest someone", [section(text)], close="Close")


# To the leader


def news(told: News) -> Speech:
    """An answer, or a part that is done; what it brings back stays behind the button."""
    who, title = person(told.person), f"*{name_of(told.part)}*"
    about = f" ({esc(told.negotiation.name)})"
    suggested = told.part.suggested if told.part.state is PartState.SUGGESTED else None
    opens = button("Open the part", act(PART, told.part.id))
    if told.deed is Deed.DONE:
        read = button("Read what it brings back", act(PART, told.part.id), style="primary")
        return _note(f"{who} has finished {title}{about}.", read)
    if told.deed is Deed.ACCEPTED:
        return _note(f"{who} leads {title}{about}.", opens)
    if suggested:
        ask = button(
            "Ask who was suggested", act(ASK_SUGGESTED, told.part.id, suggested), style="primary"
        )
        said = f"{who} passed on {title}{about} and suggests {person(suggested)}."
        return _note(said, ask, opens)
    return _note(f"{who} passed on {title}{about}. Whom would you ask next?", opens)


def unclaimed(told: News) -> Speech:
    """Nobody has answered for a day."""
    return _note(
        f"{person(told.person)} has not answered yet whether to lead *{name_of(told.part)}* "
        f"({esc(told.negotiation.name)}). A word in person often helps, or ask somebody else.",
        button("Open the part", act(PART, told.part.id)),
    )


def unreached(told: News) -> Speech:
    """Slack would not take the request to who was to be asked."""
    return _note(
        f"I could not reach {person(told.person)} about *{name_of(told.part)}* "
        f"({esc(told.negotiation.name)}). Their account may be switched off. Ask somebody else.",
        button("Open the part", act(PART, told.part.id)),
    )


def asked_suggested(shown: PartPage) -> Speech:
    """What stays of the leader's message after one click."""
    who = person(shown.part.lead) if shown.part.lead else "them"
    return Speech(f"I am asking {who} to lead “{name_of(shown.part)}”.")


def _note(text: str, *buttons: Dict) -> Speech:
    return Speech(text, [section(text), actions(*buttons)])


# On the Home tab


def waiting(found: Waiting, most: int) -> list[Dict]:
    """Requests to answer, what waits for the leader, and parts that one leads."""
    rows = [
        *map(_request_row, found.asked),
        *map(_open_row, found.open),
        *map(_led_row, found.led),
    ]
    more = len(rows) - most
    return [*rows[:most], *([context(f"and {more} more")] if more > 0 else [])]


def waiting_lines(found: Waiting, most: int) -> list[str]:
    """The same as plain lines."""
    rows: Sequence[str] = [
        *map(_request_line, found.asked),
        *map(_open_line, found.open),
        *map(_led_line, found.led),
    ]
    return list(rows[:most])


def _request_row(each: Outlook) -> Dict:
    answer = button("Answer", act(LEAD, each.part.id), style="primary")
    return section(_request_line(each), answer)


def _request_line(each: Outlook) -> str:
    by = each.part.asking.by if each.part.asking else each.leader
    return f"*{name_of(each.part)}*\n{person(by)} asks whether you would lead this part."


def _led_row(each: Outlook) -> Dict:
    return section(_led_line(each), button("Open", act(LEAD, each.part.id)))


def _led_line(each: Outlook) -> str:
    by = each.part.asking.form.by_when if each.part.asking else None
    until = f" by {by.day} {by:%b %Y}" if by else ""
    return f"*{name_of(each.part)}*\nYou lead this part{until}. {owns(each.leader)}"


def _open_row(each: PartPage) -> Dict:
    return section(_open_line(each), button("Open", act(PART, each.part.id)))


def _open_line(each: PartPage) -> str:
    part = each.part
    title = f"*{name_of(part)}*"
    if part.suggested:
        return f"{title}\n{person(part.suggested)} was suggested to lead it. Will you ask?"
    who = person(part.lead) if part.lead else "Nobody"
    return f"{title}\n{who} has not answered yet whether to lead it."
