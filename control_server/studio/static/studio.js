// The frame beside the form: drawn again by the server a moment after the last key, the newest answer only.
const form = document.querySelector("form[data-preview]");
if (form) {
  const frame = document.getElementById("frame");
  const flaw = document.getElementById("flaw");
  const drawn = document.getElementById("drawn");
  const display = document.getElementById("display");
  const lang = document.getElementById("lang");
  let waiting = 0;
  let asked = null;
  let shown = "";

  const spoken = () => {
    const langs = display.selectedOptions[0].dataset.langs.split(" ");
    for (const option of lang.options) option.disabled = !langs.includes(option.value);
    if (lang.selectedOptions[0].disabled) lang.value = langs[0];
  };

  const draw = async () => {
    asked?.abort();
    asked = new AbortController();
    const own = asked;
    frame.parentElement.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.preview, { method: "POST", body, signal: own.signal });
      if (answer.ok) {
        const picture = URL.createObjectURL(await answer.blob());
        if (own !== asked) return;
        frame.src = picture;
        if (shown) URL.revokeObjectURL(shown);
        shown = picture;
        flaw.hidden = true;
        drawn.hidden = false;
      } else {
        const told = await answer.json();
        if (own !== asked) return;
        flaw.textContent = told.error;
        flaw.hidden = false;
        drawn.hidden = true;
      }
    } catch (error) {
      if (error.name !== "AbortError") flaw.hidden = false;
    } finally {
      if (own === asked) frame.parentElement.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 120);
  });
  display.addEventListener("change", spoken);

  // What was typed and not saved yet is not lost with the tab.
  let saved = true;
  form.addEventListener("input", () => { saved = false; });
  form.addEventListener("submit", () => { saved = true; });
  window.addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });

  spoken();
  draw();
}
