// The order of a playlist: slides are dragged by their grip, or moved by their buttons, on which the focus stays. The
// order stands in the form and in the address; without this script the buttons ask the server for the same page.
const list = document.getElementById("order");
const form = document.getElementById("playlist");
const told = document.getElementById("told");

if (list?.querySelector(".grip")) {
  const rows = () => [...list.children];
  const slides = () => rows().map((row) => row.dataset.slide);
  const first = slides().join();
  const changed = new Set();
  if (!document.getElementById("unsaved").hidden) changed.add("order");
  let leaving = false;

  const settle = (row) => {
    rows().forEach((each, place) => {
      const [up, down] = each.querySelectorAll(".steps button");
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === rows().length - 1));
    });
    if (!row) return;
    const title = row.querySelector("strong").textContent;
    const words = { slide: title, place: rows().indexOf(row) + 1, count: rows().length };
    told.textContent = list.dataset.moved.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    document.getElementById("unsaved").hidden = false;
    if (slides().join() !== first) changed.add("order");
    const address = new URL(location.href);
    address.searchParams.delete("slide");
    address.searchParams.delete("focus");
    for (const slide of slides()) address.searchParams.append("slide", slide);
    history.replaceState(null, "", address);
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest(".steps button");
    const step = button?.value.split(":")[0];
    if (step !== "up" && step !== "down") return;
    event.preventDefault();
    const row = button.closest("li");
    const other = step === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step === "up") list.insertBefore(other, row.nextElementSibling); // the other moves, so that the focus stays
    else list.insertBefore(other, row);
    settle(row);
  });

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    const row = grip.closest("li");
    const before = slides().join();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("lifted");
    let from = event.clientY;
    const move = (moved) => {
      row.style.transform = `translateY(${moved.clientY - from}px)`;
      const box = row.getBoundingClientRect();
      const [above, below] = [row.previousElementSibling, row.nextElementSibling];
      const middle = (each) => each.getBoundingClientRect().top + each.offsetHeight / 2;
      const passed = above && box.top < middle(above) ? above : below && box.bottom > middle(below) ? below : null;
      if (!passed) return;
      const top = row.offsetTop;
      if (passed === above) list.insertBefore(above, row.nextElementSibling);
      else list.insertBefore(below, row);
      from += row.offsetTop - top;
      row.style.transform = `translateY(${moved.clientY - from}px)`;
    };
    const drop = () => {
      grip.removeEventListener("pointermove", move);
      row.classList.remove("lifted");
      row.style.transform = "";
      if (slides().join() !== before) settle(row);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  });

  form.addEventListener("input", (event) => { if (event.target.name !== "fresh") changed.add(event.target.name); });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && changed.size) event.preventDefault(); });
  settle(null);
}
