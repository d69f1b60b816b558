// Editing one translation where it stands.

import { fill, chip, parted, partsOf, textOf } from "./chips.js";
import { typed } from "./typography.js";

const DRAFT_MILLISECONDS = 300, SUGGEST_MILLISECONDS = 30000;

/** Opens the editor of a unit (its `article` element); `act(fields, options)` sends a form. */
export class Editor {
  constructor(unit, view, words, act, closed) {
    this.unit = unit;
    this.view = view;
    this.words = words;
    this.act = act;
    this.closed = closed;
    this.shown = unit.querySelector(".text.target");
    this.before = this.shown.classList.contains("empty") ? "" : this.shown.textContent;
    this.key = `draft ${view.dataset.here} ${unit.dataset.name}`;
    this.chips = partsOf(unit.querySelector(".text.source")).filter((part) => part.chip).map((part) => part.text);
    this.build();
  }

  get may() {
    return this.view.dataset.may.split(" ");
  }

  build() {
    const number = this.unit.id.slice(1);
    this.box = document.createElement("div");
    this.box.className = "editing";
    this.field = document.createElement("div");
    const { field } = this;
    field.className = this.shown.className.replace("empty", "") + " editor";
    field.contentEditable = "plaintext-only";
    if (field.contentEditable !== "plaintext-only") field.contentEditable = "true";
    field.spellcheck = true;
    field.lang = this.view.dataset.locale;
    field.dir = this.view.dataset.dir;
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-multiline", "true");
    field.setAttribute("aria-label", this.words.edit.replace("{number}", number));
    const parts = this.before ? partsOf(this.shown) : [];
    fill(field, parts);
    this.missing = document.createElement("p");
    this.missing.className = "missing";
    this.note = document.createElement("div");
    this.note.className = "conflict";
    this.note.setAttribute("role", "status");
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    if (this.may.includes("edit")) buttons.append(this.button(this.words.save, () => this.save("edit"), "primary"));
    if (this.may.includes("suggest")) buttons.append(this.button(this.words.suggest, () => this.save("suggest")));
    buttons.append(this.button(this.words.cancel, () => this.leave(true)));
    this.box.append(field, this.missing, this.note, buttons);
    this.shown.hidden = true;
    this.shown.after(this.box);
    field.addEventListener("beforeinput", (event) => this.beforeInput(event));
    field.addEventListener("input", (event) => this.input(event));
    field.addEventListener("keydown", (event) => this.keydown(event));
    field.addEventListener("blur", () => { this.left = this.caret.cloneRange(); });
    field.addEventListener("paste", (event) => this.paste(event));
    const kept = this.kept();
    if (kept !== null && kept !== this.before) {
      fill(field, parted(kept, this.chips));
      this.say(this.words.restored);
    }
    this.check();
    field.focus();
    const selection = getSelection();
    selection.selectAllChildren(field);
    selection.collapseToEnd();
  }

  button(label, act, kind = "") {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  get text() {
    const text = textOf(this.field);
    // An editable element that ends with a line end has one more than what was typed.
    return text.endsWith("\n") && !this.before.endsWith("\n") ? text.replace(/\n+$/, "") : text;
  }

  say(text) {
    this.note.textContent = text;
  }

  beforeInput(event) {
    if (event.inputType.startsWith("format")) event.preventDefault();
    if (this.field.contentEditable === "true" && /^insert(Paragraph|LineBreak)$/.test(event.inputType)) {
      event.preventDefault();
      document.execCommand("insertText", false, "\n");
    }
  }

  paste(event) {
    if (this.field.contentEditable === "plaintext-only") return;
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  }

  input(event) {
    if (event.inputType === "insertText" && !event.isComposing && !this.helping && event.data?.length === 1) this.help(event.data);
    clearTimeout(this.drafting);
    this.drafting = setTimeout(() => { this.keep(); this.check(); }, DRAFT_MILLISECONDS);
    clearTimeout(this.suggesting);
    this.suggesting = setTimeout(() => this.suggest(), SUGGEST_MILLISECONDS);
  }

  /** Puts what the language writes in the place of a sign; undone, the sign itself comes back. */
  help(sign) {
    const { anchorNode: node, anchorOffset: end } = getSelection();
    if (node?.nodeType !== Node.TEXT_NODE || !this.field.contains(node)) return;
    const before = (node.previousSibling ? "\ufffc" : "") + node.data.slice(0, end - 1);
    const found = typed(this.view.dataset.locale, before, sign);
    if (!found) return;
    this.helping = true;
    getSelection().setBaseAndExtent(node, Math.max(0, end - 1 - found.take), node, end);
    document.execCommand(found.give ? "insertText" : "delete", false, found.give);
    this.helping = false;
  }

  keydown(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.save(this.may.includes("edit") ? "edit" : "suggest");
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.keep();
      this.leave(false);
    }
  }

