// What French and Chinese write in the place of a sign that was just typed.

const NBSP = "\u00a0", NARROW = "\u202f";
const HAN = /[\p{Script=Han}，。、；：？！”’）》」』…—]$/u;
const CHINESE = new Map([
  [",", "，"], [";", "；"], [":", "："], ["?", "？"], ["!", "！"], [".", "。"],
]);

/**
 * What is to stand for `sign`, just typed after `before`.
 * Gives {take, give}: take that many characters away before the sign, and put `give` in their
 * and the sign's place; null: leave it.
 */
export function typed(language, before, sign) {
  if (language.startsWith("fr")) return french(before, sign);
  if (language.startsWith("zh")) return chinese(before, sign);
  return null;
}

/** Helps as one types in a text area; what is put there is undone like what was typed. */
export function helpField(field, language) {
  let helping = false;
  field.addEventListener("input", (event) => {
    if (helping || event.isComposing || event.inputType !== "insertText" || event.data?.length !== 1) return;
    const end = field.selectionStart;
    const found = typed(language, field.value.slice(0, end - 1), event.data);
    if (!found) return;
    helping = true;
    field.setSelectionRange(end - 1 - found.take, end);
    document.execCommand(found.give ? "insertText" : "delete", false, found.give);
    helping = false;
  });
}

function french(before, sign) {
  const blank = /[ \u00a0\u202f]?$/.exec(before)[0].length;
  const word = before.slice(0, before.length - blank);
  switch (sign) {
    case "'":
      return /\p{L}$/u.test(before) ? { take: 0, give: "’" } : null;
    case '"':
      if (/(^|[\s(\[—–])$/u.test(before)) return { take: 0, give: "«" + NBSP };
      return { take: blank, give: NBSP + "»" };
    case "«":
      return { take: 0, give: "«" + NBSP };
    case "»":
      return word ? { take: blank, give: NBSP + "»" } : null;
    case " ":
      return before.endsWith("«" + NBSP) ? { take: 0, give: "" } : null;
    case ";":
    case "!":
    case "?":
      if (!/[\p{L}\p{N})\]»”’%*_\ufffc]$/u.test(word)) return null;
      return { take: blank, give: NARROW + sign };
    case ":":
      if (!/[\p{L})\]»”’%*_\ufffc]$/u.test(word) || /(^|\s)(https?|mailto|tel)$/iu.test(word)) return null;
      return { take: blank, give: NBSP + sign };
    case "%":
      return /\p{N}$/u.test(word) ? { take: blank, give: NBSP + sign } : null;
    case ".":
      return /(^|[^.])\.\.$/.test(before) ? { take: 2, give: "…" } : null;
    default:
      return null;
  }
}

function chinese(before, sign) {
  if (sign === '"') return quote(before, "“", "”");
  if (sign === "'") return HAN.test(before) || before.includes("‘") ? quote(before, "‘", "’") : null;
  if (sign === "(") return HAN.test(before) ? { take: 0, give: "（" } : null;
  if (sign === ")") return opened(before, "（", "）") ? { take: 0, give: "）" } : null;
  if (sign === ".") {
    if (/(^|[^。])。。$/.test(before)) return { take: 2, give: "……" };
    return HAN.test(before) ? { take: 0, give: "。" } : null;
  }
  if (sign === "-") return /[\p{Script=Han}]-$/u.test(before) ? { take: 1, give: "——" } : null;
  const wide = CHINESE.get(sign);
  return wide && HAN.test(before) ? { take: 0, give: wide } : null;
}

function quote(before, open, close) {
  return { take: 0, give: opened(before, open, close) ? close : open };
}

function opened(before, open, close) {
  return before.lastIndexOf(open) > before.lastIndexOf(close);
}
