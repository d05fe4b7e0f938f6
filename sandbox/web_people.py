"""Web API: users.*, team.info, auth.test, api.test"""

from sandbox.basics import Json, SlackError
from sandbox.payloads import user_json
from sandbox.web_call import Call


def user_info(call: Call) -> Json:
    """users.info"""
    return {"user": user_json(call.world, call.world.workspace.person(call.need("user")))}


def user_list(call: Call) -> Json:
    """users.list"""
    page, after = call.page(list(call.world.workspace.people.values()), 1000)
    return {
        "members": [user_json(call.world, p) for p in page],
        "cache_ts": call.world.workspace.seconds(),
        "response_metadata": after,
    }


def team_info(call: Call) -> Json:
    """team.info"""
    workspace = call.world.workspace
    return {"team": {"id": workspace.team_id, "name": workspace.team_name,
                     "domain": workspace.domain, "icon": {}}}  # fmt: skip


def auth_test(call: Call) -> Json:
    """auth.test"""
    workspace, app = call.world.workspace, call.world.app
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.team_name,
        "team_id": workspace.team_id,
        "user": app.name.lower(),
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    """api.test: says back what it is told."""
    if error := call.get("error"):
        raise SlackError(str(error), args=call.params)
    return {"args": call.params}
