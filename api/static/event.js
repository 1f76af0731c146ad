// Planning again: of what happened, only the fields that matter. Without it all are shown.

function fit(group) {
  const kind = group.querySelector("select[name=kind]").value;
  for (const label of group.querySelectorAll("[data-for]")) {
    const wanted = label.dataset.for.split(",").includes(kind);
    label.hidden = !wanted;
    if (!wanted) label.querySelector("select, input").value = "";
  }
}

for (const group of document.querySelectorAll(".happening")) {
  group.addEventListener("change", () => fit(group));
  fit(group);
}
