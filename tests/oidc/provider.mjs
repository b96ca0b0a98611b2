// An OpenID provider for the tests: `node provider.mjs '{"port": …, "client": {…}, "people": {login: claims}}'`.
// It refuses what a provider must refuse: a foreign redirect address, no PKCE, a wrong verifier. Any password opens it.
// A line on its input, `{login: claims}`, tells it what has become of somebody; it answers `told`.
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const { port, client, people } = JSON.parse(process.argv[2]);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ ...client, grant_types: ["authorization_code"], response_types: ["code"] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  pkce: { required: () => true },
  findAccount: (_, id) => people[id] && { accountId: id, claims: async () => ({ sub: id, ...people[id] }) },
  features: { backchannelLogout: { enabled: true } },
  fetch: (address, { dispatcher, ...options }) => fetch(address, options), // its own refuses the machine itself
  cookies: { keys: ["of the tests"] },
});
provider.listen(port, "127.0.0.1", () => console.log("listening"));
createInterface({ input: process.stdin }).on("line", (line) => {
  Object.assign(people, JSON.parse(line));
  console.log("told");
});
