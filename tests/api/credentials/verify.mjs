// Checks a credential with jose and a status list with Digital Bazaar's decoder:
// `verify.mjs node_modules jwks.json credential.jwt list.jwt` prints a word.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/x.js`));
const { createLocalJWKSet, jwtVerify } = await import(pathToFileURL(require.resolve("jose")));
const { decodeList } = await import(
  pathToFileURL(`${modules}/@digitalbazaar/vc-bitstring-status-list/lib/index.js`)
);

const [keys, token, status] = files.map((file) => readFileSync(file, "utf8"));
const published = createLocalJWKSet(JSON.parse(keys));
try {
  const { payload: credential } = await jwtVerify(token, published);
  const { payload: list } = await jwtVerify(status, published, { typ: "vc+jwt" });
  const bits = await decodeList(list.credentialSubject);
  const place = Number(credential.credentialStatus.statusListIndex);
  console.log(bits.getStatus(place) ? "revoked" : "valid");
} catch (cause) {
  if (!String(cause.code).startsWith("ERR_J")) throw cause;
  console.log("refused");
}
