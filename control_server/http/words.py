"""A line that somebody sent: within its length, and without letters that nobody sees."""

from content.findings import refused


def words(text: str, most: int, where: str) -> str:
    """The text with single spaces. Raises RefusedError (`value`) for more letters, and for ones that do not print."""
    line = " ".join(text.split())
    if len(line) > most or not line.isprintable():
        raise refused("value", where, f"has {len(line):,} letters, expected at most {most:,}, all of which are seen")
    return line
