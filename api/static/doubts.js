// Deciding by keyboard which of two things are one. Buttons and links work without it.

import { Decisions } from "./deciding.js";

const form = document.querySelector("#doubts");
const words = JSON.parse(form.dataset.words);
const pairs = () => [...form.querySelectorAll("li.doubt")];
const current = () => form.querySelector("li.doubt.on");
const done = [];
const decisions = new Decisions(form, "/doubts/decisions", (text) => show(text), words.who);

const filled = (key, values) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function show(text) {
  const place = form.querySelector("[data-said]");
  if (place) place.textContent = text;
}

const say = (key, values = {}) => show(filled(key, values));

// How many pairs are left: those that there were, less those decided on this page.
function count() {
  const place = form.querySelector("[data-open]");
  const decided = pairs().filter((pair) => pair.querySelector(".tag.state").textContent).length;
  place.textContent = filled("open", { n: (place.dataset.open - decided).toLocaleString("en") });
}

// Make a pair the one that the keys are about. Of all pairs the Tab key reaches this one's buttons.
function select(pair) {
  if (!pair) return;
  current()?.classList.remove("on");
  pair.classList.add("on");
  reachable(pair);
  pair.focus({ preventScroll: true });
  pair.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function reachable(pair) {
  for (const other of pairs()) {
    for (const part of [other, ...other.querySelectorAll("a, button, summary")]) {
      part.tabIndex = other === pair ? 0 : -1;
    }
  }
}

function step(by) {
  const all = pairs();
  const at = all.indexOf(current());
  select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

// Decide and go on to the next pair; the answer comes meanwhile.
function decide(kind, pair) {
  if (!pair) return say("choose");
  const by = decisions.person(() => decide(kind, pair));
  if (!by) return;
  const { first, second, score } = pair.dataset;
  decisions.later(async () => {
    const before = pair.querySelector("button[name=undo]").value;
    if (before) await takeBack(before, pair);
    const made = await decisions.send("POST", "", { kind, first, second, by, score: Number(score) });
    draw(pair, kind, made.id);
    done.push(made.id);
    say("decided", { said: words[kind], pair: pair.dataset.pair, n: done.length });
  });
  step(1);
}

async function takeBack(id, pair) {
  await decisions.send("DELETE", `/${id}`);
  if (done.includes(id)) done.splice(done.indexOf(id), 1);
  if (pair) draw(pair, "", "");
}

function undo(id) {
  decisions.later(async () => {
    const made = id ?? done.at(-1);
    if (!made) return say("nothing");
    const pair = pairs().find((one) => one.querySelector("button[name=undo]").value === made);
    await takeBack(made, pair);
    select(pair);
    say("undone", { pair: pair?.dataset.pair ?? "" });
  });
}

function draw(pair, kind, id) {
  pair.classList.remove("s-same", "s-different", "s-unsure");
  if (kind) pair.classList.add(`s-${kind}`);
  pair.querySelector(".tag.state").textContent = kind ? words[kind] : "";
  const button = pair.querySelector("button[name=undo]");
  button.value = id;
  button.hidden = !id;
  count();
}

const actions = {
  j: () => step(1),
  k: () => step(-1),
  s: () => decide("same", current()),
  d: () => decide("different", current()),
  u: () => decide("unsure", current()),
  z: () => undo(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (field) {
    if (!field.closest("#doubts")) return;
    if (event.key === "Escape") {
      decisions.forgotten();
      select(current() ?? pairs()[0]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!field.value.trim()) return;
      select(current() ?? pairs()[0]);
      decisions.named()?.();
    }
    return;
  }
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
});

form.addEventListener("click", (event) => {
  const pair = event.target.closest("li.doubt");
  if (pair && !event.target.closest("a, button, summary")) select(pair);
});

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  const pair = button?.closest("li.doubt");
  if (!pair) return;
  event.preventDefault();
  select(pair);
  if (button.name === "undo") undo(button.value);
  else decide(button.name, pair);
});

reachable(pairs()[0]);
