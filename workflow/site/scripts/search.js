// The search of the site, in the reader's browser. It loads nothing before somebody searches, and
// then the parts of the index that the words need. What a word is, search_terms.py says in the
// same words for what is published; what is changed here is changed there.

const LONGEST = 40, KEY = 3, BUCKETS = 128, PAGE = 10;
const UNPARTED = "\\u0e01-\\u0e3a\\u0e40-\\u0e4e\\u0e81-\\u0ecf\\u1000-\\u103f\\u1780-\\u17d3" +
  "\\u3005-\\u3007\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3105-\\u312f\\u31a0-\\u31bf" +
  "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
const WORD = `[^ '\\-·.,:\\/\\u00a0${UNPARTED}]+`, RUN = `[${UNPARTED}]+`;
const FOUND = new RegExp(
  `${WORD}(?:(?:['\\-·]|(?<=[0-9])[.,:\\/\\u00a0](?=[0-9]))${WORD})*|${RUN}(?:[·\\-]${RUN})*`, "gu");
const PARTS = /['\-·.,:\/\u00a0]/u, IS_RUN = new RegExp(`^[${UNPARTED}]`, "u");
const LETTER = /^[\p{L}\p{N}\p{M}]$/u, UNSEEN = /^\p{Cf}$/u;
const ACCENT = new RegExp("^[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u0640\\u064b-\\u065f" +
  "\\u0670\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f" +
  "\\u{e0100}-\\u{e01ef}]$", "u");
const INSIDE = new Map(), WRITTEN = new Map(Object.entries({
  "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
  "ς": "σ",
}));
for (const chars of ["'’ʼ＇‘`´", "-‐‑－", "·・･‧•", ".．", ",，", ":：", "/", "\u00a0\u202f\u2009"]) {
  for (const char of chars) INSIDE.set(char, chars[0]);
}
for (let digit = 0; digit < 10; digit++) {
  WRITTEN.set(String.fromCodePoint(0x660 + digit), String(digit));
  WRITTEN.set(String.fromCodePoint(0x6f0 + digit), String(digit));
}
// Words that French puts before an apostrophe, and English after it: none has to be found.
const CLITICS = new Set(["l", "d", "qu", "j", "n", "s", "c", "m", "t"]);
const folded = new Map();

function foldedOf(char) {
  if (INSIDE.has(char)) return INSIDE.get(char);
  if (UNSEEN.test(char)) return "";
  if (!LETTER.test(char)) return " ";
  const plain = char.normalize("NFKD").toLowerCase().normalize("NFKD");
  return Array.from(plain, each =>
    ACCENT.test(each) ? "" : WRITTEN.get(each) ?? (LETTER.test(each) ? each : " ")).join("");
}

// What a character is compared as.
export function foldChar(char) {
  let found = folded.get(char);
  if (found === undefined) folded.set(char, found = foldedOf(char));
  return found;
}

// The words and runs in a text, folded, with what joins their parts.
export function foundIn(text) {
  return Array.from(text, foldChar).join("").match(FOUND) ?? [];
}

const cut = text => Array.from(text).slice(0, LONGEST).join("");

// What has to be found for a text that a reader typed: for each unit {all: terms, or: a term,
// whole: whether only the very word will do, free: whether it may as well be absent}.
export function unitsOf(query) {
  const units = [], words = foundIn(query);
  words.forEach((word, place) => {
    const last = place === words.length - 1, parts = word.split(PARTS);
    if (IS_RUN.test(word)) {
      for (const part of parts) {
        const chars = Array.from(part);
        const pairs = chars.slice(1).map((each, number) => chars[number] + each);
        units.push({ all: pairs.length ? pairs : chars, or: pairs.length > 1 ? cut(part) : "" });
      }
      return;
    }
    parts.forEach((part, number) => {
      const typed = last && number === parts.length - 1;
      const whole = Array.from(part).length < KEY || (!typed && /^[0-9]+$/.test(part));
      units.push({ all: [cut(part)], or: "", whole, free: CLITICS.has(part) });
    });
  });
  return units.some(each => !each.free) ? units : units.map(each => ({ ...each, free: false }));
}

export function keyOf(term) {
  return Array.from(term).slice(0, IS_RUN.test(term) ? 1 : KEY).join("");
}

export function shardOf(term, shards) {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(keyOf(term))) {
    state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  }
  return ((state ^ (state >>> 15)) & (BUCKETS - 1)) % shards;
}

