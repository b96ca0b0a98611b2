// Keeps an open page true: its parts are fetched again when something changed. The server renders, this only replaces.
"use strict";

const lost = document.querySelector(".lost");
const page = document.querySelector("[data-page]");  // of one display; without it, the wall
const main = document.querySelector("[data-mark]");
const form = document.querySelector(".tiles") ? "?tile" : "";
const FRESH_MS = 30000;  // a page of those in trouble is made anew no sooner
const made = Date.now();
let trouble = main?.dataset.trouble;
const busy = new Set();
const again = new Set();
const turns = new Map();

function card(id) {
  return document.querySelector(`.card[data-display="${CSS.escape(id)}"]`);
}

async function refresh(id) {
  if (page ? page.dataset.page !== id : !card(id)) return;
  if (busy.has(id)) { again.add(id); return; }
  busy.add(id);
  try {
    const answer = await fetch(page ? `/displays/${id}/live${location.search}` : `/displays/${id}/card${form}`);
    if (answer.ok) await take(await answer.text());
    else if (answer.status === 503) setTimeout(refresh, 3000, id);
    else if (page) location.reload();  // the page says what is wrong
  } catch { /* the event stream says when the server is gone */ }
  busy.delete(id);
  if (again.delete(id)) refresh(id);
}

// Each part that differs is replaced. What somebody reads stays where it is, what they are typing stays.
async function take(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const swaps = [];
  for (const found of parsed.querySelectorAll("[data-part]")) {
    const old = part(found.dataset.part);
    if (!old || old.isEqualNode(found)) continue;
    const fresh = document.importNode(found, true);  // only in this document do pictures load
    await load(fresh, old);
    swaps.push([old, fresh]);
  }
  const read = [...document.querySelectorAll("[data-part]")].find((each) => each.getBoundingClientRect().bottom > 0);
  const top = read?.getBoundingClientRect().top;
  for (const [old, fresh] of swaps) if (!typing(old)) swap(old, fresh);
  const now = read && part(read.dataset.part);
  if (now && scrollY > 0) scrollBy(0, now.getBoundingClientRect().top - top);
  count();
  tick();
  wait();
}

function part(name) {
  return document.querySelector(`[data-part="${CSS.escape(name)}"]`);
}

async function load(fresh, old) {
  const picture = fresh.querySelector(".panel img");
  const shown = old.querySelector(".panel img");
  if (!picture || picture.getAttribute("src") === shown?.getAttribute("src")) return;
  picture.loading = "eager";  // a lazy picture that is not in the page would never be decoded
  await picture.decode().catch(() => {});
}

function swap(old, fresh) {
  const picture = fresh.querySelector(".panel img");
  const shown = old.querySelector(".panel img");
  const focused = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
  if (picture && picture.getAttribute("src") === shown?.getAttribute("src")) {
    shown.alt = picture.alt;
    picture.replaceWith(shown);  // the very element: nothing flickers
  }
  old.replaceWith(fresh);
  if (focused) focus(fresh.querySelector(`a[href="${CSS.escape(focused)}"]`), fresh);
}

function focus(link, instead) {
  if (!link) instead.tabIndex = -1;  // the link is gone: the next Tab goes on from here
  (link ?? instead).focus({ preventScroll: true });
}

function typing(old) {
  const field = old.querySelector("input[name=at]");
  return field !== null && (field.value !== field.defaultValue || old.contains(document.activeElement));
}

// A display that is not heard says nothing when its slide changes: its card is asked for when that is due.
function wait() {
  for (const found of document.querySelectorAll(".card[data-turns]")) {
    const { display, turns: seconds } = found.dataset;
    if (turns.get(display)?.card === found) continue;
    clearTimeout(turns.get(display)?.timer);
    turns.set(display, { card: found, timer: setTimeout(refresh, seconds * 1000 + 2000, display) });
  }
}

function count() {
  const line = document.querySelector("[data-counted]");
  if (!line) return;
  const online = document.querySelectorAll('.card[data-state="online"]').length;
  line.textContent = line.textContent.replace(/\d+ conectate?$/, `${online} ${online === 1 ? "conectat" : "conectate"}`);
}

function counts(event) {
  const told = JSON.parse(event.data);
  for (const number of document.querySelectorAll("[data-count]")) {
    number.textContent = String(told[number.dataset.count] ?? 0).replace(/\B(?=(\d{3})+$)/g, ".");
  }
  trouble = String(told.trouble);
}

// Other displays are in trouble than this page begins with: it is loaded again, unless somebody reads on or types.
function renew() {
  const known = main?.dataset.trouble;
  if (known === undefined || known === trouble || Date.now() - made < FRESH_MS || scrollY > 0) return;
  const field = document.querySelector(".search input[type=search]");
  if (!document.querySelector(".search :focus") && field.value === field.defaultValue) location.reload();
}

// A heartbeat that brings nothing new is not told: of a display that is online, the last came within the last minute.
function tick() {
  for (const time of document.querySelectorAll("[data-ago]")) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000));
    const online = time.closest(".card")?.dataset.state === "online";
    if (online && seconds >= 60) time.textContent = "în ultimul minut";
    else if (seconds < 3600) time.textContent = seconds < 60 ? `acum ${seconds} s` : `acum ${Math.floor(seconds / 60)} min`;
  }
}

// Told is what changed since this page was made and, when the stream comes back, since the last that it told.
function listen() {
  const shown = page ? [page.dataset.page] : [...document.querySelectorAll(".card")].map((each) => each.dataset.display);
  const asked = new URLSearchParams({ displays: shown.join(","), since: main.dataset.mark });
  if ("counts" in main.dataset) asked.set("counts", "");
  const events = new EventSource(`/api/events?${asked}`);
  // A page of another time has nothing of now on it: only a new plan changes it.
  events.addEventListener(page && "asked" in page.dataset ? "plan" : "display", (event) => refresh(event.data));
  events.addEventListener("counts", counts);
  let silent;  // the server ends a stream now and then, and the browser comes back by itself
  events.addEventListener("open", () => {
    silent = clearTimeout(silent);
    lost.hidden = true;
  });
  events.addEventListener("error", () => { silent ??= setTimeout(() => { lost.hidden = false; }, 4000); });
}

if (main) listen();
setInterval(() => { tick(); renew(); }, 1000);
tick();
wait();
