"""What people typed, in a Markdown file: it cannot become markup."""

_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>()#+-.!|~"})


def escaped(typed: str) -> str:
    """Text on one line."""
    return " ".join(typed.split()).translate(_MARKUP)


def quoted(typed: str) -> list[str]:
    """Text on several lines, as a quotation."""
    return [f"> {escaped(line)}".rstrip() for line in typed.splitlines()]
