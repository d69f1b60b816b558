// The packet: decisions kept in the browser where it keeps anything, and saved as a file.

import { frameBeside, keyed, markAt, showUnit } from "./beside.js";
import { parted, partsOf } from "./chips.js";
import { Editor } from "./editor.js";

const view = document.querySelector(".passages[data-here]");
const words = document.getElementById("words").dataset;
const packet = JSON.parse(document.getElementById("data").textContent);
const said = document.getElementById("said"), saveButton = document.getElementById("save");
const reviewer = document.getElementById("reviewer"), beside = document.getElementById("beside");
const known = new Map(packet.messages.map((each) => [each.source, each]));
const decisions = new Map();
const undoing = [];
let review = random(), current = null, editor = null, frame = null, unsaved = false;

function random() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

const units = () => [...view.querySelectorAll("article.passage")];
const shown = () => units().filter((unit) => getComputedStyle(unit).display !== "none");
const nameOf = (unit) => unit.dataset.name;
const decisionOf = (unit) => decisions.get(nameOf(unit)) ?? {};

// What is kept

const keeps = (() => {
  try {
    localStorage.setItem("packet", "1");
    localStorage.removeItem("packet");
    return true;
  } catch { return false; }
})();

function keep() {
  unsaved = true;
  if (!keeps) return;
  try {
    localStorage.setItem(view.dataset.here, JSON.stringify({ review, reviewer: reviewer.value, decisions: [...decisions] }));
  } catch { document.getElementById("keeping").textContent = words.keepsnot; }
}

function restore() {
  document.getElementById("keeping").textContent = keeps ? words.keeps : words.keepsnot;
  if (!keeps) return;
  try {
    const kept = JSON.parse(localStorage.getItem(view.dataset.here));
    if (!kept) return;
    review = kept.review;
    reviewer.value = kept.reviewer;
    for (const [name, decision] of kept.decisions) if (known.has(name)) decisions.set(name, decision);
    if (decisions.size) tell("good", words.restoredreview);
  } catch { /* what is damaged is none */ }
}

// Decisions

function decide(unit, change) {
  const name = nameOf(unit), before = decisions.get(name), now = { ...before, ...change };
  for (const [key, value] of Object.entries(now)) if (value === undefined || value?.length === 0) delete now[key];
  undoing.push([name, before]);
  set(name, now);
}

function set(name, decision) {
  if (decision && Object.keys(decision).length) decisions.set(name, decision);
  else decisions.delete(name);
  keep();
  const unit = view.querySelector(`article[data-name="${name}"]`);
  show(unit);
  tally();
}

function undo() {
  const last = undoing.pop();
  if (!last) return;
  set(...last);
  select(view.querySelector(`article[data-name="${last[0]}"]`));
}

function show(unit) {
  const decision = decisionOf(unit), message = known.get(nameOf(unit));
  const { text, verdict, comments = [] } = decision;
  const target = unit.querySelector(".text.target");
  if (text !== undefined) showText(unit, target, text);
  else if (unit.original) target.replaceWith(unit.original.cloneNode(true));
  unit.classList.toggle("done", Object.keys(decision).length > 0);
  unit.querySelector("button.accept")?.setAttribute("aria-pressed", String(verdict?.action === "accept"));
  const box = unit.querySelector(".decided");
  box.replaceChildren();
  if (text !== undefined) box.append(row(words.edited, "", () => decide(unit, { text: undefined, verdict: undefined })));
  if (verdict?.action === "accept") box.append(row(words.accepted, "", () => decide(unit, { verdict: undefined })));
  if (verdict?.action === "reject") {
    box.append(row(words.rejected, `${label(verdict.category)} (${label(verdict.severity)}) ${verdict.note}`, () => decide(unit, { verdict: undefined })));
  }
  comments.forEach((comment, at) => {
    box.append(row(words.commented, comment, () => decide(unit, { comments: comments.filter((_, other) => other !== at) })));
  });
  unit.dataset.seen = message.translation;
}

