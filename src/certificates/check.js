// Compares a file with the one that was issued, on the reader's own device: nothing is sent.
"use strict";
const section = document.getElementById("compare");
const input = document.getElementById("file");
const result = document.getElementById("result");

async function sha256(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function verdict(file) {
  const size = Number(section.dataset.size);
  if (file.size < size) return "other";
  const bytes = await file.arrayBuffer();
  if ((await sha256(bytes.slice(0, size))) !== section.dataset.sha256) return "other";
  if (file.size === size) return "same";
  return (await sha256(bytes)) === section.dataset.signed ? "signed" : "begins";
}

let chosen = 0;

async function compare(file) {
  // Only what was chosen last is told of, whichever is read first.
  const turn = ++chosen;
  const say = (word) => {
    if (turn !== chosen) return;
    result.className = word;
    const lines = word ? [`${file.name}: ${result.dataset[word]}`] : [];
    if (word === "signed" || word === "begins") lines.push(result.dataset.added);
    const told = (text) => Object.assign(document.createElement("p"), { textContent: text });
    result.replaceChildren(...lines.map(told));
  };
  if (!file) return say("");
  say("reading");
  try {
    say(await verdict(file));
  } catch {
    say("failed");
  }
}

// Without a secure connection browsers do not hash, and a comparison would be worth nothing.
if (window.crypto && crypto.subtle) {
  section.hidden = false;
  input.addEventListener("change", () => compare(input.files[0]));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    compare(event.dataTransfer.files[0]);
  });
}
