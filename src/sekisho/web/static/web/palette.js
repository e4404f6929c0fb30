// The palette: Ctrl K or ⌘K, or the search button. Without scripts the button leads to the search page.
import { walk } from "./combo.js";

export function palette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector('[role="listbox"]');
  const mark = walk(input, list, (option, event) => {
    if (event.ctrlKey || event.metaKey) window.open(option.dataset.href, "_blank", "noopener");
    else window.location.assign(option.dataset.href);
  });
  list.addEventListener("htmx:afterSwap", () => mark(list.querySelector('[role="option"]')));
  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    input.dispatchEvent(new Event("ask"));
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".find") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
}