  /** Names the placeables of the source that the text has no more, each with a button. */
  check() {
    const text = this.text;
    const counts = new Map();
    for (const each of this.chips) counts.set(each, (counts.get(each) ?? 0) + 1);
    const lacking = [...counts].filter(([each, count]) => each !== "[" && text.split(each).length - 1 < count);
    this.missing.replaceChildren();
    if (!lacking.length) return;
    this.missing.append(this.words.missing + " ");
    for (const [each] of lacking) {
      const made = this.button(each, () => this.insert(each), "small");
      made.setAttribute("aria-label", this.words.insert.replace("{text}", each));
      this.missing.append(made, " ");
    }
  }

  /** Where the caret is, or was when the field was left for a button. */
  get caret() {
    const selection = getSelection();
    const here = selection.rangeCount ? selection.getRangeAt(0) : null;
    if (here && this.field.contains(here.commonAncestorContainer)) return here;
    if (this.left) return this.left;
    const end = document.createRange();
    end.selectNodeContents(this.field);
    end.collapse(false);
    return end;
  }

  insert(text) {
    const range = this.caret;
    this.field.focus();
    range.deleteContents();
    const made = chip(text);
    range.insertNode(made);
    range.setStartAfter(made);
    range.collapse(true);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    this.keep();
    this.check();
  }

  keep() {
    try {
      if (this.text === this.before) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, this.text);
    } catch { /* a browser that keeps nothing */ }
  }

  kept() {
    try { return localStorage.getItem(this.key); } catch { return null; }
  }

  forget() {
    clearTimeout(this.drafting);
    clearTimeout(this.suggesting);
    try { localStorage.removeItem(this.key); } catch { /* as above */ }
  }

  fields(act) {
    return { act, name: this.unit.dataset.name, seen: this.unit.dataset.seen, text: this.text };
  }

  /** What is being written becomes a suggestion, so that nothing is lost. */
  suggest() {
    const { text } = this;
    if (!this.may.includes("suggest") || text === this.before || text === this.suggested || !text.trim()) return null;
    this.suggested = text;
    return this.act(this.fields("suggest"), { quiet: true });
  }

  async save(act) {
    if (act === "edit" && this.text === this.before && this.unit.dataset.state !== "fuzzy") return this.leave(true);
    const answer = await this.act(this.fields(act), { editor: this });
    if (!answer) return this.say(this.words.lost);
    if (answer.status === 409) return this.conflict(answer);
    if (answer.tone === "bad") return this.say(answer.said);
    this.forget();
    this.closed(this);
    return undefined;
  }

  /** Somebody saved another text meanwhile: both are shown, and the next save knows of theirs. */
  conflict(answer) {
    const unit = answer.fresh;
    if (unit) this.unit.dataset.seen = unit.dataset.seen;
    const theirs = document.createElement("p");
    theirs.className = "text";
    theirs.lang = this.view.dataset.locale;
    theirs.textContent = answer.text;
    this.note.replaceChildren(this.words.theirs, theirs, this.words.mine);
    this.keep();
    this.field.focus();
  }

  leave(forget) {
    if (forget) this.forget();
    clearTimeout(this.suggesting);
    this.box.remove();
    this.shown.hidden = false;
    this.closed(this);
  }
}
