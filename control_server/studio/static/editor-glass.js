// How the frame is looked at: its true size, as from where people stand, as others see colours, and on other screens.
const CARD_MM = 85.6; // ISO/IEC 7810 ID-1
const SITTING_M = 0.6;
const KEPT = "afisier-card-px";
const GUESS_PX = 324; // at 96 px an inch

export function glass(form, typed) {
  const at = (id) => document.getElementById(id);
  const [frame, bezel, tools, display, ruler, card, box, measures, others] =
    ["frame", "glass", "tools", "display", "ruler", "bankcard", "ruler-box", "measures", "others"].map(at);
  const screen = () => display.selectedOptions[0].dataset;
  const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`).value;
  tools.hidden = false;
  ruler.value = localStorage.getItem(KEPT) ?? GUESS_PX;

  const sized = () => {
    const size = chosen("-size");
    const pxOfMm = Number(ruler.value) / CARD_MM;
    card.style.width = `${ruler.value}px`;
    card.style.height = `${Number(ruler.value) / 1.586}px`;
    box.hidden = size === "fit";
    bezel.toggleAttribute("data-sized", size !== "fit");
    const { mm, metres } = screen();
    const scale = size === "far" ? SITTING_M / Number(metres) : 1;
    frame.style.width = size === "fit" ? "" : `${Number(mm) * pxOfMm * scale}px`;
    for (const each of form.querySelectorAll("[data-far]")) each.textContent = each.dataset.far.replace("{metres}", metres);
    at("far-hint").textContent = size === "far" ? at("far-hint").dataset.words.replace("{metres}", metres) : "";
    if (size === "fit") bezel.removeAttribute("tabindex");
    else bezel.tabIndex = 0; // it scrolls
  };
  const seen = () => { bezel.dataset.eyes = chosen("-eyes"); };

  ruler.addEventListener("input", () => { localStorage.setItem(KEPT, ruler.value); sized(); });
  tools.addEventListener("change", () => { sized(); seen(); });
  display.addEventListener("change", sized);

  // --- measures --------------------------------------------------------------------------------------------------------

  const cell = ({ value, limit, well }) => {
    const row = document.createElement("div");
    row.className = well ? "well" : "ill";
    const [name, bound] = ["dt", "dd"].map((tag) => document.createElement(tag));
    name.textContent = value;
    bound.textContent = limit;
    row.append(name, bound);
    return row;
  };
  let told = [];
  let arcmin = 0;
  const measured = () => {
    const letters = arcmin
      ? [{ value: measures.dataset.text.replace("{size}", Math.round(arcmin)), limit: measures.dataset.least, well: arcmin > 21.4 }]
      : [];
    if (told.length) measures.replaceChildren(...[...letters, ...told].map(cell));
  };
  form.addEventListener("measured", (event) => { told = event.detail; measured(); });

  // --- the other screens -------------------------------------------------------------------------------------------------

  const list = others?.querySelector("ul");
  const panels = new Map();
  let turn = 0;
  const elsewhere = async () => {
    if (!others) return;
    const mine = ++turn;
    others.hidden = false;
    for (const option of [...display.options].slice(0, 7)) {
      if (option.selected) { panels.get(option.value)?.item.remove(); panels.delete(option.value); continue; }
      const lang = form.elements.lang.value;
      const body = typed({ display: option.value, lang, exact: "0", tab: `${typed().get("tab")}-${option.value}` });
      let answer = null;
      try {
        answer = await fetch(form.dataset.preview, { method: "POST", body });
      } catch {
        return;
      }
      if (mine !== turn) return;
      const panel = panels.get(option.value) ?? panelled(option);
      panel.state.textContent = answer.ok ? others.dataset.fits : others.dataset.not;
      panel.state.className = answer.ok ? "well" : "ill";
      panel.item.toggleAttribute("data-stale", !answer.ok);
      if (answer.ok) {
        if (panel.image.src) URL.revokeObjectURL(panel.image.src);
        panel.image.src = URL.createObjectURL(await answer.blob());
      }
    }
  };
  const panelled = (option) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "bezel" });
    const image = Object.assign(document.createElement("img"), { alt: "" });
    const name = Object.assign(document.createElement("strong"), { textContent: option.textContent });
    const state = document.createElement("span");
    button.setAttribute("aria-label", option.textContent);
    button.append(image);
    button.addEventListener("click", () => {
      display.value = option.value;
      display.dispatchEvent(new Event("input", { bubbles: true }));
      display.dispatchEvent(new Event("change", { bubbles: true }));
      display.focus();
    });
    item.append(button, name, state);
    list.append(item);
    const panel = { item, image, state };
    panels.set(option.value, panel);
    return panel;
  };

  sized();
  seen();
  return {
    drawn: (size) => { arcmin = size; measured(); },
    others: elsewhere,
  };
}
