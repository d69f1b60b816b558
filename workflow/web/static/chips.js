// A text whose placeables are chips: they can be moved, taken out and put back, never broken.

/** The characters of a rendered text, and which of them are a placeable's. */
function spans(element) {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const fixed = node.parentElement.closest(".placeable");
    const last = found[found.length - 1];
    if (last && last.fixed === fixed) last.text += node.data;
    else found.push({ text: node.data, fixed });
  }
  return found;
}

/** The parts of a rendered text: {text, chip}. A link's address takes its brackets with it. */
export function partsOf(element) {
  const parts = spans(element).map(({ text, fixed }) => ({ text, chip: fixed !== null }));
  for (let at = 1; at < parts.length; at++) {
    const before = parts[at - 1], here = parts[at], after = parts[at + 1];
    if (!here.chip || before.chip || !before.text.endsWith("](")) continue;
    if (!after || after.chip || !after.text.startsWith(")")) continue;
    const open = before.text.lastIndexOf("[");
    before.text = before.text.slice(0, -2);
    after.text = after.text.slice(1);
    here.text = "](" + here.text + ")";
    if (open >= 0) {
      const image = open > 0 && before.text[open - 1] === "!" ? 1 : 0;
      const label = { text: before.text.slice(open + 1), chip: false };
      const bracket = { text: before.text.slice(open - image, open + 1), chip: true };
      before.text = before.text.slice(0, open - image);
      parts.splice(at, 0, bracket, label);
      at += 2;
    }
  }
  return parts.filter((part) => part.text !== "");
}

export function chip(text) {
  const made = document.createElement("span");
  made.className = "chip";
  made.contentEditable = "false";
  made.dataset.raw = text;
  made.title = text;
  const link = /^\]\((.*)\)$/s.exec(text);
  made.textContent = link ? "⟩ " + link[1] : text === "[" ? "⟨" : text === "![" ? "🖼 ⟨" : text;
  return made;
}

/** Puts a text into an editor; what `known` has as chips are chips. */
export function fill(editor, parts) {
  editor.replaceChildren(...parts.map((part) => (part.chip ? chip(part.text) : document.createTextNode(part.text))));
}

/** Parts of a plain text, where `chips` are the texts that are to be chips. */
export function parted(text, chips) {
  const known = [...new Set(chips)].filter((each) => each.length > 1).sort((a, b) => b.length - a.length);
  const parts = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = known.find((each) => text.startsWith(each, at));
    if (found) {
      if (plain) parts.push({ text: plain, chip: false });
      plain = "";
      parts.push({ text: found, chip: true });
      at += found.length;
    } else plain += text[at++];
  }
  if (plain) parts.push({ text: plain, chip: false });
  return parts;
}

/** The text of an editor. */
export function textOf(editor) {
  let text = "";
  for (const node of editor.childNodes) text += textOfNode(node);
  return text.replace(/\r\n?/g, "\n");
}

function textOfNode(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.dataset.raw !== undefined) return node.dataset.raw;
  if (node.tagName === "BR") return node.nextSibling ? "\n" : "";
  const inner = [...node.childNodes].map(textOfNode).join("");
  return node.tagName === "DIV" && node.previousSibling ? "\n" + inner : inner;
}
