// Deciding on a document's facts by keyboard. Links and buttons work without it.

import { Decisions } from "./deciding.js";
import { current, factOf, facts, isFree, select } from "./looking.js";

const form = document.querySelector("#review");
const words = JSON.parse(form.dataset.words);
const decisions = new Decisions(form, form.dataset.url, say, words.who);
let selected = "";

function say(text) {
  const place = form.querySelector("[data-said]");
  if (place) place.textContent = text;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function decide(kind, fact) {
  if (!fact) return say(words.choose);
  const by = decisions.person(() => decide(kind, fact));
  if (!by) return;
  const id = fact.dataset.fact;
  decisions.later(async () => take(await decisions.send("POST", "", { kind, fact: id, by }), id));
}

function undo(fact) {
  if (!fact) return say(words.choose);
  const id = fact.dataset.fact;
  decisions.later(async () => {
    const made = factOf(id)?.querySelector("button[name=undo]").value;
    if (!made) return say(words.nothing);
    await take(await decisions.send("DELETE", `/${made}`), id);
  });
}

// The words that are selected in the text, kept when the selection goes elsewhere.
function remember() {
  const range = document.getSelection();
  if (range?.anchorNode?.parentElement?.closest(".text") && !range.isCollapsed) {
    selected = range.toString().replace(/\s+/g, " ").trim();
  }
}

function openMissed() {
  const place = form.querySelector("#missed");
  if (!place) return;
  remember();
  if (!selected) return say(words.select);
  place.open = true;
  form.elements.words.value = selected;
  form.elements.kind.focus();
}

function state() {
  const stated = form.elements.words.value.trim();
  if (!stated) return say(words.select);
  const by = decisions.person(state);
  if (!by) return;
  const entity = form.elements.kind.value;
  decisions.later(async () => {
    const answer = await decisions.send("POST", "", { kind: "state", entity, words: stated, by });
    form.querySelector("#missed").open = false;
    form.elements.words.value = selected = "";
    const made = answer.facts.find((f) => f.decision === answer.decision.id);
    await take(answer, made?.id);
  });
}

// Show what the service says of all facts now; when there are others, draw the page again.
async function take(answer, id) {
  const there = new Set(facts().map((fact) => fact.dataset.fact));
  if (there.size !== answer.facts.length || !answer.facts.every((fact) => there.has(fact.id))) {
    await redraw();
    select(id && factOf(id));
  } else {
    for (const fact of answer.facts) draw(fact);
  }
  const fact = id && factOf(id);
  const now = answer.facts.find((found) => found.id === id);
  const about = fact?.querySelector("p").textContent.replace(/\s+/g, " ").trim() ?? "";
  const said = now && now.state !== "open" ? fill(words[`state_${now.state}`], now) : words.open;
  const decided = answer.facts.filter((found) => found.state !== "open").length;
  say(`${said}: ${about} (${fill(words.decided, { n: decided, all: answer.facts.length })})`);
}

function draw(now) {
  const fact = factOf(now.id);
  for (const part of [fact, document.querySelector(`#words-${now.id}`),
    ...document.querySelectorAll(`mark[data-lead="${now.id}"]`)]) {
    if (!part) continue;
    part.className = part.className.replace(/\bs-\w+/, `s-${now.state}`);
  }
  fact.querySelector(".tag.state").textContent =
    now.state === "open" ? "" : fill(words[`state_${now.state}`], now);
  const button = fact.querySelector("button[name=undo]");
  button.value = now.decision;
  button.hidden = !now.decision;
}

async function redraw() {
  const answer = await fetch(location.pathname + location.search, { headers: { "Accept": "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of [".text", ".facts"]) {
    const now = document.querySelector(place);
    const then = page.querySelector(`#review ${place}`);
    if (!now || !then) continue;
    if (place === ".text") now.replaceWith(then);
    else {
      for (const old of now.querySelectorAll(":scope > section, :scope > p")) old.remove();
      now.append(...then.querySelectorAll(":scope > section, :scope > p"));
    }
  }
}

// --- keys and clicks ----------------------------------------------------------------------------

const actions = {
  y: () => decide("confirm", current()),
  n: () => decide("reject", current()),
  u: () => undo(current()),
  m: openMissed,
};

function inField(event, field) {
  if (event.key === "Escape") {
    decisions.forgotten();
    select(current() ?? facts()[0]);
  }
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (field.name === "by" && field.value.trim()) {
    select(current());
    decisions.named()?.();
  } else if (field.closest("#missed")) state();
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("#review :is(input, textarea, select, [contenteditable])");
  if (field && !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing)) {
    inField(event, field);
  } else if (isFree(event) && actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});

document.addEventListener("selectionchange", remember);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  const fact = button?.closest("li.fact");
  select(fact);
  if (button?.name === "state") state();
  else if (button?.name === "undo") undo(fact);
  else if (fact) decide(button.name, fact);
});

form.querySelector("#missed")?.addEventListener("toggle", (event) => {
  if (event.target.open && !form.elements.words.value) form.elements.words.value = selected;
});
