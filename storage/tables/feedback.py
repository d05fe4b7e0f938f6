"""What those who were asked hear of their answers."""

from storage.tables.schema import (
    belongs_to,
    instant,
    primary_key,
    sealed,
    table,
    tenant,
    word,
)

feedback = table(
    "feedback",
    tenant(),
    word("poll"),
    word("state"),
    sealed("content"),
    instant("saved_at"),
    primary_key("poll"),
    belongs_to("polls", poll="id"),
)
