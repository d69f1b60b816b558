// What the review page and the packet have alike: the page beside the units, and the keys.

/** A frame for the page as it will be, at the end of `work`; nothing runs in it. */
export function frameBeside(work, title) {
  const aside = document.createElement("aside"), frame = document.createElement("iframe");
  aside.className = "beside";
  aside.setAttribute("aria-label", title);
  frame.title = title;
  frame.setAttribute("sandbox", "allow-same-origin");
  aside.append(frame);
  work.append(aside);
  return frame;
}

/** The mark of the unit that was clicked in `page`: inside `target`, else the last one before it. */
export function markAt(page, target) {
  const inside = target.querySelector?.("[data-unit]");
  if (inside) return inside;
  const wanted = Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY;
  const before = [...page.querySelectorAll("[data-unit]")]
    .filter((each) => each.compareDocumentPosition(target) & wanted || each.parentElement === target);
  return before[before.length - 1];
}

/** Shows unit `number` in the page of `frame`, if there is one. */
export function showUnit(frame, number) {
  const page = frame?.contentDocument;
  page?.querySelector(".shown-unit")?.classList.remove("shown-unit");
  const mark = page?.querySelector(`[data-unit="${number}"]`);
  if (!mark) return;
  mark.parentElement.classList.add("shown-unit");
  mark.parentElement.scrollIntoView({ block: "center" });
}

/** Hears keys, by what each does; in a field only Escape, which is told to `leave`. */
export function keyed(keys, leave) {
  return (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const at = event.target;
    if (at.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") leave(at);
      return;
    }
    if (event.key === "Enter" && at.closest("a, button, summary")) return;
    const does = keys[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  };
}
