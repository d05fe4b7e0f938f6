"""PostgreSQL: how a connection is set up."""

from storage.session import Session

SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")
LOCK_SECONDS = 2
STATEMENT_SECONDS = 30

_OPTIONS = (
    f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout={STATEMENT_SECONDS}s "
    "-c idle_in_transaction_session_timeout=60s"
)


def is_postgresql(url: str) -> bool:
    """Whether the address is one of PostgreSQL."""
    return url.startswith(SCHEMES)


def address(url: str) -> str:
    """The address as the driver takes it."""
    return "postgresql://" + url.partition("://")[2]


def connect(url: str, *, writable: bool) -> Session:
    """A session on a new connection.

    Readers see one moment throughout a query. Writers lock what they read to change.
    """
    import psycopg
    from psycopg.rows import dict_row

    connection = psycopg.connect(
        address(url), row_factory=dict_row, options=_OPTIONS, connect_timeout=10
    )
    if not writable:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
    connection.prepare_threshold = 2
    return Session(connection, "postgresql", writable=writable)
