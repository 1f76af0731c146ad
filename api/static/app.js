// What pages do beyond links and forms. Every page works without it.

const search = () => document.querySelector("#search");
const suggestions = () => document.querySelector("#suggestions");

function closeSuggestions() {
  const list = suggestions();
  if (list) list.replaceChildren();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search()?.focus();
  }
  if (event.key === "Escape" && suggestions()?.childElementCount) {
    closeSuggestions();
    search()?.focus();
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const links = [...(suggestions()?.querySelectorAll("a") ?? [])];
    const at = links.indexOf(document.activeElement);
    if (links.length && (at >= 0 || document.activeElement === search())) {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? search() : links[Math.min(next, links.length - 1)])?.focus();
    }
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".finder")) closeSuggestions();
});

// On a narrow screen the answer comes first, its question folded.
function foldQuestion() {
  if (!matchMedia("(max-width: 900px)").matches) return;
  for (const fold of document.querySelectorAll("details.fold")) fold.open = false;
}

document.addEventListener("submit", foldQuestion);
foldQuestion();
