// What was typed into a form and not saved is kept in its tab under a key of its page; a saved form leads to its change.
const LEFT = "left";
if (location.pathname.startsWith("/studio/changes/") && sessionStorage.getItem(LEFT)) {
  sessionStorage.removeItem(sessionStorage.getItem(LEFT));
  sessionStorage.removeItem(LEFT);
}
