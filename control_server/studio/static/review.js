// Looking at a change: which frames were seen, how they are compared, and keys. Without this script everything is on the
// page already: both frames side by side, a link to what differs, and the buttons.
const KEYS_OFF = "keys off";
const frames = document.querySelector(".frames");
const articles = [...document.querySelectorAll(".compare")];

if (articles.length) {
  const links = new Map([...document.querySelectorAll(".sheet a")].map((link) => [link.hash.slice(1), link]));
  const tally = document.getElementById("tally");
  const unlooked = document.getElementById("unlooked");
  const keys = document.getElementById("keys");
  const store = `seen ${location.pathname} ${document.querySelector("[name=digest]")?.value ?? ""}`;
  const known = new Set(JSON.parse(sessionStorage.getItem(store) ?? "[]"));
  const here = articles.map((article) => article.id);

  const tell = () => {
    const count = here.filter((id) => known.has(id)).length;
    for (const [id, link] of links) link.querySelector(".seen").hidden = !known.has(id);
    tally.hidden = false;
    tally.querySelector("strong").textContent = count;
    if (unlooked) {
      unlooked.hidden = count === here.length;
      unlooked.querySelector("strong").textContent = here.length - count;
    }
  };
  const see = (article) => {
    known.add(article.id);
    sessionStorage.setItem(store, JSON.stringify([...known]));
    tell();
  };

  // Seen is what was in view by more than half, of its own height or of the window's.
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const most = Math.min(entry.boundingClientRect.height, innerHeight);
      if (entry.intersectionRect.height > most * 0.6) see(entry.target);
    }
  }, { threshold: [0, 0.2, 0.4, 0.6, 0.8, 1] });
  for (const article of articles) watcher.observe(article);

  const show = (view) => {
    frames.dataset.view = view;
    for (const button of document.querySelectorAll(".segments button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    if (view === "difference") articles.forEach(differ);
  };
  const differ = (article) => {
    const link = article.querySelector(".differs a");
    if (article.querySelector("[data-is=difference]")) return;
    if (!link) {
      article.querySelector("[data-is=after]").classList.add("alone");
      return;
    }
    const picture = article.querySelector("[data-is=after]").cloneNode(true);
    picture.dataset.is = "difference";
    picture.querySelector("figcaption").textContent = link.textContent;
    const image = picture.querySelector("img");
    image.src = link.getAttribute("href");
    image.alt = link.textContent;
    article.querySelector(".pair").append(picture);
  };
  for (const button of document.querySelectorAll(".segments button")) {
    button.addEventListener("click", () => show(button.dataset.view));
  }

  let at = -1;
  const go = (step) => {
    at = Math.min(Math.max(at + step, 0), articles.length - 1);
    articles[at].scrollIntoView({ block: "start" });
    articles[at].focus({ preventScroll: true });
  };
  for (const article of articles) {
    article.addEventListener("focus", () => {
      at = articles.indexOf(article);
      for (const [id, link] of links) link.toggleAttribute("aria-current", id === article.id);
    });
  }

  const on = () => localStorage.getItem(KEYS_OFF) === null;
  const said = () => keys.setAttribute("aria-pressed", String(on()));
  keys.addEventListener("click", () => {
    if (on()) localStorage.setItem(KEYS_OFF, "1");
    else localStorage.removeItem(KEYS_OFF);
    said();
  });

  // A and R go to the button and the field: what they do is still a person's own key there.
  const decide = {
    j: () => go(1),
    k: () => go(-1),
    a: () => document.querySelector("[data-key=A]")?.focus(),
    r: () => {
      const box = document.querySelector("details[data-key=R]");
      if (box) {
        box.open = true;
        box.querySelector("textarea").focus();
      }
    },
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, input, select");
    const key = decide[event.key.toLowerCase()];
    if (!key || typing || !on() || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    key();
  });

  document.querySelector(".switchboard").hidden = false;
  said();
  tell();
}
