// Inside a table: j, k, arrows, Home and End move between the rows' links; Enter is the link's own.
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function moveThroughRows(root) {
  root.addEventListener("keydown", (event) => {
    const table = event.target.closest?.(".table-wrap, table[data-rows]");
    if (!table || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) return;
    const links = [...table.querySelectorAll("table[data-rows] > tbody > tr")]
      .map((row) => row.querySelector("a[href], button"))
      .filter(Boolean);
    const next = target(links, event);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.closest("tr").scrollIntoView({ block: "nearest" });
  });
}

function target(links, event) {
  if (event.key === "Home") return links[0];
  if (event.key === "End") return links.at(-1);
  const step = STEPS[event.key];
  if (!step) return null;
  const row = event.target.closest("tbody > tr");
  const at = links.findIndex((link) => link.closest("tr") === row);
  if (at < 0) return step > 0 ? links[0] : null;
  return links[Math.min(Math.max(at + step, 0), links.length - 1)];
}
