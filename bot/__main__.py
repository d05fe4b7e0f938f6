"""`python -m bot …`. Running goes past the command line's library, which would stay for months."""

import sys


def main() -> None:
    """Do what the command line asks for."""
    if sys.argv[1:] == ["run"]:
        from bot.running import main as run

        sys.exit(run())
    from bot.cli import app

    app()


if __name__ == "__main__":
    main()
