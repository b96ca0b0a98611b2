"""The plan of a display as a drawing: a row a campaign, full where it plays, hollow where another masks it.

Decides the marks; what plays is `outlook`'s. Drawn by vl-convert, its network shut. Hours are the display's local ones.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

import fontpkg_inter
import msgspec
import vl_convert

from content.outlook import Outlook
from content.plan import Plan

FONT = "Inter"
INK, MUTED, PLAYS, MASKED, OFF, GROUND = "#10151c", "#4a5361", "#0067a5", "#c3cad3", "#e6e2d8", "#ffffff"
ROW, WIDTH = 34, 1100
"""Pixels of a row, and of the hours."""


def drawing(plan: Plan, start: datetime, end: datetime, form: Literal["svg", "png"] = "svg") -> bytes:
    """What plays in [start, end), both aware.

    Campaigns that do not run then have no row; hours in which the display is off are veiled.
    """
    spec = _spec(Outlook(plan, start, (end - start) / timedelta(days=1)))
    svg: str = vl_convert.vegalite_to_svg(msgspec.json.encode(spec).decode(), allowed_base_urls=[])
    if form == "svg":
        return svg.encode()
    vl_convert.register_font_directory(str(fontpkg_inter.ROOT / "files"))
    return bytes(vl_convert.svg_to_png(svg, scale=2))


def _spec(outlook: Outlook) -> dict[str, Any]:
    rows = list(_rows(outlook))
    shown = {row["campaign"] for row in rows}
    order = [entry.campaign for entry in sorted(outlook.plan.entries, key=lambda entry: -entry.priority)]
    names = [name for name in order if name in shown]
    scale = {"type": "utc", "domain": [_wall(outlook, outlook.start), _wall(outlook, outlook.end)]}
    days = (outlook.end - outlook.start) / timedelta(days=1)
    axis = {"format": "%H:%M" if days <= 1.1 else "%a %d", "title": None, "labelFontSize": 13, "labelColor": MUTED}
    x = {"field": "since", "type": "temporal", "scale": scale, "axis": axis | {"grid": True, "domain": False}}
    y = {
        "field": "campaign",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": names, "padding": 0.28},
        "axis": {
            "title": None,
            "labelFontSize": 14,
            "labelColor": INK,
            "labelLimit": 0,
            "labelPadding": 10,
            "domain": False,
            "ticks": False,
        },
    }
    off = [{"since": _wall(outlook, a), "until": _wall(outlook, b)} for a, b in _dark(outlook)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": ROW * max(1, len(names)),
        "padding": 16,
        "background": GROUND,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"gridColor": OFF}},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "strokeWidth": 1.5, "cornerRadius": 2},
                "encoding": {
                    "x": x,
                    "x2": {"field": "until"},
                    "y": y,
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "stroke": {"field": "stroke", "type": "nominal", "scale": None},
                },
            },
            {
                "data": {"values": [row for row in rows if row["said"]]},
                "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 12, "color": MUTED},
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "said"},
                },
            },
            {
                "data": {"values": off},
                "mark": {"type": "rect", "color": OFF, "opacity": 0.82},
                "encoding": {"x": x, "x2": {"field": "until"}},
            },
        ],
    }


def _rows(outlook: Outlook) -> Iterator[dict[str, Any]]:
    """Stretches that touch and mean the same are one bar. What is masked says so where there is room."""
    room = (outlook.end - outlook.start) / WIDTH * 80
    for entry in outlook.plan.entries:
        open_bar: list[Any] = []
        for stretch in [*outlook.running(entry), None]:
            plays = stretch is not None and entry.campaign in {name for name, _, _ in stretch.active}
            if stretch and open_bar and open_bar[1] == stretch.since and open_bar[2] == plays:
                open_bar[1] = stretch.until
                continue
            if open_bar:
                since, until, played = open_bar
                yield {
                    "campaign": entry.campaign,
                    "since": _wall(outlook, since),
                    "until": _wall(outlook, until),
                    "said": "masked" if not played and until - since >= room else "",
                    "fill": PLAYS if played else GROUND,
                    "stroke": PLAYS if played else MASKED,
                }
            open_bar = [stretch.since, stretch.until, plays] if stretch else []


def _dark(outlook: Outlook) -> Iterator[tuple[datetime, datetime]]:
    at = outlook.start
    for since, until in outlook.schedule.powered(outlook.start, outlook.end):
        if since > at:
            yield at, since
        at = until
    if at < outlook.end:
        yield at, outlook.end


def _wall(outlook: Outlook, at: datetime) -> int:
    """What the display's clock shows, as if it were UTC: milliseconds, as Vega counts."""
    local = at.astimezone(outlook.schedule.zone)
    offset = local.utcoffset() or timedelta()
    return int((at + offset).timestamp() * 1000)
