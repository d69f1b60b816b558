// The article page: keys, acts without a reload, more units as one scrolls, the page beside.

import { frameBeside, keyed, markAt, showUnit } from "./beside.js";
import { Editor } from "./editor.js";
import { helpField } from "./typography.js";

const view = document.querySelector(".passages[data-here]");
const words = document.getElementById("words")?.dataset ?? {};
const said = document.getElementById("said");
const main = document.getElementById("content");
let editor = null, current = null, lastAct = null, pending = null;

const units = () => [...view.querySelectorAll("article.passage")];
const may = (act) => view.dataset.may.split(" ").includes(act);

// Acts

/** Sends a form; gives the answer with its `status`, or null where there is none. */
function act(fields, options = {}) {
  pending = sent(fields, options);
  return pending;
}

async function sent(fields, { quiet = false, undoing = false, editor: from = null }) {
  const path = view.dataset.here, back = undoing ? null : reverse(fields);
  const body = new URLSearchParams({ token: view.dataset.token, ...fields });
  let answer;
  try {
    const reply = await fetch(path, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (reply.headers.get("content-type")?.includes("json")) answer = { ...(await reply.json()), status: reply.status };
    else answer = { status: reply.status, tone: "bad", said: plain(await reply.text()), units: {} };
  } catch {
    tell("bad", words.lost);
    return null;
  }
  if (answer.location) { location.assign(answer.location); return null; }
  apply(answer, from);
  if (answer.result === "done" && (back || !quiet)) lastAct = back;
  const done = answer.result === "done" && answer.tone === "good";
  if (!quiet) tell(answer.tone, (done && DONE[fields.act]) || answer.said, done && lastAct && undo);
  return answer;
}

const DONE = { accept: words.accepted, edit: words.saved, suggest: words.kept };

/** What takes an act back, if anything does: an act of its own. */
function reverse(fields) {
  const judged = { accept: fields.accept, reject: `${fields.name} ${fields.seen}` }[fields.act];
  if (judged) return may("retract") ? () => act({ act: "retract", retract: judged }, { undoing: true }) : null;
  const name = fields.act === "edit" ? fields.name : fields.act === "fix" ? fields.fix.split(" ")[0] : null;
  const unit = name && view.querySelector(`article[data-name="${CSS.escape(name)}"]`);
  const target = unit?.querySelector(".text.target");
  if (!target || target.classList.contains("empty")) return null;
  const text = target.textContent;
  return () => {
    const now = view.querySelector(`article[data-name="${CSS.escape(name)}"]`);
    return act({ act: "edit", name, seen: now.dataset.seen, text }, { undoing: true });
  };
}

function plain(page) {
  const found = new DOMParser().parseFromString(page, "text/html");
  return [...found.querySelectorAll("h1, pre, .wrong")].map((each) => each.textContent.trim()).join(" – ");
}

function element(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.firstElementChild;
}

/** Shows what came of an act; `from` is the editor whose text it was about, if it came from one. */
function apply(answer, from = null) {
  const kept = answer.status !== 409 && answer.tone !== "bad";
  for (const [number, html] of Object.entries(answer.units ?? {})) {
    const old = document.getElementById("m" + number), fresh = element(html);
    if (!old) continue;
    // An editor stays, with the text in it and what it knows of others, until that text is kept.
    if (editor?.unit === old && !(kept && from === editor)) {
      if (answer.status === 409) answer.fresh = fresh;
      continue;
    }
    replace(old, fresh);
  }
  const standing = document.getElementById("standing-box");
  if (standing && answer.standing) standing.replaceWith(element(answer.standing));
  refreshPage();
}

/** Puts a unit in the place of what it was; what is open in it, and perhaps being written, stays. */
function replace(old, fresh) {
  const panel = old.querySelector(".panel"), focus = document.activeElement;
  const inside = panel?.contains(focus);
  if (panel) {
    fresh.append(panel);
    for (const each of panel.querySelectorAll("input[name=seen]")) each.value = fresh.dataset.seen;
  }
  const selected = old === current;
  old.replaceWith(fresh);
  if (inside) {
    current = fresh;
    fresh.classList.add("current");
    focus.focus({ preventScroll: true });
  } else if (selected) select(fresh, { scroll: false });
}

function tell(tone, text, undo = null) {
  const note = document.createElement("p");
  note.className = `notice ${tone}`;
  note.textContent = text;
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = words.undo;
    button.addEventListener("click", undo);
    note.append(" ", button);
  }
  said.replaceChildren(note);
}

async function accept(unit) {
  if (!may("accept") || !unit || unit.querySelector(".text.target.empty")) return;
  const { name, seen } = unit.dataset;
  const badge = unit.querySelector(".badge.state");
  badge.classList.add("waiting");
  unit.querySelector("button.accept")?.setAttribute("disabled", "");
  await act({ act: "accept", accept: `${name} ${seen}` });
  badge.classList.remove("waiting");
}

