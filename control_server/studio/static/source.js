// The pages From a source: the focus goes to what was read; and the frame of a draft, drawn again by the server a moment
// after the last key, with the characters that are left beside each field.
const DRAW_MS = 150;

const READ = "read"; // something is being read for this person: the focus then goes to what was read, however soon it comes

const read = document.getElementById("read");
if (read && sessionStorage.getItem(READ)) {
  sessionStorage.removeItem(READ);
  read.tabIndex = -1;
  read.focus();
}
document.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("formaction")) sessionStorage.setItem(READ, "asked"); // that one keeps, and reads nothing
});
for (const draft of document.querySelectorAll(".draft")) edit(draft);

function edit(draft) {
  const form = draft.closest("form");
  const slide = draft.dataset.slide;
  const frame = form.querySelector(`[data-frame="${slide}"]`);
  const flaw = form.querySelector(`[data-flaw="${slide}"]`);
  let waiting = 0;
  let asked = null;
  let shown = "";

  const count = (field) => {
    const most = Number(field.dataset.most);
    let left = field.nextElementSibling;
    if (!left?.classList.contains("left")) {
      left = document.createElement("p");
      left.className = "hint left";
      field.after(left);
    }
    left.textContent = `${field.value.length} / ${most}`;
    left.toggleAttribute("data-over", field.value.length > most);
  };

  const draw = async () => {
    asked?.abort();
    const own = asked = new AbortController();
    frame.parentElement.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      body.set("slide", slide);
      const answer = await fetch(form.dataset.drafts, { method: "POST", body, signal: own.signal });
      const told = answer.ok ? await answer.blob() : await answer.json();
      if (own !== asked) return;
      flaw.hidden = answer.ok;
      frame.parentElement.toggleAttribute("data-stale", !answer.ok);
      if (answer.ok) {
        if (shown) URL.revokeObjectURL(shown);
        frame.src = shown = URL.createObjectURL(told);
        frame.hidden = false;
        frame.parentElement.querySelector(".undrawn")?.remove();
      } else flaw.textContent = told.error;
    } catch (error) {
      if (error.name !== "AbortError") flaw.hidden = true;
    } finally {
      if (own === asked) frame.parentElement.removeAttribute("aria-busy");
    }
  };

  for (const field of draft.querySelectorAll("[data-most]")) count(field);
  draft.addEventListener("input", (event) => {
    if (event.target.dataset.most) count(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(draw, DRAW_MS);
  });
}
