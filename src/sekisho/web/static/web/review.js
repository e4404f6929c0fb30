// Reviews: "next undecided" goes on from the row in hand on this page. Without this file its link leads there.

const undecided = (row) => row.querySelector("fieldset.seg") && !row.querySelector("input[type=radio]:checked");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-next]");
  if (!link) return;
  const all = [...document.querySelectorAll("tr[data-row]")];
  const now = all.findIndex((row) => row.classList.contains("cur"));
  const next = all.slice(now + 1).find(undecided) || all.find(undecided);
  if (!next) return;
  event.preventDefault();
  for (const row of all) row.classList.toggle("cur", row === next);
  next.querySelector("a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
});

// The row in hand is the one that has the focus, by mouse and by Tab too.
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("tr[data-row]");
  if (!row) return;
  for (const other of document.querySelectorAll("tr[data-row].cur")) if (other !== row) other.classList.remove("cur");
  row.classList.add("cur");
});
