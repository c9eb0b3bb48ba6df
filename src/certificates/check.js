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
  const start = await file.slice(0, size).arrayBuffer();
  if ((await sha256(start)) !== section.dataset.sha256) return "other";
  if (file.size === size) return "same";
  // Only what has the length of the signed file may be it: however large another is, no more of it is read.
  if (file.size !== Number(section.dataset.signedSize)) return "begins";
  return (await sha256(await file.arrayBuffer())) === section.dataset.signed ? "signed" : "begins";
}

let chosen = 0;

async function compare(file) {
  // Only what was chosen last is told of, whichever is read first.
  const turn = ++chosen;
  const say = (word) => {
    if (turn !== chosen) return;
    result.className = word;
    const lines = word ? [`${file.name}: ${result.dataset[word]}`] : [];
    const genuine = ["same", "signed", "begins"].includes(word);
    if (genuine && result.dataset.ended) lines.push(result.dataset.ended);
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