// The index

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Map(Array.from(DIGITS, (each, value) => [each, value]));

function* numbersOf(steps) {
  let last = -1, value = 0, shift = 0;
  for (const each of steps) {
    const digit = VALUES.get(each);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit > 31) continue;
    last += value + 1;
    yield last;
    value = shift = 0;
  }
}

// Page → how well it fits: 1 text, 3 heading, 5 summary, 7 title, and 1 more for the very word.
export function matches(shard, term, whole) {
  const found = new Map();
  let word = "";
  for (const line of shard) {
    const tab = line.indexOf("\t"), shared = VALUES.get(line[0]);
    const before = /[\ud800-\udfff]/.test(word) ? Array.from(word).slice(0, shared).join("")
      : word.slice(0, shared);
    word = before + line.slice(1, tab);
    if (whole ? word !== term : !word.startsWith(term)) continue;
    line.slice(tab + 1).split(" ").forEach((steps, level) => {
      const fit = 2 * level + 1 + (word === term);
      for (const page of numbersOf(steps)) {
        if ((found.get(page) ?? 0) < fit) found.set(page, fit);
      }
    });
  }
  return found;
}

class Stale extends Error {}

export class Index {
  constructor(folder) {
    this.folder = folder;
    this.files = new Map();
    this.cache = "default";
  }

  load(name, read) {
    if (!this.files.has(name)) {
      const loading = fetch(`${this.folder}/${name}`, { cache: this.cache }).then(async answer => {
        if (!answer.ok) throw answer.status === 404 ? new Stale(name) : new Error(name);
        return read(await answer.text());
      });
      loading.catch(() => this.files.delete(name));
      this.files.set(name, loading);
    }
    return this.files.get(name);
  }

  check(version, head) {
    if (version !== head.version) throw new Stale();
  }

  head() {
    return this.load("index.json", JSON.parse);
  }

  async shard(number) {
    const [head, lines] = await Promise.all(
      [this.head(), this.load(`words-${number}.txt`, text => text.split("\n"))]);
    this.check(lines[0], head);
    return lines.slice(1);
  }

  async lookedUp(term, whole, shards) {
    return matches(await this.shard(shardOf(term, shards)), term, whole);
  }

  async fitting(unit, shards) {
    const [any, ...each] = await Promise.all([
      unit.or ? this.lookedUp(unit.or, false, shards) : new Map(),
      ...unit.all.map(term => this.lookedUp(term, unit.whole, shards)),
    ]);
    const all = each.reduce((one, other) => merged(one, other, Math.min));
    for (const [page, fit] of any) all.set(page, Math.max(fit, all.get(page) ?? 0));
    return all;
  }

  // Numbers of the pages that have all that was typed, the best first; of an article that has
  // several, the one in the language `tag`.
  async search(units, tag) {
    const head = await this.head();
    const needed = units.filter(each => !each.free);
    const found = await Promise.all(needed.map(each => this.fitting(each, head.shards)));
    const all = found.reduce((one, other) => merged(one, other, (a, b) => a + b));
    const pages = this.inLanguage(all, head, tag);
    return [...pages].sort(([a, one], [b, other]) => other - one || head.ranks[a] - head.ranks[b])
      .map(([page]) => page);
  }

  inLanguage(found, head, tag) {
    if (!head.articles) return found;
    const own = head.tags.indexOf(tag), best = new Map();
    for (const [page, fit] of found) {
      const article = head.articles[page], known = best.get(article);
      if (!known || known.fit < fit) best.set(article, { page, fit });
    }
    head.articles.forEach((article, page) => {
      if (head.tagged[page] === own && best.has(article)) best.get(article).page = page;
    });
    return new Map(Array.from(best.values(), ({ page, fit }) => [page, fit]));
  }

  async shown(page) {
    const head = await this.head(), number = Math.floor(page / head.shown);
    const found = await this.load(`pages-${number}.json`, JSON.parse);
    this.check(found.version, head);
    const [address, title, day, summary] = found.pages[page % head.shown];
    return { address, title, day, summary };
  }

