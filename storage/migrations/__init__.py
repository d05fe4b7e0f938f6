"""The revisions this program knows, in order; a test holds them against the folder."""

REVISIONS = tuple(f"{number:04}" for number in range(1, 12))
HEAD = REVISIONS[-1]
