"""What a browser is called, of how it names itself: enough for somebody to know their own again, no more.

Browsers name others beside themselves; the first of this table that is named is the one.
"""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def told(agent: str) -> str:
    """`Firefox, Windows` of a User-Agent header; of another program its own first word."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), agent.partition("/")[0][:40] or "?")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser}, {system}" if system else browser
