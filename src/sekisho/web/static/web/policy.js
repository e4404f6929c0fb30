// Policies: the chapter in sight, and taking a clause of a draft in hand with the keyboard.
// Without this file every page works through its links and buttons.

// The chapter in sight is marked in the list of chapters.
const spy = document.querySelector("[data-spy]");
if (spy && "IntersectionObserver" in window) {
  const links = new Map([...spy.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
  const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const line = 140;
    const above = heads.filter((head) => head.getBoundingClientRect().top < line);
    const now = above.at(-1) ?? heads[0];
    for (const [id, link] of links)
      if (now && id === now.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
  };
  let waiting = false;
  document.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}

// A clause in hand: Enter or a click on its number takes and lets go; only then Tab moves the clause.
const press = (hand, held) => hand.setAttribute("aria-pressed", String(held));
const button = (hand, act) => hand.closest("form").querySelector(`button[name="do"][value="${act}"]`);
let again = false; // the clause was in hand when it was sent away

document.addEventListener("click", (event) => {
  const hand = event.target.closest?.("[data-hand]");
  if (!hand) return;
  for (const other of document.querySelectorAll('[data-hand][aria-pressed="true"]')) if (other !== hand) press(other, false);
  press(hand, hand.getAttribute("aria-pressed") !== "true");
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-hand]")) press(event.target, false);
});
document.addEventListener("keydown", (event) => {
  const hand = event.target.closest?.("[data-hand]");
  if (!hand || hand.getAttribute("aria-pressed") !== "true" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = { Tab: event.shiftKey ? "outdent" : "indent", m: "merge", M: "merge" }[event.key];
  if (act) {
    event.preventDefault();
    event.stopPropagation();
    again = true;
    button(hand, act)?.click();
  } else if (event.key === "Escape") {
    press(hand, false);
  } else if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    event.stopPropagation();
    const cut = hand.closest("form").querySelector("[data-cut]");
    if (!cut) return;
    cut.open = true;
    cut.querySelector("input")?.focus();
  }
}, true);

// After an answer the clause keeps the focus, under whatever number it has now.
document.body.addEventListener("refocus", (event) => {
  const hand = document.getElementById(event.detail.id);
  const lost = !document.activeElement || document.activeElement === document.body;
  if (hand && (again || lost)) {
    hand.focus({ preventScroll: true });
    hand.closest("li").scrollIntoView({ block: "nearest" });
    if (again) press(hand, true);
  }
  again = false;
});
