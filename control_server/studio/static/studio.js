// The frame beside the form: drawn again by the server a moment after the last key, the newest answer only. What was
// typed and not saved is kept in this tab: a session that has ended, a server that starts again or a page that was left
// loses none of it.
const AGAIN_MS = 2000;
const LEFT = "left";
const form = document.querySelector("form[data-preview]");

if (form) edit(form);
else if (location.pathname.startsWith("/studio/changes/") && sessionStorage.getItem(LEFT)) {
  sessionStorage.removeItem(sessionStorage.getItem(LEFT)); // it was saved: the form led here
  sessionStorage.removeItem(LEFT);
}

function edit(form) {
  const [frame, flaw, drawn, kept, display, lang] =
    ["frame", "flaw", "drawn", "kept", "display", "lang"].map((id) => document.getElementById(id));
  const fields = [...form.querySelectorAll("textarea, input:not([type=hidden])")];
  const key = `typed ${location.pathname}${location.search} ${form.elements.version.value}`;
  let waiting = 0;
  let asked = null;
  let shown = "";

  const spoken = () => {
    const langs = display.selectedOptions[0].dataset.langs.split(" ");
    for (const option of lang.options) option.disabled = !langs.includes(option.value);
    if (lang.selectedOptions[0].disabled) lang.value = langs[0];
  };

  const tell = (problem) => {
    flaw.textContent = problem;
    flaw.hidden = !problem;
    drawn.hidden = Boolean(problem);
    frame.parentElement.toggleAttribute("data-stale", Boolean(problem)); // it is not what is typed
  };

  const later = (milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, milliseconds);
  };

  const draw = async () => {
    asked?.abort();
    const own = asked = new AbortController();
    frame.parentElement.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.preview, { method: "POST", body, signal: own.signal });
      const told = answer.ok ? await answer.blob() : await answer.json();
      if (own !== asked) return;
      tell(answer.ok ? "" : told.error);
      if (answer.ok) {
        if (shown) URL.revokeObjectURL(shown);
        frame.src = shown = URL.createObjectURL(told);
      } else if (answer.status === 503) later(AGAIN_MS);
    } catch (error) {
      if (error.name === "AbortError" || own !== asked) return;
      tell(flaw.dataset.lost);
      later(AGAIN_MS);
    } finally {
      if (own === asked) frame.parentElement.removeAttribute("aria-busy");
    }
  };

  // After a refused save the form already has what was typed as its defaults.
  const unsaved = () => fields.filter((field) => "unsaved" in form.dataset || field.value !== field.defaultValue);
  const keep = () => {
    const typed = unsaved().map((field) => [field.name, field.value]);
    if (typed.length) sessionStorage.setItem(key, JSON.stringify(typed));
    else sessionStorage.removeItem(key);
  };
  const restore = () => {
    for (const [name, value] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) {
      const field = form.elements[name];
      if (field && field.value !== value) {
        field.value = value;
        kept.hidden = false;
      }
    }
  };
  document.getElementById("forget").addEventListener("click", () => {
    for (const field of fields) field.value = field.defaultValue;
    kept.hidden = true;
    keep();
    draw();
    fields[0]?.focus();
  });

  let leaving = false;
  form.addEventListener("input", () => { keep(); later(120); });
  form.addEventListener("submit", () => { leaving = true; sessionStorage.setItem(LEFT, key); });
  display.addEventListener("change", spoken);
  window.addEventListener("online", () => later(0));
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && unsaved().length) event.preventDefault(); });

  restore();
  spoken();
  draw();
}