  // Try once more, past what the browser has kept, where files are of two releases.
  async once(work) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
      this.files.clear();
      this.cache = "reload";
      try {
        return await work();
      } finally {
        this.cache = "default";
      }
    }
  }
}

function merged(one, other, put) {
  const found = new Map();
  for (const [page, fit] of one) {
    if (other.has(page)) found.set(page, put(fit, other.get(page)));
  }
  return found;
}

// What is marked

// Places [start, end) in `text` of what was searched for.
export function placesIn(text, units) {
  const chars = Array.from(text), at = [0], from = [];
  let plain = "";
  chars.forEach((char, number) => {
    at.push(at[number] + char.length);
    for (const each of foldChar(char)) {
      for (let unit = 0; unit < each.length; unit++) from.push(number);
      plain += each;
    }
  });
  const terms = units.filter(each => !each.free)
    .flatMap(each => (each.or ? [each.or] : each.all).map(term => [term, each.whole]));
  const places = [];
  for (const match of plain.matchAll(FOUND)) {
    for (const [start, end] of hits(match[0], terms, units)) {
      const first = from[match.index + start];
      let last = from[match.index + end - 1];
      while (last + 1 < chars.length && foldChar(chars[last + 1]) === "") last++;
      places.push([at[first], at[last + 1]]);
    }
  }
  places.sort(([a], [b]) => a - b);
  return places.reduce((kept, [start, end]) => {
    const before = kept[kept.length - 1];
    if (before && start <= before[1]) before[1] = Math.max(before[1], end);
    else kept.push([start, end]);
    return kept;
  }, []);
}

function* hits(word, terms, units) {
  if (IS_RUN.test(word)) {
    const all = new Set([...terms.map(([term]) => term), ...units.flatMap(each => each.all)]);
    const whole = terms.filter(([term]) => word.includes(term)).map(([term]) => term);
    for (const term of whole.length ? whole : all) {
      if (!IS_RUN.test(term)) continue;
      for (let at = word.indexOf(term); at >= 0; at = word.indexOf(term, at + 1)) {
        yield [at, at + term.length];
      }
    }
    return;
  }
  const fits = part => terms.some(([term, whole]) => (whole ? part === term : part.startsWith(term)));
  let at = 0;
  const parts = word.split(PARTS);
  for (const part of parts) {
    if (fits(part)) yield [at, at + part.length];
    at += part.length + 1;
  }
  if (parts.length > 1 && fits(parts.join(""))) yield [0, word.length];
}

function marked(element, text, units) {
  let end = 0;
  for (const [start, stop] of placesIn(text, units)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, stop);
    element.append(text.slice(end, start), mark);
    end = stop;
  }
  element.append(text.slice(end));
  return end > 0;
}

const BLOCKS = "p, li, h2, h3, h4, h5, h6, td, th, dt, dd, figcaption, caption, summary, pre";

// The passage of a page that has most of what was searched for; empty where none has any.
export function passageOf(page, units) {
  const root = page.querySelector("main .prose") ?? page.querySelector("main") ?? page.body;
  let best = "", most = 0;
  for (const block of root.querySelectorAll(BLOCKS)) {
    if (block.querySelector(BLOCKS)) continue;
    const text = block.textContent.replace(/[ \t\r\n]+/g, " ").trim();
    const found = units.filter(each => placesIn(text, [{ ...each, free: false }]).length).length;
    if (found > most) [best, most] = [text, found];
  }
  return best && around(best, placesIn(best, units));
}

const BEFORE = 70, LENGTH = 220;

function around(text, places) {
  if (text.length <= LENGTH || !places.length) return text;
  let start = Math.max(0, places[0][0] - BEFORE);
  let end = Math.min(text.length, start + LENGTH);
  const gap = text.lastIndexOf(" ", places[0][0] - 1), first = text.indexOf(" ", start);
  if (start && first >= 0 && first <= gap) start = first + 1;
  if (end < text.length && text.lastIndexOf(" ", end) > places[0][1]) end = text.lastIndexOf(" ", end);
  while (/[\udc00-\udfff]/.test(text[start] ?? "")) start++;
  while (/[\udc00-\udfff]/.test(text[end] ?? "")) end--;
  return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
}

