// A picture of one's own, or the one that is chosen: its edges cut by dragging or by numbers, sent, and put into the form.
export function upload(put) {
  const at = (id) => document.getElementById(id);
  const [opener, dialog, close, file, seen, cropping, crop, flaw] =
    ["upload-open", "upload", "upload-close", "upload-file", "upload-seen", "cropping", "crop", "upload-flaw"].map(at);
  if (!opener) return;
  const form = dialog.querySelector("form");
  const edge = Object.fromEntries(["left", "top", "right", "bottom"].map((name) => [name, at(`edge-${name}`)]));
  const [again, title, choice, hint] = ["recut-open", "upload-title", "upload-choice", "recut-hint"].map(at);
  const own = title.textContent;
  const chosen = document.getElementById("image");
  const begin = (of) => {
    title.textContent = of ? title.dataset.recut : own;
    choice.hidden = file.disabled = Boolean(of);
    hint.hidden = !of;
    flaw.hidden = true;
    form.elements.of.value = of;
    if (of) look(`${form.action}?${new URLSearchParams({ of, change: form.elements.change.value })}`);
    else if (file.files.length) look(URL.createObjectURL(file.files[0]));
    else cropping.hidden = true;
    dialog.showModal();
  };
  const offered = () => { again.hidden = !chosen?.value; };
  opener.hidden = false;
  opener.addEventListener("click", () => begin(""));
  again.addEventListener("click", () => begin(chosen.value));
  chosen?.addEventListener("input", offered);
  offered();
  close.addEventListener("click", () => dialog.close());

  const marked = () => {
    const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((name) => Number(edge[name].value));
    Object.assign(crop.style, { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
  };
  for (const each of Object.values(edge)) each.addEventListener("input", marked);

  const look = (address) => {
    if (seen.src.startsWith("blob:")) URL.revokeObjectURL(seen.src);
    seen.src = address;
    cropping.hidden = false;
    for (const [name, each] of Object.entries(edge)) each.value = ["right", "bottom"].includes(name) ? 100 : 0;
    marked();
  };
  file.addEventListener("change", () => {
    flaw.hidden = true;
    if (file.files.length) look(URL.createObjectURL(file.files[0]));
    else cropping.hidden = true;
  });

  let from = null;
  const point = (event) => {
    const place = seen.getBoundingClientRect();
    const part = (value, size) => Math.round(Math.min(100, Math.max(0, 100 * value / size)) * 10) / 10;
    return [part(event.clientX - place.left, place.width), part(event.clientY - place.top, place.height)];
  };
  cropping.addEventListener("pointerdown", (event) => {
    from = point(event);
    cropping.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  cropping.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = point(event);
    edge.left.value = Math.min(from[0], x);
    edge.right.value = Math.max(from[0], x);
    edge.top.value = Math.min(from[1], y);
    edge.bottom.value = Math.max(from[1], y);
    marked();
  });
  cropping.addEventListener("pointerup", () => { from = null; });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    flaw.hidden = true;
    const button = form.querySelector("button.main");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (answer.ok) {
        dialog.close();
        put("image", told.path);
      } else {
        flaw.textContent = told.error;
        flaw.hidden = false;
      }
    } catch {
      flaw.textContent = flaw.dataset.lost;
      flaw.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
