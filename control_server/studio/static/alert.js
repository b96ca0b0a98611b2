// The form of an alert beside its frame: drawn again by the server a moment after the last key, the newest answer only.
const form = document.getElementById("alert");
const TYPED_MS = 120;
const EXACT_MS = 450;
const AGAIN_MS = 2000;

if (form) {
  const [frame, flaw, on, spoken] = ["frame", "flaw", "on", "in"].map((id) => document.getElementById(id));
  const tab = Math.random().toString(36).slice(2);
  let waiting = 0;
  let asked = null;
  let shown = "";
  form.querySelector(".look").hidden = false;

  const count = (field) => {
    const told = field.nextElementSibling;
    const most = Number(field.dataset.most);
    const length = [...field.value.trim()].length;
    told.textContent = length ? `${length} / ${most}` : "";
    told.classList.toggle("over", length > most);
  };
  const later = (milliseconds, exact = false) => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, milliseconds, exact);
  };
  const tell = (words) => {
    flaw.textContent = words;
    flaw.hidden = !words;
    frame.parentElement.toggleAttribute("data-stale", Boolean(words));
  };
  const draw = async (exact) => {
    asked?.abort();
    const own = asked = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set("tab", tab);
    body.set("exact", exact ? "1" : "0");
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body, signal: own.signal });
      const told = answer.ok ? await answer.blob() : answer.status === 422 ? await answer.json() : null;
      if (own !== asked) return;
      if (answer.ok) {
        tell("");
        if (shown) URL.revokeObjectURL(shown);
        frame.src = shown = URL.createObjectURL(told);
        form.dataset.drawn = exact ? "exact" : "sketch";
        if (!exact) later(EXACT_MS, true);
      } else if (told) tell(told.words);
      else later(AGAIN_MS, exact);
    } catch (error) {
      if (error.name !== "AbortError" && own === asked) later(AGAIN_MS, exact);
    }
  };

  for (const field of form.querySelectorAll("[data-most]")) {
    count(field);
    field.addEventListener("input", () => count(field));
  }
  form.addEventListener("focusin", ({ target }) => {
    // The frame is in the language that is being written, where the screen has it.
    if (target.lang && on.selectedOptions[0].dataset.langs.split(" ").includes(target.lang) && spoken.value !== target.lang) {
      spoken.value = target.lang;
      later(TYPED_MS);
    }
  });
  form.addEventListener("input", () => later(TYPED_MS));
  if (form.querySelector("[data-most]").value) later(0);
}
