// Keeps an open page true: a card is fetched again when its display changed. The server renders, this only replaces.
"use strict";

const lost = document.querySelector(".lost");
const busy = new Set();
const again = new Set();

function card(id) {
  return document.querySelector(`.card[data-display="${CSS.escape(id)}"]`);
}

async function refresh(id) {
  if (!card(id)) return;
  if (busy.has(id)) { again.add(id); return; }
  busy.add(id);
  try {
    const answer = await fetch(`/displays/${id}/card`);
    if (answer.ok) await replace(id, await answer.text());
  } catch { /* the event stream says when the server is gone */ }
  busy.delete(id);
  if (again.delete(id)) refresh(id);
}

async function replace(id, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").querySelector(".card");
  const fresh = document.importNode(parsed, true);  // only in this document do pictures load
  const picture = fresh.querySelector(".panel img");
  const old = card(id);
  const shown = old.querySelector(".panel img");
  if (picture && shown && shown.getAttribute("src") === picture.getAttribute("src")) {
    picture.replaceWith(shown);  // the very element: nothing flickers
  } else if (picture) {
    await picture.decode().catch(() => {});
  }
  const focused = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
  old.replaceWith(fresh);
  if (focused) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  count();
  tick();
}

function count() {
  const line = document.querySelector("[data-count]");
  if (!line) return;
  const online = document.querySelectorAll('.card[data-state="online"]').length;
  line.textContent = line.textContent.replace(/\d+ conectate?$/, `${online} ${online === 1 ? "conectat" : "conectate"}`);
}

function tick() {
  for (const time of document.querySelectorAll("[data-ago]")) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000));
    if (seconds < 3600) time.textContent = seconds < 60 ? `acum ${seconds} s` : `acum ${Math.floor(seconds / 60)} min`;
  }
}

const events = new EventSource("/api/events");
events.addEventListener("display", (event) => refresh(event.data));
events.addEventListener("open", () => {
  lost.hidden = true;
  for (const found of document.querySelectorAll(".card")) refresh(found.dataset.display);
});
events.addEventListener("error", () => { lost.hidden = false; });
setInterval(tick, 1000);
tick();
