// Keeps an open page of screens true: its parts are fetched again when something changed. And on the page of one screen
// the keys ← and → lead to the slide before and after, Home to now.
const page = document.querySelector("[data-page]");
const marked = document.querySelector("[data-mark]");
const AGAIN_MS = 1000; // what changes meanwhile is fetched together
let waiting = 0;

const refresh = async () => {
  waiting = 0;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (old && !old.isEqualNode(part) && !old.contains(document.activeElement)) old.replaceWith(document.importNode(part, true));
  }
};

if (marked && !(page && "asked" in page.dataset)) {
  const shown = page ? [page.dataset.page] : [...document.querySelectorAll("[data-display]")].map((it) => it.dataset.display);
  const events = new EventSource(`/api/events?${new URLSearchParams({ displays: shown.join(","), since: marked.dataset.mark })}`);
  events.addEventListener("display", () => { waiting ||= setTimeout(refresh, AGAIN_MS); });
}

if (page) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const pictures = [...document.querySelectorAll(".strip a")];
    const here = pictures.findIndex((it) => it.hasAttribute("aria-current"));
    const to = { ArrowLeft: pictures[here - 1], ArrowRight: pictures[here + 1], Home: document.querySelector("[data-key=Home]") }[event.key];
    if (here < 0 && event.key !== "Home") return;
    if (to) { event.preventDefault(); to.click(); }
  });
}
