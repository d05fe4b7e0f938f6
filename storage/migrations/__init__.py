"""The revisions this program knows, in order; a test holds them against the folder."""

REVISIONS = ("0001", "0004")
HEAD = REVISIONS[-1]