// The page

class SearchPage {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.field = root.querySelector("input[type=search]");
    this.status = root.querySelector("[role=status]");
    this.list = root.querySelector(".results");
    this.further = root.querySelector(".further");
    this.index = new Index(root.dataset.index);
    this.turn = 0;
    root.querySelector(".unscripted")?.remove();
    this.form.addEventListener("submit", event => {
      event.preventDefault();
      this.start();
    });
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.start(), 200);
    });
    this.further.addEventListener("click", () => this.more());
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  restore() {
    this.field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (this.field.value) this.run();
    else {
      this.clear();
      this.field.focus();
    }
  }

  start() {
    clearTimeout(this.timer);
    const address = new URL(location.href);
    if (this.field.value.trim()) address.searchParams.set("q", this.field.value);
    else address.searchParams.delete("q");
    if (address.href !== location.href) history.replaceState(null, "", address);
    this.run();
  }

  clear() {
    this.list.replaceChildren();
    this.further.hidden = true;
    this.status.textContent = "";
  }

  async run() {
    const turn = ++this.turn, units = unitsOf(this.field.value);
    if (!units.length) {
      this.clear();
      return;
    }
    const waiting = setTimeout(() => {
      if (turn === this.turn) this.status.textContent = this.status.dataset.wait;
    }, 400);
    try {
      await this.index.once(async () => {
        const pages = await this.index.search(units, document.documentElement.lang);
        const items = await this.itemsOf(pages.slice(0, PAGE), units);
        if (turn !== this.turn) return;
        [this.pages, this.units] = [pages, units];
        this.list.replaceChildren(...items);
        this.tell();
      });
    } catch {
      if (turn !== this.turn) return;
      this.clear();
      this.status.textContent = this.status.dataset.failed;
    } finally {
      clearTimeout(waiting);
    }
  }

  tell() {
    const count = this.pages.length, { one, many } = this.root.dataset;
    const number = new Intl.NumberFormat(document.documentElement.lang).format(count);
    this.status.textContent = count ? (count === 1 ? one : many).replace("{}", number)
      : this.status.dataset.none;
    this.further.hidden = this.list.children.length >= count;
  }

  async more() {
    const turn = this.turn, shown = this.list.children.length;
    try {
      const items = await this.itemsOf(this.pages.slice(shown, shown + PAGE), this.units);
      if (turn !== this.turn) return;
      this.list.append(...items);
      items[0]?.querySelector("a").focus();
      this.tell();
    } catch {
      this.status.textContent = this.status.dataset.failed;
    }
  }

  itemsOf(pages, units) {
    return Promise.all(pages.map(async page => this.itemOf(await this.index.shown(page), units)));
  }

  itemOf({ address, title, day, summary }, units) {
    const item = document.createElement("li"), heading = document.createElement("h2");
    const link = document.createElement("a"), text = document.createElement("p");
    const lang = decodeURIComponent(address.split("/")[0]);
    link.href = `${this.root.dataset.top}/${address}`;
    item.lang = lang;
    marked(link, title, units);
    heading.append(link);
    item.append(heading);
    if (day) {
      const dated = document.createElement("p");
      dated.className = "dateline";
      dated.append(Object.assign(document.createElement("time"), { textContent: day }));
      item.append(dated);
    }
    marked(text, summary, units);
    item.append(text);
    const rest = units.filter(each => !each.free && !placesIn(`${title}\n${summary}`, [each]).length);
    if (rest.length) watch(item, () => this.addPassage(link.href, text, units));
    return item;
  }

  // The text of a page is loaded when its result comes into view.
  async addPassage(address, text, units) {
    try {
      const answer = await fetch(address);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const passage = passageOf(page, units);
      if (!passage) return;
      text.replaceChildren();
      marked(text, passage, units);
    } catch {
      // The summary stays.
    }
  }
}

const seen = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    waiting.get(target)();
  }
});
const waiting = new WeakMap();

function watch(element, work) {
  waiting.set(element, work);
  seen.observe(element);
}

const place = document.getElementById("page:search");
if (place) new SearchPage(place);
