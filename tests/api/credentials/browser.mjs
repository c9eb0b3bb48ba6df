// Opens the pages of the public check in a browser, as their reader does: on a phone and on a desk, by
// keyboard alone, with a file to compare, without scripts. `browser.mjs chromium axe.js folder` reads pages.json there,
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

/** What axe finds on the page as it is now. */
async function inspect(where) {
  await evaluate(readFileSync(axe, "utf8") + ";0");
  const found = await evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
  );
  faults.push(...found.map((fault) => `${where}: ${fault}`));
}

async function look(page, device, width, height) {
  const where = `${page.name} (${device})`;
  await open(page, width, height);
  await inspect(where);
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

async function choose(file) {
  const { root } = await call("DOM.getDocument");
  const { nodeId } = await call("DOM.querySelector", { nodeId: root.nodeId, selector: "#file" });
  await call("DOM.setFileInputFiles", { nodeId, files: [join(folder, file)] });
}

/** Lets a file fall on the page; whether the page took it, or left it to the browser to open. */
function drop(file) {
  const bytes = readFileSync(join(folder, file)).toString("base64");
  return evaluate(`(() => {
    const bytes = Uint8Array.from(atob("${bytes}"), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], "${file}", { type: "application/pdf" }));
    const fall = (kind) => !document.querySelector("main").dispatchEvent(
      new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }),
    );
    return [fall("dragover"), fall("drop")].every(Boolean);
  })()`);
}

/** What is told of the file that was given last. */
async function verdict(page, file, word) {
  const said = await evaluate(`new Promise((done) => {
    const look = () => ["", "reading"].includes(result.className) ? setTimeout(look, 20) : done(result.className);
    setTimeout(look, 50);
  })`);
  if (said !== word) faults.push(`${page.name}: ${file} is ${said}, not ${word}`);
  const [lines, added, ended, green] = await evaluate(`[
    [...result.children].map((line) => line.textContent),
    result.dataset.added,
    result.dataset.ended,
    getComputedStyle(result).color === "rgb(27, 107, 58)",
  ]`);
  if (!lines[0]?.startsWith(`${file}: `)) faults.push(`${page.name}: ${file} is told as ${lines}`);
  const warned = lines.includes(added);
  if (warned !== ["signed", "begins"].includes(word)) faults.push(`${page.name}: ${file} says ${lines}`);
  const genuine = ["same", "signed"].includes(word);
  if (ended && genuine && !lines.includes(ended)) faults.push(`${page.name}: ${file} says ${lines}`);
  if (green !== (genuine && !ended)) faults.push(`${page.name}: ${file} is ${green ? "" : "not "}green`);
  await inspect(`${page.name} (${file})`);
  if (warned || ended) await picture(`${page.name}-${word}`);
}

async function compare(page) {
  await open(page, 390, 844);
  for (const [file, word] of page.files) {
    await choose(file);
    await verdict(page, file, word);
  }
  for (const [file, word] of page.files) {
    await open(page, 390, 844);
    if (await drop(file)) await verdict(page, file, word);
    else faults.push(`${page.name}: the browser opens ${file}`);
  }
}

/** What a reader sees whose browser runs no scripts. */
async function withoutScripts(page) {
  await call("Emulation.setScriptExecutionDisabled", { value: true });
  await open(page, 390, 844);
  const [said, height] = await evaluate(
    "[document.querySelector('.verdict').textContent, document.getElementById('compare').offsetHeight]",
  );
  if (!said.includes(page.verdict)) faults.push(`${page.name} (no scripts): says ${said}`);
  if (height !== 0) faults.push(`${page.name} (no scripts): offers to compare a file`);
  await call("Emulation.setScriptExecutionDisabled", { value: false });
}

for (const page of pages) {
  await look(page, "phone", 360, 740);
  await look(page, "desk", 1280, 900);
  await walk(page);
  if (page.files) await compare(page);
  if (page.verdict) await withoutScripts(page);
}
const others = asked.filter((url) => url !== "/favicon.ico" && !pages.some(({ name }) => url === `/${name}`));
faults.push(...others.map((url) => `the page asks for ${url}`));
console.log(faults.join("\n"));
await send("Browser.close");
server.close();