/** What a kind of error, or how grave one is, is called. */
function label(value) {
  return document.getElementById("rejection").content.querySelector(`option[value="${CSS.escape(value)}"]`)?.textContent ?? value;
}

function showText(unit, target, text) {
  unit.original ??= target.cloneNode(true);
  const chips = partsOf(unit.querySelector(".text.source")).filter((part) => part.chip).map((part) => part.text);
  target.classList.remove("empty");
  target.lang = view.dataset.locale;
  target.dir = view.dataset.dir;
  target.replaceChildren(...parted(text, chips).map((part) => {
    if (!part.chip) return document.createTextNode(part.text);
    const made = document.createElement("span");
    made.className = "placeable";
    made.textContent = part.text;
    return made;
  }));
}

function row(label, text, back) {
  const made = document.createElement("p"), strong = document.createElement("b"), button = document.createElement("button");
  strong.textContent = label;
  button.type = "button";
  button.className = "small";
  button.textContent = words.back;
  button.setAttribute("aria-label", `${words.back}: ${label} ${text}`.trim());
  button.addEventListener("click", back);
  made.append(strong, ` ${text} `, button);
  return made;
}

function tally() {
  document.getElementById("tally").textContent = words.tally.replace("{number}", decisions.size).replace("{total}", known.size);
  saveButton.disabled = decisions.size === 0;
}

function tell(tone, text) {
  const note = document.createElement("p");
  note.className = `notice ${tone}`;
  note.textContent = text;
  said.replaceChildren(note);
}

function accept(unit) {
  if (!unit?.querySelector("button.accept")) return;
  const accepted = decisionOf(unit).verdict?.action === "accept";
  decide(unit, { verdict: accepted ? undefined : { action: "accept" } });
}

/** Opens the form of a template in a unit; `sent` gets its fields. */
function ask(unit, template, sent) {
  if (!unit) return;
  for (const each of view.querySelectorAll("form.panel")) each.remove();
  select(unit);
  const form = document.getElementById(template).content.firstElementChild.cloneNode(true);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent(Object.fromEntries(new FormData(form)));
    form.remove();
    select(unit);
  });
  form.querySelector(".leave").addEventListener("click", () => { form.remove(); select(unit); });
  unit.querySelector(".doing").append(form);
  form.querySelector("select, textarea").focus();
}

function reject(unit) {
  if (!unit?.querySelector("button.reject")) return;
  ask(unit, "rejection", (fields) => decide(unit, { verdict: { action: "reject", ...fields, note: fields.note.trim() } }));
}

function comment(unit) {
  ask(unit, "remark", ({ note }) => {
    if (note.trim()) decide(unit, { comments: [...(decisionOf(unit).comments ?? []), note.trim()] });
  });
}

// Editing

function edit(unit) {
  if (!unit || editor?.unit === unit) return;
  if (editor) {
    editor.keep();
    editor.leave(false);
  }
  select(unit);
  editor = new Editor(unit, view, words, take, closed);
}

async function take({ text }) {
  if (!text.trim()) return { status: 400, tone: "bad", said: words.empty };
  const { unit } = editor, message = known.get(nameOf(unit));
  editor.shown.hidden = false;
  decide(unit, { text: text === message.seen ? undefined : text, verdict: undefined });
  return { status: 200, tone: "good", result: "done" };
}

function closed(which) {
  if (editor !== which) return;
  editor = null;
  which.box.remove();
  which.unit.querySelector(".text.target").hidden = false;
  select(which.unit);
}

// Which unit

function select(unit) {
  if (!unit) return;
  current?.classList.remove("current");
  current = unit;
  unit.classList.add("current");
  unit.focus({ preventScroll: true });
  unit.scrollIntoView({ block: "nearest" });
  showUnit(frame, unit.id.slice(1));
}

function step(by, wanted = () => true) {
  const all = shown();
  let at = current ? all.indexOf(current) : by > 0 ? -1 : all.length;
  for (at += by; at >= 0 && at < all.length; at += by) if (wanted(all[at])) return select(all[at]);
  return tell("plain", wanted === open ? words.none : words.last);
}

