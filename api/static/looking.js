// Looking through a document's facts by keyboard; the file of `qilian extract --html` has this alone.

export const facts = () => [...document.querySelectorAll("li.fact")];
export const current = () => document.querySelector("li.fact.on");
export const factOf = (id) => document.querySelector(`#fact-${id}`);

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
export function select(fact) {
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

// The fact that the address names.
function follow() {
  const found = location.hash.match(/^#(?:fact|words)-([\w-]+)$/);
  if (found) show(found[1]);
}

const steps = {
  j: 1,
  k: -1,
};
const arrows = { ArrowDown: "j", ArrowUp: "k" };

// Does a key belong to the page, and not to a field or the browser?
export function isFree(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    && !event.target.closest("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  const arrow = event.target.closest("li.fact") && arrows[event.key];
  const by = steps[arrow || event.key];
  if (!by || !isFree(event)) return;
  event.preventDefault();
  step(by);
});

document.addEventListener("click", (event) => {
  const fact = event.target.closest("li.fact");
  if (fact && !event.target.closest("a, button")) select(fact);
});

window.addEventListener("hashchange", follow);
reachable(facts()[0]);
follow();
