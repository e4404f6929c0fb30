// Combobox (WAI-ARIA 1.2): without this file the field is a text field that takes an ID or a number.
// <div class="combo" data-combo> <input name role="combobox" aria-controls hx-get…> <ul role="listbox"> </div>
// data-shown on the input holds the label of the value it came with.

/** Arrow keys, Enter and Escape over the options of `list`, reported to `choose(option)`. */
export function walk(input, list, choose) {
  const options = () => [...list.querySelectorAll('[role="option"]')];
  const mark = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" && all.length) { event.preventDefault(); mark(all[(now + 1) % all.length]); }
    else if (event.key === "ArrowUp" && all.length) { event.preventDefault(); mark(all[(now - 1 + all.length) % all.length]); }
    else if (event.key === "Enter" && all[now]) { event.preventDefault(); choose(all[now], event); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) choose(option, event);
  });
  return mark;
}

function equip(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "yes";
  const input = box.querySelector('[role="combobox"]');
  const list = box.querySelector('[role="listbox"]');
  const held = document.createElement("input");
  held.type = "hidden";
  held.name = input.name;
  held.value = input.value;
  box.append(held);
  input.name = "q";
  input.setAttribute("form", "none"); // what is typed is a search; only the held value is sent
  let shown = input.dataset.shown || input.value;
  input.value = shown;
  const open = (yes) => { list.hidden = !yes; input.setAttribute("aria-expanded", String(yes)); };
  const mark = walk(input, list, (option) => {
    held.value = option.dataset.value;
    input.value = shown = option.dataset.shown || option.textContent.trim();
    open(false);
    held.dispatchEvent(new Event("change", { bubbles: true }));
  });
  open(false);
  input.addEventListener("htmx:beforeRequest", () => box.classList.add("busy"));
  list.addEventListener("htmx:afterSwap", () => {
    const any = list.childElementCount > 0;
    open(any && document.activeElement === input);
    mark(list.querySelector('[role="option"]'));
  });
  input.addEventListener("blur", () => {
    open(false);
    if (!input.value.trim()) { held.value = shown = ""; return; }
    if (input.value !== shown) { held.value = input.value; shown = input.value; } // an ID typed by hand
  });
  const look = () => { if (list.hidden && !input.readOnly && (!input.value || input.value === shown)) input.dispatchEvent(new Event("look")); };
  input.addEventListener("click", look);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) look();
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); open(false); }
  });
}

export function combos() {
  const all = (root) => root.querySelectorAll?.("[data-combo]").forEach(equip);
  all(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt.matches?.("[data-combo]")) equip(event.detail.elt);
    all(event.detail.elt);
  });
}
