// Opens the pages of the public check in a browser, as their reader does: on a phone and on a desk, by
// keyboard alone, with a file to compare. `browser.mjs chromium axe.js folder` reads pages.json there,
// writes a picture of each page, and prints what is wrong, a line each.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [chromium, axe, folder] = process.argv.slice(2);
const pages = JSON.parse(readFileSync(join(folder, "pages.json"), "utf8"));
const faults = [];
const asked = [];

const server = createServer((request, answer) => {
  const page = pages.find(({ name }) => request.url === `/${name}`);
  asked.push(request.url);
  answer.writeHead(page ? 200 : 404, page && {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": page.policy,
  });
  answer.end(page?.html);
}).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const origin = `http://127.0.0.1:${server.address().port}`;

const profile = mkdtempSync(join(tmpdir(), "browser-"));
// Commands and answers go through two pipes, each ended by a zero byte.
const browser = spawn(chromium, [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
  "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank",
], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const [, , , commands, answers] = browser.stdio;
browser.once("error", (cause) => { throw cause; });

let last = 0;
const waiting = new Map();
const events = new Map();
let read = "";
answers.setEncoding("utf8").on("data", (text) => {
  const messages = (read + text).split("\0");
  read = messages.pop();
  for (const message of messages) {
    const { id, method, result, error } = JSON.parse(message);
    if (id) waiting.get(id)(error ? Promise.reject(new Error(error.message)) : result);
    else events.get(method)?.();
  }
});
function send(method, params = {}, sessionId) {
  const id = ++last;
  commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((done) => waiting.set(id, done));
}

const { targetId } = await send("Target.createTarget", { url: "about:blank" });
const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
const call = (method, params) => send(method, params, sessionId);
await call("Page.enable");
await call("DOM.enable");

async function evaluate(expression) {
  const options = { expression, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await call("Runtime.evaluate", options);
  if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
  return result.value;
}

async function open(page, width, height) {
  const device = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
  await call("Emulation.setDeviceMetricsOverride", device);
  const loaded = new Promise((done) => events.set("Page.loadEventFired", done));
  await call("Page.navigate", { url: `${origin}/${page.name}` });
  await loaded;
}

async function press(key, code) {
  for (const type of ["keyDown", "keyUp"]) {
    await call("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: code });
  }
}

async function look(page, device, width, height) {
  const where = `${page.name} (${device})`;
  await open(page, width, height);
  await evaluate(readFileSync(axe, "utf8") + ";0");
  const found = await evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
  );
  faults.push(...found.map((fault) => `${where}: ${fault}`));
  const wide = await evaluate("document.documentElement.scrollWidth > innerWidth");
  if (wide) faults.push(`${where}: wider than the screen`);
  await picture(`${page.name}-${device}`);
}

async function picture(name) {
  const { data } = await call("Page.captureScreenshot", { captureBeyondViewport: true });
  writeFileSync(join(folder, `${name}.png`), Buffer.from(data, "base64"));
}

/** What the keyboard reaches, in its order, and whether the eye sees where it is. */
async function walk(page) {
  await open(page, 1280, 900);
  const reached = [];
  for (let step = 0; step < 12; step += 1) {
    await press("Tab", 9);
    const [what, outline] = await evaluate(
      "(() => { const at = document.activeElement; return [at.lang || at.id || at.tagName, getComputedStyle(at).outlineStyle]; })()",
    );
    if (what === "BODY" || reached.includes(what)) break;
    if (outline === "none") faults.push(`${page.name}: nothing shows that ${what} has the focus`);
    reached.push(what);
  }
  if (reached.join() !== page.reached.join()) faults.push(`${page.name}: the keyboard reaches ${reached}`);
}

async function compare(page) {
  await open(page, 390, 844);
  for (const [file, word] of page.files) {
    const { root } = await call("DOM.getDocument");
    const { nodeId } = await call("DOM.querySelector", { nodeId: root.nodeId, selector: "#file" });
    await call("DOM.setFileInputFiles", { nodeId, files: [join(folder, file)] });
    const said = await evaluate(`new Promise((done) => {
      const look = () => ["", "reading"].includes(result.className) ? setTimeout(look, 20) : done(result.className);
      setTimeout(look, 50);
    })`);
    if (said !== word) faults.push(`${page.name}: ${file} is ${said}, not ${word}`);
    const lines = await evaluate("[...result.children].map((line) => line.textContent)");
    const warned = lines.includes(await evaluate("result.dataset.added"));
    if (warned !== ["signed", "begins"].includes(word)) faults.push(`${page.name}: ${file} says ${lines}`);
    if (warned) await picture(`${page.name}-${word}`);
  }
}

for (const page of pages) {
  await look(page, "phone", 360, 740);
  await look(page, "desk", 1280, 900);
  await walk(page);
  if (page.files) await compare(page);
}
const others = asked.filter((url) => url !== "/favicon.ico" && !pages.some(({ name }) => url === `/${name}`));
faults.push(...others.map((url) => `the page asks for ${url}`));
console.log(faults.join("\n"));
await send("Browser.close");
server.close();
