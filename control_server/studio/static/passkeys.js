// Passkeys: made on the page of the account, used to sign in, and to prove again who is there. The buttons are hidden
// until it is known that this browser has passkeys and that the address is a name: an IP address can have none.
const able = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential
  && !/^[\d.]+$|^\[/.test(location.hostname);

async function asked(path) {
  const answer = await fetch(path, { method: "POST" });
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

async function answered(path, credential) {
  const body = JSON.stringify(credential.toJSON());
  const answer = await fetch(path, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  if (answer.ok) return answer.json();
  const { error, findings } = await answer.json();
  throw Object.assign(new Error(error), { status: answer.status, why: findings[0]?.code });
}

async function prove(path) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await asked("/studio/passkeys/options.json"));
  return answered(path, await navigator.credentials.get({ publicKey }));
}

const uses = {
  async enter(part) {
    location.assign((await prove(`/studio/passkeys/sign-in.json?to=${encodeURIComponent(part.dataset.to)}`)).to);
  },
  async prove(part) {
    await prove("/studio/passkeys/prove.json");
    const form = document.getElementById(part.dataset.form);
    form.querySelector("input[type=password]").disabled = true;
    form.submit();
  },
  async make(part) {
    const name = part.querySelector("input").value;
    const options = await asked("/studio/account/passkeys/options.json");
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const made = await navigator.credentials.create({ publicKey });
    await answered(`/studio/account/passkeys.json?name=${encodeURIComponent(name)}`, made);
    location.reload();
  },
};

for (const lack of document.querySelectorAll("[data-passkeys-lack]")) lack.hidden = able;

for (const part of document.querySelectorAll("[data-passkey]")) {
  const [button, told] = [part.querySelector("button"), part.querySelector("[role=status]")];
  part.hidden = !able;
  const use = async (event) => {
    event.preventDefault();
    told.textContent = "";
    button.disabled = true;
    try {
      await uses[part.dataset.passkey](part);
    } catch (error) {
      const known = error.why === "rights" && told.dataset.rights;
      told.textContent = known || `${told.dataset.failed} (${error.status ?? error.name})`;
    } finally {
      button.disabled = false;
    }
  };
  if (part.tagName === "FORM") part.addEventListener("submit", use);
  else button.addEventListener("click", use);
}
