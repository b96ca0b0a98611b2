#!/bin/sh
# Makes the pictures of the README and the guides: slides of the sample city and of a made-up town that imports a budget
# (examples/sources) by `afisier render`, plans by `afisier timeline`, the wall by a demo and a headless
# Chromium (Debian: apt install chromium).
set -eu
cd "$(dirname "$0")/../.."

slide() {  # id, display, language, file, theme
    .venv/bin/afisier render content/timisoara "$1" --display "$2" --lang "$3" --theme "${5:-standard}" \
        --at 2026-11-23T14:05 --out "docs/pictures/$4.png"
}
slide buget-100 piata-unirii ro buget-100-landscape
slide buget-ce-este piata-unirii ro buget-ce-este-landscape
slide strada piata-unirii ro strada-landscape
slide tramvai piata-unirii ro tramvai-landscape
slide autobuze piata-unirii ro autobuze-landscape
slide strada primarie hu strada-portrait
slide strada gara ro strada-high-contrast high-contrast
slide buget-100 gara ro buget-100-large-text large-text

profile=$(mktemp -d)
town=$(mktemp -d)
demo=
trap '[ -z "$demo" ] || kill "$demo" 2>/dev/null; rm -rf "$profile" "$town"' EXIT
cp -r docs/examples/week/. "$town"
cp docs/examples/sources/inchidere.yaml "$town/slides/"
budget() {  # file, status, options
    from=$1 status=$2
    shift 2
    .venv/bin/afisier import budget "docs/examples/sources/$from" --into "$town" --status "$status" "$@" >/dev/null
}
budget cheltuieli-2025.csv voted --source-url https://www.example.org/buget --as-of 2025-02-10
budget cheltuieli-2026.csv draft --revenue docs/examples/sources/venituri-2026.csv --surplus 2000000 \
    --previous data/buget-2025-cheltuieli.csv --published 2026-01-12 --objections-until 2026-01-27T16:00 \
    --web https://www.example.org/proiect --short example.org/proiect --source-url https://www.example.org/proiect --as-of 2026-01-12

made() {  # id, instant, file
    .venv/bin/afisier render "$town" "$1" --display piata --at "$2" --out "docs/pictures/$3.png"
}
made buget-2026-obiectii 2026-01-20T10:00 buget-obiectii-landscape
made buget-2026-schimbare 2026-01-20T10:00 buget-schimbare-landscape
made inchidere 2026-11-25T10:00 inchidere-landscape

plan() {  # from, to, file
    .venv/bin/afisier timeline docs/examples/week --display piata --from "$1" --to "$2" --draw "docs/pictures/$3.png"
}
plan 2026-10-19 2026-10-26 plan-week
plan 2026-10-22 2026-10-23 plan-day
plan 2026-10-12 2026-11-23 plan-month
plan 2026-10-24T20:00 2026-10-25T08:00 plan-night

.venv/bin/afisier demo --port 8611 --offscreen >/dev/null &
demo=$!
until .venv/bin/python - <<'PY'
import json, sys, urllib.request
try:
    found = json.load(urllib.request.urlopen("http://127.0.0.1:8611/api/displays"))
except OSError:
    sys.exit(1)
displays = found["displays"] if isinstance(found, dict) else found
sys.exit(not displays or not all(d["online"] and d["glass"] and d["glass"]["state"] == "showing" for d in displays))
PY
do sleep 1; done
# The first visit asks the displays for their glass; the second finds it.
for visit in 1 2; do
    timeout 40 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync \
        --disable-background-networking --disable-component-update --hide-scrollbars --user-data-dir="$profile" \
        --window-size=1440,1270 --timeout=6000 --screenshot=docs/pictures/wall.png http://127.0.0.1:8611/ >/dev/null 2>&1
done

# The studio as its tests draw it (build/studio): cut, with few colours.
.venv/bin/python -m pytest -q -m system tests/system/test_studio_slides.py tests/system/test_studio_review.py \
    tests/system/test_studio_source.py tests/system/test_studio_plan.py tests/system/test_studio_screens.py tests/system/test_studio_alert.py
.venv/bin/python - <<'PY'
from PIL import Image
for state, name, height in (
    ("editor", "editor", 1300), ("review", "review", 1100), ("source-budget-asks", "source", 1100),
    ("plan", "plan", 980), ("screen-wrong", "screen", 1150), ("alert-written", "alert", 1180),
):
    page = Image.open(f"build/studio/{state}-1280-light.png").convert("RGB")
    page = page.crop((0, 0, page.width, min(page.height, height))).quantize(200, dither=0)
    page.save(f"docs/pictures/studio-{name}.png", optimize=True)
PY
