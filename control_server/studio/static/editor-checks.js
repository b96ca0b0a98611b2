// What the server says of what is typed, at its field; letters counted, days in words, and the tabs of the languages.
const AGAIN_MS = 2000;

export function checks(form, put, typed) {
  const tabs = [...document.querySelectorAll("[data-tab]")];
  let waiting = 0;
  let asked = null;

  // --- letters -------------------------------------------------------------------------------------------------------

  const count = (field) => {
    const line = form.querySelector(`[data-count="${CSS.escape(field.name)}"]`);
    if (!line) return;
    const letters = [...field.value.trim()].length;
    line.hidden = false;
    line.querySelector("meter").value = letters;
    line.classList.toggle("over", letters > Number(field.dataset.most));
    line.querySelector("span").textContent = line.dataset.words.replace("{count}", letters);
  };
  const counted = () => form.querySelectorAll("[data-most]").forEach(count);
  form.addEventListener("input", (event) => { if (event.target.dataset.most) count(event.target); });

  // --- languages: the first stays in its column, a second one beside it ------------------------------------------------

  const beside = (lang) => {
    for (const tab of tabs.slice(1)) tab.setAttribute("aria-pressed", String(tab.dataset.tab === lang));
    const first = tabs[0]?.dataset.tab;
    tabs[0]?.setAttribute("aria-pressed", "true");
    for (const column of form.querySelectorAll(".tongues [data-lang]")) {
      column.hidden = ![first, lang].includes(column.dataset.lang);
    }
  };
  for (const tab of tabs) tab.addEventListener("click", () => beside(tab.dataset.tab));
  if (tabs.length > 1) {
    const lacking = tabs.slice(1).find((tab) => tab.querySelector(".lacks"));
    beside((lacking ?? tabs[1]).dataset.tab);
  }

  // --- findings --------------------------------------------------------------------------------------------------------

  const icon = form.querySelector(".icon-warn")?.content;
  const line = (finding) => {
    const row = document.createElement("li");
    row.className = finding.level;
    if (icon) row.append(icon.cloneNode(true));
    const words = document.createElement("span");
    words.textContent = finding.text;
    row.append(words);
    if (finding.mend !== null) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "small", textContent: finding.label });
      button.dataset.put = finding.field;
      button.dataset.value = finding.mend;
      row.append(" ", button);
    }
    return row;
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-put]");
    if (button) put(button.dataset.put, button.dataset.value);
  });

  const same = (list, rows) => list.textContent.trim() === rows.map((each) => each.textContent).join("").trim();
  const show = (told) => {
    for (const list of form.querySelectorAll("[data-told]")) {
      const rows = told.findings.filter((each) => each.field === list.dataset.told).map(line);
      if (!same(list, rows)) list.replaceChildren(...rows);
      const field = list.dataset.told && form.elements[list.dataset.told];
      if (field) {
        const worst = told.findings.filter((each) => each.field === list.dataset.told).map((each) => each.level);
        if (worst.includes("error")) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
        field.classList.toggle("warned", worst.includes("warning"));
      }
    }
    const summary = document.getElementById("summary");
    if (summary.textContent !== told.summary) summary.textContent = told.summary;
    for (const day of form.querySelectorAll("[data-day]")) day.textContent = told.days[day.dataset.day] ?? "";
    for (const share of form.querySelectorAll("[data-share]")) {
      const state = told.languages[share.dataset.share];
      if (!state) continue;
      share.textContent = state.text;
      share.classList.toggle("lacks", state.there < state.of);
    }
    const law = document.getElementById("law");
    law?.replaceChildren(...told.law.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    if (law) law.parentElement.hidden = !told.law.length;
    form.dispatchEvent(new CustomEvent("measured", { detail: told.measures }));
    form.dataset.checked = String(Number(form.dataset.checked ?? 0) + 1);
  };

  const ask = async () => {
    asked?.abort();
    const own = asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body: typed(), signal: own.signal });
      const told = await answer.json();
      if (own === asked && answer.ok) show(told);
    } catch (error) {
      if (error.name !== "AbortError" && own === asked) later(AGAIN_MS);
    }
  };
  const later = (milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, milliseconds);
  };
  counted();
  return { later };
}
