"""The revisions this program knows, in order; a test holds them against the folder."""

REVISIONS = (*("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0013"),)
HEAD = REVISIONS[-1]
