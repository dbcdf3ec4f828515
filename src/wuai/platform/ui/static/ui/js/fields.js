// The error summary takes the focus; a counter says how many characters are left.
export function focusErrors(root) {
  const summary = root.querySelector("[data-focus-first]");
  if (summary) summary.focus();
}

export function watchCounters(root) {
  for (const counter of root.querySelectorAll("[data-counter]")) {
    const field = document.getElementById(counter.dataset.counter);
    if (!field || counter.dataset.watched) continue;
    counter.dataset.watched = "yes";
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    counter.after(spoken);
    let later = 0;
    const say = () => {
      const left = Number(counter.dataset.limit) - [...field.value].length;
      const words = left < 0 ? counter.dataset.tooMany : counter.dataset.left;
      counter.textContent = words.replace("#", String(Math.abs(left)));
      counter.toggleAttribute("data-over", left < 0);
      clearTimeout(later);
      later = setTimeout(() => { spoken.textContent = counter.textContent; }, 1000);
    };
    field.addEventListener("input", say);
    if (field.value) say();
  }
}