async function undo() {
  await pending;  // what is undone may still be on its way
  const again = lastAct;
  lastAct = null;
  again?.();
}

// Editing

function edit(unit) {
  if (!unit || !(may("edit") || may("suggest"))) return;
  if (editor) {
    if (editor.unit === unit) return;
    editor.keep();
    editor.leave(false);
  }
  select(unit);
  editor = new Editor(unit, view, words, act, closed);
}

function closed(which) {
  if (editor !== which) return;
  editor = null;
  const unit = document.getElementById(which.unit.id);
  which.box.remove();
  if (unit) { unit.querySelector(".text.target").hidden = false; select(unit, { scroll: false }); }
}

// Which unit

function select(unit, { scroll = true } = {}) {
  if (!unit) return;
  current?.classList.remove("current");
  current = unit;
  unit.classList.add("current");
  unit.focus({ preventScroll: true });
  if (scroll) unit.scrollIntoView({ block: "nearest" });
  showUnit(frame, unit.id.slice(1));
}

async function step(by, wanted = () => true) {
  let all = units();
  let at = current && current.isConnected ? all.indexOf(current) : by > 0 ? -1 : all.length;
  for (;;) {
    for (at += by; at >= 0 && at < all.length; at += by) {
      if (wanted(all[at])) return select(all[at]);
    }
    const known = all.length;
    if (by < 0 || !(await more())) break;
    all = units();
    at = known - 1;
  }
  return tell("plain", wanted === unfinished ? words.none : words.last);
}

const unfinished = (unit) => ["untranslated", "machine", "fuzzy", "rejected"].includes(unit.dataset.state)
  || unit.querySelector(".finding.error, .finding.warning, .badge.new");

async function nextArticle() {
  const reply = await fetch(`/next${view.dataset.here}`, { credentials: "same-origin" });
  if (reply.ok) location.href = reply.url === location.href ? "/" : (await reply.json()).path;
}

// More units

let loading = null;
function more() {
  const link = view.querySelector("a[rel=next]");
  if (!link) return Promise.resolve(false);
  loading ??= (async () => {
    try {
      const address = new URL(link.href);
      address.searchParams.set("part", "1");
      const reply = await fetch(address, { credentials: "same-origin" });
      if (!reply.ok) return false;
      const made = document.createElement("template");
      made.innerHTML = await reply.text();
      link.parentElement.replaceWith(made.content);
      watch();
      return true;
    } catch { return false; } finally { loading = null; }
  })();
  return loading;
}

const nearEnd = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) more();
}, { rootMargin: "1500px" });
function watch() {
  nearEnd.disconnect();
  const link = view.querySelector("a[rel=next]");
  if (link) nearEnd.observe(link);
}

// The page as it will be, beside

const beside = document.getElementById("beside"), work = document.getElementById("work");
let frame = null, refreshing = null;

function togglePage() {
  if (frame) {
    frame.parentElement.remove();
    frame = null;
    work.classList.remove("two");
    remember("");
  } else openPage();
  beside.textContent = frame ? words.hide : words.show;
  beside.setAttribute("aria-expanded", String(Boolean(frame)));
}

function openPage() {
  frame = frameBeside(work, words.show);
  frame.src = beside.href;
  frame.addEventListener("load", linkPage);
  work.classList.add("two");
  remember("1");
}

function remember(value) {
  try { localStorage.setItem("beside", value); } catch { /* a browser that keeps nothing */ }
}

function linkPage() {
  const page = frame?.contentDocument;
  if (!page) return;
  if (frame.dataset.top) page.scrollingElement.scrollTop = Number(frame.dataset.top);
  page.addEventListener("click", (event) => {
    event.preventDefault();
    const mark = markAt(page, event.target);
    if (mark) goTo(mark.dataset.unit);
  });
  if (current) showUnit(frame, current.id.slice(1));
}

async function goTo(number) {
  while (!document.getElementById("m" + number) && (await more()));
  const unit = document.getElementById("m" + number);
  if (unit) { select(unit); unit.scrollIntoView({ block: "center" }); }
}

function refreshPage() {
  if (!frame) return;
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    frame.dataset.top = frame.contentDocument?.scrollingElement?.scrollTop ?? 0;
    frame.contentWindow.location.reload();
  }, 400);
}

// All that is to be said of one message