const open = (unit) => !unit.classList.contains("done");

// The page as it will be

function togglePage() {
  if (!beside) return;
  const work = document.getElementById("work");
  if (frame) {
    frame.parentElement.remove();
    frame = null;
  } else {
    frame = frameBeside(work, words.show);
    frame.addEventListener("load", linkPage);
    frame.srcdoc = packet.page;
  }
  work.classList.toggle("two", Boolean(frame));
  beside.textContent = frame ? words.hide : words.show;
  beside.setAttribute("aria-expanded", String(Boolean(frame)));
}

function linkPage() {
  const page = frame?.contentDocument;
  if (!page) return;
  page.addEventListener("click", (event) => {
    const mark = markAt(page, event.target);
    const unit = mark && document.getElementById("m" + mark.dataset.unit);
    if (unit) { select(unit); unit.scrollIntoView({ block: "center" }); }
  });
  if (current) showUnit(frame, current.id.slice(1));
}

// The file

function file() {
  const { page, messages, ...head } = packet;
  const decided = messages.filter((each) => decisions.has(each.source)).map((each) => ({ ...each, ...decisions.get(each.source) }));
  return { ...head, review, reviewer: reviewer.value.trim(), messages: decided };
}

function save() {
  if (!decisions.size) return;
  const name = `${packet.article}.${packet.locale}.review.json`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file(), null, 1) + "\n"], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  unsaved = false;
  tell("good", words.downloaded.replace("{file}", name));
}

async function goOn(from) {
  try {
    const found = JSON.parse(await from.text());
    if (found.format !== packet.format || found.packet !== packet.packet) throw new Error();
    for (const { source, text, verdict, comments } of found.messages) {
      if (known.has(source)) decisions.set(source, JSON.parse(JSON.stringify({ text, verdict, comments })));
    }
    review = found.review;
    reviewer.value = found.reviewer;
    keep();
    units().forEach(show);
    tally();
    tell("good", words.restoredreview);
  } catch { tell("bad", words.notours); }
}

// Keys and clicks

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => step(1, open),
  a: () => accept(current),
  r: () => reject(current),
  c: () => comment(current),
  e: () => edit(current),
  Enter: () => edit(current),
  u: () => undo(),
  p: () => togglePage(),
  s: () => save(),
  "?": () => document.getElementById("keys").showModal(),
};

const pressed = keyed(KEYS, (field) => {
  field.closest("form.panel")?.remove();
  current?.focus();
});

function clicked(event) {
  const unit = event.target.closest("article.passage");
  if (!unit || event.target.closest(".editing, form.panel")) return;
  const button = event.target.closest("button");
  if (button?.matches(".accept")) { select(unit); accept(unit); }
  else if (button?.matches(".reject")) reject(unit);
  else if (button?.matches(".edit")) edit(unit);
  else if (button?.matches(".comment")) comment(unit);
  else if (button?.matches(".take")) { select(unit); decide(unit, { text: button.dataset.text, verdict: undefined }); }
  else if (!button && event.target.closest(".text.target") && !getSelection().toString()) edit(unit);
  else if (!button && !event.target.closest("a")) select(unit);
}

restore();
for (const unit of units()) if (decisions.has(nameOf(unit))) show(unit);
tally();
document.addEventListener("keydown", pressed);
view.addEventListener("click", clicked);
saveButton.addEventListener("click", save);
beside?.addEventListener("click", togglePage);
document.getElementById("help").addEventListener("click", KEYS["?"]);
reviewer.addEventListener("input", keep);
document.getElementById("saved").addEventListener("change", (event) => goOn(event.target.files[0]));
for (const each of document.getElementsByName("shown")) {
  each.addEventListener("change", () => { view.dataset.show = each.value; });
}
addEventListener("beforeunload", (event) => {
  editor?.keep();
  if (unsaved && !keeps) event.preventDefault();
});
