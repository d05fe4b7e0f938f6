"""Settings and help."""

from bot.services import nudges, preferences
from handlers import forms
from handlers.router import Reply, Request, Routes, Update, Whisper
from handlers.views import settings as views


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("settings", show)
    routes.action(views.OPEN, show)
    routes.submit(views.SAVE, save)
    routes.word("help", say_help)
    routes.action(views.HELP, show_help)


async def show(request: Request) -> Reply:
    """The form; the zone is asked of Slack afresh, for people who travel."""
    person = await request.parley.slack.person(request.user)
    await request.write(preferences.note_zone, request.user, person.zone)
    kept = await request.read(preferences.get, request.user)
    nudging = await request.read(nudges.get, request.user)
    await request.show(views.form(kept, nudging))
    return None


async def save(request: Request) -> Reply:
    values = request.values
    quiet_from, quiet_until = forms.time(values, "quiet_from"), forms.time(values, "quiet_until")
    wanted = forms.ticks(values, "wanted")
    saved = await request.write(
        preferences.save,
        request.user,
        quiet_from,
        quiet_until,
        calm_cards="calm" in wanted,
        plan_in_dm="plan" in wanted,
        work_days=[int(day) for day in forms.choices(values, "work_days") if day.isdecimal()],
        nudged="nudge" in wanted,
        poll_reminders="polls" in wanted,
    )
    return Update(views.saved(saved, await request.read(nudges.get, request.user)))


async def say_help(request: Request) -> Reply:
    return Whisper(views.help_message())


async def show_help(request: Request) -> Reply:
    await request.show(views.help_modal())
    return None
