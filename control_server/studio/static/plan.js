// The chart of the plan. The server sends lists that read without this script; it puts each piece in its place, and lets
// a campaign be moved by the pointer or by keys. What is moved is sent as the same form that works without it.
const chart = document.getElementById("chart");
const DAY = 1440;

if (chart) {
  const span = Number(chart.dataset.span);
  const daily = chart.classList.contains("month");
  const share = (minutes) => `${(minutes / span) * 100}%`;

  for (const mark of chart.querySelectorAll(".pieces [data-s], .offs [data-s]")) {
    mark.style.insetInlineStart = share(Number(mark.dataset.s));
    if (mark.dataset.e) mark.style.inlineSize = share(Number(mark.dataset.e) - Number(mark.dataset.s));
  }
  chart.classList.add("placed");

  // A label stands in its piece if that has room, else beside it, else over the lane.
  const label = (lane) => {
    const text = lane.querySelector(".label");
    const width = lane.clientWidth;
    const pieces = [...lane.querySelectorAll(".pieces li")].map((it) => [it.offsetLeft, it.offsetLeft + it.offsetWidth]);
    text.style.maxInlineSize = "";
    const own = text.scrollWidth;
    const inside = pieces.find(([start, end]) => end - start >= own + 10);
    const [first, last] = [pieces[0][0], pieces.at(-1)[1]];
    const place = inside ? inside[0] + 8
      : width - last >= own + 4 ? last + 4
      : first >= own + 4 ? first - own - 4
      : gap(pieces, own) ?? Math.max(0, Math.min(first + 8, width - own));
    text.classList.toggle("outside", !inside);
    text.style.insetInlineStart = `${place}px`;
  };
  const gap = (pieces, own) => {
    const at = pieces.findIndex(([, end], number) => number + 1 < pieces.length && pieces[number + 1][0] - end >= own + 8);
    return at < 0 ? null : pieces[at][1] + 4;
  };
  const labels = () => chart.querySelectorAll(".lane").forEach(label);
  labels();
  document.fonts.ready.then(labels);
  new ResizeObserver(labels).observe(chart);

  const form = document.getElementById("move");
  const told = document.getElementById("moving");
  const locale = document.documentElement.lang;
  const days = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "short", timeZone: "UTC" });

  // --- what is being moved, until it is kept or left

  let moving = null; // {lane, edge, minutes}, or {lane, row}: onto another row

  const able = (lane, edge) => {
    const set = lane.dataset;
    const fits = edge === "" || edge in set;
    return { days: fits && "byDays" in set, minutes: fits && "byMinutes" in set && !daily };
  };

  // So many minutes as this lane can be moved by: days and quarters of an hour, or only one of them.
  const possible = (lane, edge, minutes) => {
    const can = able(lane, edge);
    const whole = can.days && !(edge && can.minutes) ? Math.round(minutes / DAY) : 0;
    const rest = can.minutes ? Math.round((minutes - whole * DAY) / 15) * 15 : 0;
    return [whole, rest];
  };

  const show = (lane, edge, minutes) => {
    const [whole, rest] = possible(lane, edge, minutes);
    const by = whole * DAY + rest;
    lane.classList.add("moving");
    for (const piece of lane.querySelectorAll(".pieces li")) {
      const start = Number(piece.dataset.s) + (edge !== "end" ? by : 0);
      const end = Number(piece.dataset.e) + (edge !== "start" ? by : 0);
      piece.style.insetInlineStart = share(start);
      piece.style.inlineSize = share(Math.max(end - start, 15));
    }
    label(lane);
    moving = { lane, edge, minutes: by };
    Object.assign(form.elements.campaign, { value: lane.dataset.campaign });
    form.elements.days.value = whole;
    form.elements.minutes.value = rest;
    form.elements.edge.value = edge;
    const name = lane.querySelector("strong").textContent;
    told.textContent = told.dataset.words.replace("{campaign}", name).replace("{times}", times(lane, edge, by));
    if (!edge && !("byDays" in lane.dataset) && Math.abs(minutes) >= DAY / 2) told.append(` (${told.dataset.days})`);
    form.hidden = false;
  };

  // Onto the row of other displays: whether that is meant is asked by the server, which says what it does.
  const rows = [...chart.querySelectorAll("tr[data-displays]")];
  const has = (row, lane) => row.querySelector(`.lane[data-campaign="${CSS.escape(lane.dataset.campaign)}"]`) !== null;
  const over = (lane, row) => {
    lane.classList.add("moving");
    row.classList.add("onto");
    moving = { lane, row };
    const [name, screen] = [lane.querySelector("strong").textContent, row.querySelector(".screen").textContent];
    const words = has(row, lane) ? told.dataset.already : told.dataset.there;
    told.textContent = words.replace("{campaign}", name).replace("{screen}", screen);
    form.hidden = false;
  };
  const ask = ({ lane, row }) => {
    if (has(row, lane)) return;
    const address = new URL(location.href);
    const asked = { place: lane.dataset.campaign, off: lane.closest("tr").dataset.displays, onto: row.dataset.displays };
    for (const [key, value] of Object.entries(asked)) address.searchParams.set(key, value);
    address.searchParams.delete("moved");
    address.hash = "place";
    location.assign(address);
  };

  const times = (lane, edge, by) => {
    const piece = lane.querySelector(".pieces li");
    const first = Date.parse(`${lane.closest("tr").dataset.first}T00:00Z`);
    const ends = [Number(piece.dataset.s) + (edge !== "end" ? by : 0), Number(piece.dataset.e) + (edge !== "start" ? by : 0)];
    const clock = (minutes) => `${Math.floor((((minutes % DAY) + DAY) % DAY) / 60)}:${String((((minutes % 60) + 60) % 60)).padStart(2, "0")}`;
    const day = (minutes) => days.format(first + minutes * 60000);
    const whole = ends.every((minutes) => minutes % DAY === 0);
    if (whole) return `${day(ends[0])} – ${day(ends[1] - 1)}`;
    return `${day(ends[0])}, ${clock(ends[0])} – ${clock(ends[1])}`;
  };

  const leave = () => {
    if (!moving) return;
    const { lane, row } = moving;
    moving = null;
    lane.classList.remove("moving");
    row?.classList.remove("onto");
    for (const piece of lane.querySelectorAll(".pieces li")) {
      piece.style.insetInlineStart = share(Number(piece.dataset.s));
      piece.style.inlineSize = share(Number(piece.dataset.e) - Number(piece.dataset.s));
    }
    label(lane);
    form.hidden = true;
    told.textContent = "";
  };
  const keep = () => {
    if (moving?.row) ask(moving);
    else if (moving?.minutes) form.requestSubmit();
    else leave();
  };

  // --- by the pointer

  for (const [edge, place] of [["start", "[data-begins]"], ["end", "[data-ends]"]]) {
    for (const piece of form ? chart.querySelectorAll(`.lane[data-${edge}] .pieces ${place}`) : []) {
      const grab = document.createElement("i");
      grab.className = `grab ${edge}`;
      piece.append(grab);
    }
  }

  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    const field = event.target.closest(".field");
    if (!field || event.button !== 0) return;
    const on = event.target.closest(".pieces li, .label");
    const lane = on?.closest(".lane");
    const edge = event.target.classList.contains("grab") ? event.target.classList[1] : "";
    const from = event.clientX;
    const scale = span / field.clientWidth;
    const own = lane?.closest("tr");
    const slides = form && lane && Object.values(able(lane, edge)).some(Boolean);
    const may = slides || (form && lane && own.dataset.displays);
    let dragged = false;
    const move = (moved) => {
      if (!dragged && Math.hypot(moved.clientX - from, moved.clientY - event.clientY) < 4) return;
      const row = edge ? null : document.elementFromPoint(moved.clientX, moved.clientY)?.closest("tr[data-displays]");
      if (!dragged || moving?.row !== row) leave();
      dragged = true;
      if (row && row !== own) over(lane, row);
      else if (slides) show(lane, edge, (moved.clientX - from) * scale);
    };
    const stop = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", cancel);
    };
    const drop = (up) => {
      stop();
      if (dragged) {
        window.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
        setTimeout(keep); // the click of this drop comes first
      } else if (event.target.closest(".label")) return; // it is a link
      else if (lane) location.assign(lane.querySelector(".label").href);
      else look(field, up.clientX);
    };
    const cancel = () => { stop(); leave(); };
    if (may) window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", cancel);
  });

  // What is seen where nothing is: the server says it.
  const look = (field, x) => {
    const row = field.closest("tr");
    const box = field.getBoundingClientRect();
    const minutes = Math.round((((x - box.left) / box.width) * span) / 5) * 5;
    const at = new Date(Date.parse(`${row.dataset.first}T00:00Z`) + minutes * 60000).toISOString().slice(0, 16);
    const seen = document.getElementById("seen").querySelector("form");
    seen.elements.display.value = row.dataset.display;
    seen.elements.at.value = at;
    seen.requestSubmit();
  };

  // --- by keys

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };
  chart.addEventListener("keydown", (event) => {
    const lane = event.target.closest(".lane");
    if (!form || !lane) return;
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && down && lane.closest("tr").dataset.displays) {
      event.preventDefault();
      const next = rows[rows.indexOf(moving?.row ?? lane.closest("tr")) + down];
      if (!next) return;
      leave();
      if (next !== lane.closest("tr")) over(lane, next);
    } else if (event.altKey && event.key in STEPS) {
      const edge = event.shiftKey ? "end" : "";
      const can = able(lane, edge);
      const wide = event.key.startsWith("Page") || !can.minutes;
      if (!(can.days || can.minutes)) return;
      event.preventDefault(); // else the browser goes back
      if (moving && (moving.lane !== lane || moving.edge !== edge || moving.row)) leave();
      show(lane, edge, (moving?.minutes ?? 0) + STEPS[event.key] * (wide ? DAY : 15));
    } else if (moving && event.key === "Enter") {
      event.preventDefault();
      keep();
    } else if (event.key === "Escape") leave();
  });
  document.getElementById("keys")?.removeAttribute("hidden");
  document.getElementById("unmove")?.addEventListener("click", () => {
    const label = moving?.lane.querySelector(".label");
    leave();
    label?.focus();
  });
  form?.addEventListener("submit", (event) => {
    if (!moving?.row) return;
    event.preventDefault();
    ask(moving);
  });
  document.getElementById("place")?.focus();

  const moved = new URLSearchParams(location.search).get("moved");
  if (moved) chart.querySelector(`.lane[data-campaign="${CSS.escape(moved)}"] .label`)?.focus();
}
