// The form of a slide beside its frame: drawn again by the server a moment after the last key, the newest answer only.
// What was typed and not saved is kept in this tab: a session that has ended, a server that starts again or a page that
// was left loses none of it.
import { checks } from "./editor-checks.js";
import { glass } from "./editor-glass.js";
import { upload } from "./editor-upload.js";

const AGAIN_MS = 2000;
const TYPED_MS = 80;
const EXACT_MS = 450;
const LEFT = "left";

const form = document.querySelector("form[data-preview]");
const [frame, flaw, drawn, kept, display, lang] =
  ["frame", "flaw", "drawn", "kept", "display", "lang"].map((id) => document.getElementById(id));
const fields = [...form.querySelectorAll(".fields textarea, .fields input, .fields select")];
const key = `typed ${location.pathname}${location.search} ${form.elements.version.value}`;
const tab = Math.random().toString(36).slice(2);

/** What the form says now; the radios of the frame begin with a hyphen and are not sent. */
export const typed = (more = {}) => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (!name.startsWith("-")) body.set(name, value);
  for (const [name, value] of Object.entries({ tab, ...more })) body.set(name, value);
  return body;
};

/** A button of a mend, or the answer of an upload, types for the person. */
export const put = (name, value) => {
  const field = form.elements[name];
  if (field.tagName === "SELECT" && ![...field.options].some((each) => each.value === value)) {
    field.append(new Option(value.replace("images/", "").slice(0, 28), value));
  }
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
};

const checking = checks(form, put, typed);
const looking = glass(form, typed);
upload(put);

// --- the frame -------------------------------------------------------------------------------------------------------

let waiting = 0;
let asked = null;
let shown = "";

const spoken = () => {
  const langs = display.selectedOptions[0].dataset.langs.split(" ");
  for (const option of lang.options) option.disabled = !langs.includes(option.value);
  if (lang.selectedOptions[0].disabled) lang.value = langs[0];
};

const tell = (problem, lacking = false) => {
  flaw.textContent = problem;
  flaw.className = `note ${lacking ? "warn" : "bad"}`;
  flaw.hidden = !problem;
  if (problem) {
    drawn.hidden = true;
    looking.drawn(0); // nothing is measured of a frame that is not there
  }
  frame.parentElement.toggleAttribute("data-stale", Boolean(problem)); // it is not what is typed
};

const later = (milliseconds, exact = false) => {
  clearTimeout(waiting);
  waiting = setTimeout(draw, milliseconds, exact);
};

const draw = async (exact) => {
  asked?.abort();
  const own = asked = new AbortController();
  frame.parentElement.setAttribute("aria-busy", "true");
  try {
    const body = typed({ exact: exact ? "1" : "0" });
    const answer = await fetch(form.dataset.preview, { method: "POST", body, signal: own.signal });
    const told = answer.ok ? await answer.blob() : await answer.json();
    if (own !== asked) return;
    if (answer.ok) {
      tell("");
      if (shown) URL.revokeObjectURL(shown);
      frame.src = shown = URL.createObjectURL(told);
      await frame.decode().catch(() => {});
      if (own !== asked) return;
      looking.drawn(Number(answer.headers.get("X-Text-Arcmin")));
      drawn.hidden = !exact;
      form.dataset.drawn = exact ? "exact" : "sketch";
      if (!exact) later(EXACT_MS, true);
      else looking.others();
    } else if (answer.status === 503) later(AGAIN_MS, exact);
    else tell(told.words ?? told.error, told.lacking);
  } catch (error) {
    if (error.name === "AbortError" || own !== asked) return;
    tell(flaw.dataset.lost);
    later(AGAIN_MS, exact);
  } finally {
    if (own === asked) frame.parentElement.removeAttribute("aria-busy");
  }
};

// --- what is not saved -----------------------------------------------------------------------------------------------

const standing = (field) => field.tagName === "SELECT"
  ? ([...field.options].find((each) => each.defaultSelected) ?? field.options[0])?.value
  : field.defaultValue;
// After a refused save the form already has what was typed as its defaults.
const unsaved = () => fields.filter((field) => "unsaved" in form.dataset || field.value !== standing(field));
const keep = () => {
  const left = unsaved().map((field) => [field.name, field.value]);
  if (left.length) sessionStorage.setItem(key, JSON.stringify(left));
  else sessionStorage.removeItem(key);
};
const restore = () => {
  for (const [name, value] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) {
    const field = form.elements[name];
    if (!field || field.value === value) continue;
    if (field.tagName === "SELECT" && ![...field.options].some((each) => each.value === value)) {
      field.append(new Option(value, value));
    }
    field.value = value;
    kept.hidden = false;
  }
};
document.getElementById("forget").addEventListener("click", () => {
  for (const field of fields) field.value = standing(field);
  kept.hidden = true;
  keep();
  changed(0);
  fields[0]?.focus();
});

const changed = (milliseconds) => {
  delete form.dataset.drawn;
  checking.later(milliseconds * 2);
  later(milliseconds);
};

let leaving = false;
form.addEventListener("input", (event) => {
  if (event.target.name.startsWith("-") || event.target.id === "ruler") return;
  if (event.target.closest(".fields")) keep();
  if (event.target === display) spoken();
  changed(TYPED_MS);
});
form.addEventListener("submit", () => { leaving = true; sessionStorage.setItem(LEFT, key); });
window.addEventListener("online", () => later(0));
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (event) => { if (!leaving && unsaved().length) event.preventDefault(); });

restore();
spoken();
later(0, true);
checking.later(0);
