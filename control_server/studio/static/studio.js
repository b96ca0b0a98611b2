// Alerts are in the header of pages that are open, too: whoever can confirm one finds it within seconds.
const alerts = document.getElementById("alerts");
const LOOK_MS = 4000;
const look = async () => {
  if (document.visibilityState === "visible") {
    const answer = await fetch(alerts.dataset.strip, { redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") return; // the session has ended
    const told = answer?.ok ? await answer.text() : null;
    if (told !== null && told !== strip && !alerts.contains(document.activeElement)) alerts.innerHTML = strip = told;
  }
  setTimeout(look, LOOK_MS);
};
let strip = "";
if (alerts) {
  setTimeout(look, LOOK_MS);
  alerts.setAttribute("aria-live", "polite");
}

// What was typed into a form and not saved is kept in its tab under a key of its page; a saved form leads to its change.
const LEFT = "left";
if (location.pathname.startsWith("/studio/changes/") && sessionStorage.getItem(LEFT)) {
  sessionStorage.removeItem(sessionStorage.getItem(LEFT));
  sessionStorage.removeItem(LEFT);
}
