// The page Today: what each change would do, fetched one after the other when the page is there already.
for (const task of document.querySelectorAll("[data-outlook]")) {
  const sentence = task.querySelector(".does");
  if (sentence) sentence.hidden = false;
}

for (const task of document.querySelectorAll("[data-outlook]")) {
  const told = await part(task.dataset.outlook);
  if (!told) break; // the server is away: what is known of the changes stays
  for (const name of ["ahead", "does"]) {
    const fresh = told.querySelector(`.${name}`);
    if (fresh) task.querySelector(`.${name}`)?.replaceWith(fresh);
  }
}

async function part(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}