async function open(unit, field = "") {
  if (!unit) return;
  const address = unit.querySelector("a.open").href;
  const old = unit.querySelector(".panel");
  for (const each of view.querySelectorAll(".panel")) each.remove();
  if (old && !field) return;
  const reply = await fetch(address + "&part=1", { credentials: "same-origin" });
  if (!reply.ok) return;
  const panel = element(await reply.text());
  unit.append(panel);
  for (const each of panel.querySelectorAll("textarea[name=text]")) helpField(each, view.dataset.locale);
  panel.addEventListener("submit", (event) => submitPanel(event, unit));
  const later = panel.querySelector("p.more");
  if (later) {
    fetch(address + "&part=more", { credentials: "same-origin" })
      .then((found) => (found.ok ? found.text() : ""))
      .then((html) => { if (html) later.replaceWith(element(html)); })
      .catch(() => { /* the link stays */ });
  }
  (field && panel.querySelector(field) || panel.querySelector("textarea, button"))?.focus();
}

async function submitPanel(event, unit) {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target, event.submitter));
  const answer = await act(fields);
  if (answer && answer.status !== 409 && answer.tone !== "bad") {
    const fresh = document.getElementById(unit.id);
    fresh.querySelector(".panel")?.remove();
    select(fresh, { scroll: false });
  }
}

// Many at once

function bulk() {
  if (!may("accept")) return;
  const wanted = units().filter((unit) => unit.querySelector("button.accept"));
  if (!wanted.length) return;
  const dialog = document.createElement("dialog");
  dialog.className = "bulk";
  const heading = document.createElement("h2");
  heading.textContent = words.bulk.replace("{number}", wanted.length);
  const list = document.createElement("ol");
  for (const unit of wanted) {
    const item = document.createElement("li");
    item.lang = view.dataset.locale;
    item.textContent = unit.querySelector(".text.target").textContent;
    list.append(item);
  }
  const form = document.createElement("form");
  form.method = "dialog";
  const go = document.createElement("button"), no = document.createElement("button");
  go.value = "go";
  go.className = "primary";
  go.textContent = heading.textContent;
  no.textContent = words.close;
  form.append(go, " ", no);
  dialog.append(heading, words.sure, list, form);
  document.body.append(dialog);
  dialog.addEventListener("close", async () => {
    dialog.remove();
    if (dialog.returnValue !== "go") return;
    const names = wanted.map((unit) => `${unit.dataset.name} ${unit.dataset.seen}`);
    await act({ act: "accept", accept: names.join("\n") });
  });
  dialog.showModal();
}

// Keys

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => step(1, unfinished),
  N: () => nextArticle(),
  a: () => accept(current),
  A: () => bulk(),
  r: () => open(current, "[name=category]"),
  c: () => open(current, "#comment"),
  o: () => open(current),
  e: () => edit(current),
  Enter: () => edit(current),
  u: () => undo(),
  p: () => togglePage(),
  "?": () => document.getElementById("keys").showModal(),
};

const pressed = keyed(KEYS, () => current?.focus());

function clicked(event) {
  const unit = event.target.closest("article.passage");
  if (!unit || event.target.closest(".editing, .panel")) return;
  const button = event.target.closest("button");
  if (button?.name === "accept") { event.preventDefault(); select(unit, { scroll: false }); accept(unit); }
  else if (button?.name === "fix") { event.preventDefault(); select(unit, { scroll: false }); act({ act: "fix", fix: button.value }); }
  else if (event.target.closest("a.open") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); select(unit, { scroll: false }); open(unit); }
  else if (event.target.closest(".text.target") && !getSelection().toString()) edit(unit);
  else if (!event.target.closest("a, button")) { current?.classList.remove("current"); current = unit; unit.classList.add("current"); showUnit(frame, unit.id.slice(1)); }
}

function leaving() {
  if (!editor) return;
  editor.keep();
  const { text } = editor;
  if (!may("suggest") || text === editor.before || text === editor.suggested || !text.trim()) return;
  navigator.sendBeacon(view.dataset.here, new URLSearchParams({ token: view.dataset.token, ...editor.fields("suggest") }));
}

async function waitForChecks() {
  while (document.querySelector("#standing-box[data-checking]")) {
    await new Promise((done) => setTimeout(done, 3000));
    const reply = await fetch(`${view.dataset.here}?checked=1`, { credentials: "same-origin" });
    if (reply.ok && !(await reply.text()).includes("data-checking")) {
      if (!editor) location.reload();
      return;
    }
  }
}

if (view) {
  document.addEventListener("keydown", pressed);
  view.addEventListener("click", clicked);
  addEventListener("pagehide", leaving);
  beside.setAttribute("aria-expanded", "false");
  beside.setAttribute("role", "button");
  beside.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); togglePage(); } });
  beside.addEventListener("click", (event) => { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); togglePage(); } });
  watch();
  const start = location.hash.startsWith("#m") ? document.getElementById(location.hash.slice(1)) : null;
  if (start) select(start, { scroll: false });
  try { if (localStorage.getItem("beside") && innerWidth >= 1100) togglePage(); } catch { /* as above */ }
  waitForChecks();
}
