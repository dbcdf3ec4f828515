// Browsers that know command and commandfor need none of this; the others get the same behaviour.
const NATIVE = "command" in HTMLButtonElement.prototype;

export function openDialogs(root) {
  if (NATIVE) return;
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "close") dialog.close();
    else dialog.showModal();
  });
}

export function closeMenus(root) {
  const open = () => root.querySelectorAll("details.menu[open]");
  root.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

export function offerPrint(root) {
  root.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
}
