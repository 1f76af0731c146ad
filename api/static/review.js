// Looking through a document's facts by keyboard, and deciding on them. Links and buttons work
// without it. In the file of `qilian extract --html` there is no form: nothing is decided there.

const form = document.querySelector("#review");
const words = form ? JSON.parse(form.dataset.words) : {};
const facts = () => [...document.querySelectorAll("li.fact")];
const current = () => document.querySelector("li.fact.on");
const factOf = (id) => document.querySelector(`#fact-${id}`);
let queue = Promise.resolve();
let pending = null;
let selected = "";

function say(text) {
  const place = form?.querySelector("[data-said]");
  if (place) place.textContent = text;
}

function show(id) {
  for (const part of document.querySelectorAll(".on")) part.classList.remove("on");
  for (const part of document.querySelectorAll(`mark[data-facts~="${id}"]`)) part.classList.add("on");
  factOf(id)?.classList.add("on");
}

// Of all facts the Tab key reaches one, with its buttons.
function reachable(fact) {
  for (const other of facts()) {
    for (const part of [other, ...other.querySelectorAll("button")]) {
      part.tabIndex = other === fact ? 0 : -1;
    }
  }
}

// Make a fact the one that the keys are about.
function select(fact) {
  if (!fact) return;
  show(fact.dataset.fact);
  reachable(fact);
  fact.focus({ preventScroll: true });
  fact.scrollIntoView({ block: "nearest", behavior: "instant" });
  const narrow = matchMedia("(max-width: 900px)").matches;
  document.querySelector("mark.on")?.scrollIntoView(
    { block: narrow ? "start" : "nearest", behavior: "instant" });
}

function step(by) {
  const all = facts();
  const at = all.indexOf(current());
  select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// --- deciding -----------------------------------------------------------------------------------

async function send(method, path, body) {
  const answer = await fetch(form.dataset.url + path, {
    method, body: body && JSON.stringify(body),
    headers: {
      "Accept": "application/json", "Content-Type": "application/json",
      "X-Qilian-Token": form.dataset.token,
    },
  });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.detail ?? answer.statusText);
  return data;
}

function person(then) {
  const field = form.elements.by;
  if (field.value.trim()) {
    sessionStorage.setItem("qilian-by", field.value.trim());
    return field.value.trim();
  }
  pending = then;
  field.focus();
  say(words.who);
  return "";
}

// One after the other, in the order of the keys.
function later(work) {
  queue = queue.then(work).catch((err) => say(err.message));
}

function decide(kind, fact) {
  if (!fact) return say(words.choose);
  const by = person(() => decide(kind, fact));
  if (!by) return;
  const id = fact.dataset.fact;
  later(async () => take(await send("POST", "", { kind, fact: id, by }), id));
}

function undo(fact) {
  if (!fact) return say(words.choose);
  const id = fact.dataset.fact;
  later(async () => {
    const made = factOf(id)?.querySelector("button[name=undo]").value;
    if (!made) return say(words.nothing);
    await take(await send("DELETE", `/${made}`), id);
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
  const by = person(state);
  if (!by) return;
  const entity = form.elements.kind.value;
  later(async () => {
    const answer = await send("POST", "", { kind: "state", entity, words: stated, by });
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
  j: () => step(1),
  k: () => step(-1),
  y: () => decide("confirm", current()),
  n: () => decide("reject", current()),
  u: () => undo(current()),
  m: openMissed,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (field) {
    if (event.key === "Escape" && field.closest("#review")) {
      pending = null;
      select(current() ?? facts()[0]);
    }
    if (event.key !== "Enter" || !field.closest("#review")) return;
    event.preventDefault();
    if (field.name === "by" && field.value.trim()) {
      const then = pending;
      pending = null;
      select(current());
      sessionStorage.setItem("qilian-by", field.value.trim());
      then?.();
    } else if (field.closest("#missed")) state();
    return;
  }
  const arrow = event.target.closest("li.fact") && { ArrowDown: "j", ArrowUp: "k" }[event.key];
  const action = actions[arrow || event.key];
  if (!action || (!form && "ynum".includes(event.key))) return;
  event.preventDefault();
  action();
});

document.addEventListener("selectionchange", remember);

document.addEventListener("click", (event) => {
  const fact = event.target.closest("li.fact");
  if (fact && !event.target.closest("a, button")) select(fact);
});

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  const fact = button?.closest("li.fact");
  select(fact);
  if (button?.name === "state") state();
  else if (button?.name === "undo") undo(fact);
  else if (fact) decide(button.name, fact);
});

form?.querySelector("#missed")?.addEventListener("toggle", (event) => {
  if (event.target.open && !form.elements.words.value) form.elements.words.value = selected;
});

// The fact that the address names.
function follow() {
  const found = location.hash.match(/^#(?:fact|words)-([\w-]+)$/);
  if (found) show(found[1]);
}

if (form) form.elements.by.value = sessionStorage.getItem("qilian-by") ?? "";
reachable(facts()[0]);
window.addEventListener("hashchange", follow);
follow();
