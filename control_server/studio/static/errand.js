// The page of an errand: how far the work is, asked again until it has ended. Then the page is loaded anew, and the focus
// goes to what came of it.
const AGAIN_MS = 700;
const ENDED = "ended"; // the page whose work has just ended

if (sessionStorage.getItem(ENDED) === location.pathname) {
  sessionStorage.removeItem(ENDED);
  const heading = document.querySelector("[data-done]") ?? document.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
}
const working = document.querySelector("[data-progress]");
if (working) follow(working);

async function follow(section) {
  const bar = section.querySelector("progress");
  for (;;) {
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    let told;
    try {
      const answer = await fetch(section.dataset.progress);
      if (!answer.ok) throw new Error(answer.statusText);
      told = await answer.json();
    } catch {
      continue; // the server is away: the page stays, and goes on when it is back
    }
    if (told.state !== "working") {
      sessionStorage.setItem(ENDED, location.pathname);
      return location.reload();
    }
    for (const text of section.querySelectorAll("[data-step]")) text.hidden = text.dataset.step !== told.step;
    if (told.needed) {
      bar.max = told.needed;
      bar.value = told.done;
    } else bar.removeAttribute("value");
  }
}
