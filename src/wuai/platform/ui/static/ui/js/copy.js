// A number that people carry elsewhere is copied with one press, and the copying is said aloud.
import { toast } from "./toasts.js";

export function offerCopies(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    toast(`${button.dataset.copied} ${button.dataset.copy}`, "good");
  });
}
