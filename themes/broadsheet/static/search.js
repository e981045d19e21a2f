/* Search over the whole archive.  docs/search.md tells what the files hold and how papers are ranked. */
const TEXTS = __TEXTS(found_)__;
const MOST_LETTERS = 500, MOST_WORDS = 32, PAGE = 10, MOST_PAGES_READ = 30, WAIT_MS = 120, LEVELS = 31;

/* Words, as generator/search/words.py has them: tests/cases/words.md holds both to it. */
export const COMMON = new Set("a about all an and are as at be by can for from has have how in into is it its more not of on or our s t than that the their these this to using via we what when which while with you".split(" "));
const RUN = /(?:[\p{L}\p{N}]*[0-9]\.(?=[0-9]))*[\p{L}\p{N}]+/gu;
const PIECE = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9][0-9.]*/g;
const UNSPACED = "\\u3005\\u3041-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const SCRIPTS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

const plain = (text) => (/^[\0-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/(?![\u3099\u309a])\p{M}/gu, "").normalize("NFC"));

export function stem(whole) {
  let word = whole.length > 40 ? [...whole].slice(0, 40).join("") : whole;
  if (!/^[a-z]{4,}$/.test(word)) return word;
  if (/s$/.test(word) && !/(ss|is|ias|...us)$/.test(word)) {
    if (/..ies$/.test(word)) word = `${word.slice(0, -3)}y`;
    else word = word.slice(0, /(sses|shes|ches|xes|zes)$/.test(word) ? -2 : -1);
  }
  const [, base] = /^(.*[^e])(?:ing|ed)$/.exec(word) ?? [];
  if (base?.length > 2 && /[aeiouy]/.test(base)) word = base.replace(/i$/, "y");
  return word.length > 3 ? word.replace(/([b-df-hj-np-tv-xz])\1$|e$/, "$1") : word;
}

/* Of each word in `run`: the word, then its parts, where it is a compound. */
function* groupsOf(run) {
  for (const [piece] of run.matchAll(SCRIPTS)) {
    if (IS_UNSPACED.test(piece)) {
      const signs = [...piece];
      if (signs.length === 1) yield signs;
      for (let place = 1; place < signs.length; place++) yield [signs[place - 1] + signs[place]];
    } else {
      const whole = stem(piece.toLowerCase());
      const parts = piece.match(PIECE) ?? [];
      const long = parts.length > 1 ? parts.filter((part) => part.length > 2).map((part) => stem(part.toLowerCase())) : [];
      yield [whole, ...long.filter((part) => part !== whole)];
    }
  }
}
const runsOf = (text) => plain(text).match(RUN) ?? [];
export const wordsOf = (text) => runsOf(text).flatMap((run) => [...groupsOf(run)].flat());
const wholesOf = (text) => runsOf(text).flatMap((run) => [...groupsOf(run)].map(([whole]) => whole));

/* Files.  Each is raw deflate of four bytes of its segment's name, an Adler-32, and what it holds. */
const form = document.getElementById("search");
const { base, inflate } = form?.dataset ?? {};

async function unpacked(buffer) {
  let stream;
  try {
    stream = new DecompressionStream("deflate-raw");
  } catch {
    return (await import(inflate)).inflate(new Uint8Array(buffer));
  }
  return new Uint8Array(await new Response(new Blob([buffer]).stream().pipeThrough(stream)).arrayBuffer());
}

async function fetched(path, name) {
  const answer = await fetch(`${base}search/${path}`);
  if (!answer.ok) throw new Error(path);
  const bytes = await unpacked(await answer.arrayBuffer());
  const head = new DataView(bytes.buffer);
  let low = 1, high = 0;
  for (let at = 8; at < bytes.length; at++) {
    low = (low + bytes[at]) % 65521;
    high = (high + low) % 65521;
  }
  if (head.getUint32(0) !== parseInt(name.slice(0, 8), 16) || head.getUint32(4) !== high * 65536 + low) throw new Error(path);
  return bytes.subarray(8);
}

class Reader {
  at = 0;
  constructor(bytes) { this.bytes = bytes; }
  number() {
    let value = 0, shift = 1, byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 127) * shift;
      shift *= 128;
    } while (byte > 127);
    return value;
  }
  words() {
    const decoder = new TextDecoder(), known = new Uint8Array(512);
    return Array.from({ length: this.number() }, () => {
      const shared = this.bytes[this.at++], more = this.bytes[this.at++];
      known.set(this.bytes.subarray(this.at, this.at += more), shared);
      return decoder.decode(known.subarray(0, shared + more));
    });
  }
}

const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

function shardOf(bytes) {
  const reader = new Reader(bytes), words = reader.words();
  const counts = words.map(() => reader.number());
  const gaps = counts.map((count) => {
    const { at } = reader;
    for (let left = count >> 1; left; left--) while (bytes[reader.at++] > 127);
    return at;
  });
  let { at } = reader;
  const levels = counts.map((count) => (count & 1 ? (at += count >> 1) - (count >> 1) : 0));
  return { words, counts, gaps, levels, bytes };
}

/* The index: what the manifest names, read when it is wanted.  What cannot be read is left out, and `lost` says so. */
class Index {
  files = new Map();
  lost = false;
  constructor(text) {
    this.text = text;
    Object.assign(this, JSON.parse(text));
    if (this.format !== 1) throw new Error("another format");
    this.papers = 0;
    for (const segment of this.segments) {
      segment.first = this.papers;
      this.papers += segment.papers;
    }
    this.dear = new Set(this.segments[0]?.alone.map((number) => this.segments[0].shards[number]));
  }
  file(path, name, made, blank) {
    if (!this.files.has(path)) {
      this.files.set(path, fetched(path, name).then(made).catch(() => {
        this.files.delete(path);
        this.lost = true;
        return blank;
      }));
      if (this.files.size > 400) this.files.delete(this.files.keys().next().value);
    }
    return this.files.get(path);
  }
  of(segment, file, made, blank) { return this.file(`${segment.name}/${file}.bin`, segment.name, made, blank); }
  async card(number) {
    const segment = this.segments.filter((one) => one.first <= number).pop(), place = number - segment.first;
    const block = await this.of(segment, `c${Math.floor(place / segment.cards)}`, json, []);
    return block[place % segment.cards];
  }
  counts() {
    return this.file(`votes-${this.votes}.bin`, this.votes, (bytes) => {
      const reader = new Reader(bytes);
      reader.at = this.papers;
      return Array.from(bytes.subarray(0, this.papers), (byte) => (byte === 255 ? 254 + reader.number() : byte - 1));
    }, []);
  }
  facetNames() { return this.file(`facets-${this.facets}.bin`, this.facets, json, []); }
  async spelling() {
    const lists = await Promise.all(this.segments.map((segment) => this.of(segment, "s", (bytes) => {
      const reader = new Reader(bytes), words = reader.words();
      return words.map((word, place) => [word, bytes[reader.at + place]]);
    }, [])));
    return new Map(lists.reverse().flat());
  }

  /* All postings of the words that `wanted` names or begin with `start`: of each its word and pairs of number and level. */
  async postings(wanted, start) {
    const found = await Promise.all(this.segments.map(async (segment) => {
      const { shards } = segment;
      const place = (word) => {
        let low = 0, high = shards.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (shards[middle] <= word) low = middle + 1;
          else high = middle;
        }
        return Math.max(0, low - 1);
      };
      const numbers = new Set(wanted.map(place));
      if (start) for (let number = place(start), last = place(`${start}\uffff`); number <= last && numbers.size < 4; number++) numbers.add(number);
      const read = await Promise.all([...numbers].map((number) => this.of(segment, `w${number}`, shardOf, null)));
      return read.filter(Boolean).flatMap(({ words, counts, gaps, levels, bytes }) => words.flatMap((word, which) => {
        if (!wanted.includes(word) && !(start && word.startsWith(start))) return [];
        const reader = new Reader(bytes), rows = [];
        reader.at = gaps[which];
        for (let left = counts[which] >> 1, at = levels[which], number = segment.first; left; left--, at++) {
          number += reader.number();
          rows.push([number, counts[which] & 1 ? bytes[at] : LEVELS]);
        }
        return [[word, rows]];
      }));
    }));
    const joined = new Map();
    for (const [word, rows] of found.flat()) joined.set(word, [...(joined.get(word) ?? []), ...rows]);
    return joined;
  }
}

/* What was asked for: words, those in quotes, phrases; the last word may not be finished yet. */
function asked(text) {
  const words = new Map(), phrases = [];
  const parts = text.slice(0, MOST_LETTERS).split(/["“”„«»]/);
  parts.forEach((part, number) => {
    const quoted = number % 2 === 1, isLast = number === parts.length - 1, runs = runsOf(part);
    if (quoted) phrases.push(wholesOf(part));
    runs.forEach((run, place) => {
      const open = isLast && place === runs.length - 1 && /[\p{L}\p{N}]$/u.test(part);
      for (const [whole, ...more] of groupsOf(run)) {
        if (words.size < MOST_WORDS) words.set(whole, { word: whole, more, shown: run, quoted: quoted || words.get(whole)?.quoted, start: open && run.toLowerCase() });
      }
    });
  });
  let list = [...words.values()];
  const rare = list.filter(({ word }) => !COMMON.has(word));
  if (rare.length) list = rare;
  return { words: list, phrases: phrases.filter((phrase) => phrase.length > 1) };
}

/* One edit away, or two letters that changed places. */
function* misspelled(word) {
  for (let at = 0; at <= word.length; at++) {
    const head = word.slice(0, at), tail = word.slice(at), rest = tail.slice(1);
    if (tail) yield head + rest;
    if (rest) yield head + rest[0] + tail[0] + rest.slice(1);
    for (const letter of "abcdefghijklmnopqrstuvwxyz") {
      yield head + letter + tail;
      if (tail) yield head + letter + rest;
    }
  }
}

async function meant(index, word) {
  const known = await index.spelling();
  let best;
  for (const other of misspelled(word)) {
    const found = stem(other);
    if (known.has(found) && !(known.get(best?.word) >= known.get(found))) best = { word: found, shown: other };
  }
  return best;
}

const ENDINGS = ["", "e", "s", "es", "d", "ed", "g", "ng", "ing"];

async function gathered(index, one) {
  const exact = one.start ? [...new Set(ENDINGS.map((ending) => stem(one.start + ending)))] : [one.word];
  const found = await index.postings(exact, one.start);
  return found.size ? [{ ...one, exact, found }] : [];
}

export async function find(index, text, filters = {}) {
  const { words, phrases } = asked(text);
  const dear = words.filter(({ word }) => index.dear.has(word));
  const wanted = words.length - dear.length > 3 ? words.filter((one) => one.quoted || !dear.includes(one)) : words;
  const notes = [], unknown = [];
  const used = (await Promise.all(wanted.map(async (one) => {
    let found = await gathered(index, one);
    if (!found.length && one.more.length) found = (await Promise.all(one.more.map((word) => gathered(index, { ...one, word, start: "" })))).flat();
    if (!found.length && one.shown.length > 3) {
      const other = await meant(index, one.shown.toLowerCase());
      if (other) {
        notes.push([one.shown, other.shown]);
        found = await gathered(index, { ...one, ...other, start: "" });
      }
    }
    if (!found.length) unknown.push(one);
    return found;
  }))).flat();

  const score = new Float32Array(index.papers), share = new Float32Array(index.papers), quoted = new Uint8Array(index.papers);
  const rarity = (count) => Math.log(1 + (index.papers - count + 0.5) / (count + 0.5));
  let total = unknown.length * rarity(1), all = total;
  for (const { exact, found, quoted: isQuoted } of used) {
    const best = new Map();
    let count = 0;
    for (const [, rows] of found) count += rows.length;
    const weight = rarity(Math.min(count, index.papers));
    for (const [word, rows] of found) {
      const each = exact[0] === word ? rarity(rows.length) : weight * 0.8;
      for (const [number, level] of rows) best.set(number, Math.max(best.get(number) ?? 0, each * level));
    }
    total += weight;
    for (const [number, value] of best) {
      score[number] += value;
      share[number] += weight;
      if (isQuoted) quoted[number]++;
    }
  }
  const must = used.filter((one) => one.quoted).length;
  const fits = await filter(index, filters);
  const votes = await index.counts();
  const ids = [];
  let whole = 0;
  const some = words.length > 0;
  if (!some && !Object.keys(filters).length) return { ids, whole, notes, unknown, phrases, fits, votes, some, text };
  for (let number = index.papers - 1; number >= 0; number--) {
    if ((some && !score[number]) || quoted[number] < must || !fits(number)) continue;
    if (some) {
      const part = share[number] / total;
      if (part > 0.999) whole++;
      score[number] *= part * part * (1 + 0.01 * Math.log2(1 + Math.max(0, votes[number] ?? 0)));
    }
    ids.push(number);
  }
  if (some) ids.sort((one, other) => score[other] - score[one]);
  const hits = new Set(used.flatMap(({ found }) => [...found.keys()]));
  const starts = used.flatMap(({ start }) => (start ? [start] : []));
  return { ids, whole, notes, unknown, phrases, hits, starts, fits, votes, some, text };
}

/* Whether a paper is among those that the reader narrowed the search down to. */
async function filter(index, filters) {
  const terms = Object.entries(filters).filter(([kind, value]) => value && kind !== "year").map(([kind, value]) => `:${kind}:${value}`);
  const lists = await Promise.all(terms.map(async (term) => new Set(((await index.postings([term])).get(term) ?? []).map(([number]) => number))));
  const spans = filters.year ? index.segments.flatMap(({ years, first, papers }) => years.flatMap(([year, start], place) => (String(year) === filters.year ? [[first + start, first + (years[place + 1]?.[1] ?? papers)]] : []))) : null;
  return (number) => lists.every((list) => list.has(number)) && (!spans || spans.some(([start, end]) => number >= start && number < end));
}

/* The next papers of a result.  Among the first, a title that is what was asked for, begins so or has it, comes first. */
export async function next(index, result) {
  const rows = [];
  let read = 0;
  while (rows.length < PAGE && result.ids.length && read < MOST_PAGES_READ) {
    const numbers = result.ids.splice(0, PAGE);
    const cards = await Promise.all(numbers.map(async (number) => ({ number, card: await index.card(number), votes: result.votes[number] })));
    read += result.phrases.length && numbers.length;
    const kept = await Promise.all(cards.map(async (one) => one.card && (await hasPhrases(one.card, result.phrases)) && one));
    rows.push(...kept.filter(Boolean));
  }
  if (result.some && !result.begun) {
    const query = ` ${wholesOf(result.text).join(" ")}`;
    const rank = ({ card }) => {
      const title = ` ${wholesOf(card[3]).join(" ")} `;
      return title.trim() === query.trim() ? 0 : title.startsWith(query) ? 1 : title.includes(query) ? 2 : 3;
    };
    const ranks = new Map(rows.map((row) => [row, rank(row)]));
    rows.sort((one, other) => ranks.get(one) - ranks.get(other));
  }
  result.begun = true;
  return rows;
}

/* The index knows no order of words: a phrase that is not in a title is looked for on the paper's own page. */
async function hasPhrases([id, place, , title, , , lede], phrases) {
  const has = (text, phrase) => ` ${wholesOf(text).join(" ")} `.includes(` ${phrase.join(" ")} `);
  const left = phrases.filter((phrase) => !has(title, phrase) && !has(lede, phrase));
  if (!left.length) return true;
  try {
    const answer = await fetch(`${base}papers/${place || id}/`);
    const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    for (const aside of main.querySelectorAll("aside, nav")) aside.remove();
    return left.every((phrase) => has(main.textContent, phrase));
  } catch {
    return false;
  }
}

export async function open(again) {
  const answer = await fetch(`${base}search/manifest.json`, { cache: again ? "reload" : "default" });
  if (!answer.ok) throw new Error("manifest");
  return new Index(await answer.text());
}

/* The page. */
const say = (key, values = {}) => {
  const text = TEXTS[`found_${key}`];
  const form = typeof text === "string" ? text : text[new Intl.PluralRules(document.documentElement.lang).select(values.count)] ?? text.other;
  return form.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
};
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/* The text with what was found in it marked; of a run without spaces, the signs of each pair that was found. */
function marked(text, { hits, starts }) {
  const is = (piece) => wordsOf(piece).some((word) => hits.has(word));
  const parts = [];
  let done = 0;
  const mark = (from, to) => {
    if (from > done || !parts.length) parts.push(text.slice(done, from), make("mark", {}));
    parts.at(-1).append(text.slice(Math.max(done, from), to));
    done = to;
  };
  for (const { 0: run, index: at } of text.matchAll(RUN)) {
    let place = at;
    for (const [piece] of run.matchAll(SCRIPTS)) {
      if (!IS_UNSPACED.test(piece)) {
        if (is(piece) || starts.some((start) => piece.toLowerCase().startsWith(start))) mark(place, place + piece.length);
      } else {
        for (let sign = 0; sign < piece.length; sign++) if (is(piece.slice(sign, sign + 2))) mark(place + sign, place + sign + 2);
      }
      place += piece.length;
    }
  }
  return [...parts, text.slice(done)];
}

function rowOf({ card: [id, place, day, title, byline, more, lede], votes }, result) {
  const tongue = { dir: "auto", ...(/^\d{4}\.\d|^[a-z-]+\//.test(id) && { lang: "en" }) };
  const known = votes >= 0;
  const count = make("span", { className: "votes" }, known ? String(votes) : "–", make("span", { className: "unseen", textContent: known ? say("votes", { count: votes }) : say("no_votes") }));
  const names = byline ? byline + (more ? say("more_authors", { count: more }) : "") : more ? say("authors", { count: more }) : "";
  const when = make("time", { dateTime: day, textContent: new Date(`${day}T00:00Z`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }) });
  const line = make("p", { className: "byline" }, names, " ", make("span", { className: "when" }, make("a", { href: `${base}${day.replaceAll("-", "/")}/` }, when)));
  line.dataset.tools = "";
  const link = make("a", { href: `${base}papers/${encodeURIComponent(place || id)}/` }, ...marked(title, result));
  const row = make("li", { className: "row" }, count, make("div", {}, make("h2", tongue, link), line, make("p", { className: "excerpt", ...tongue }, ...marked(lede, result))));
  Object.assign(row.dataset, { paper: id, day, authors: byline.replaceAll(", ", "|"), ...(more && { more }) });
  return row;
}

if (form) {
  const [said, list, button, also] = ["said", "found", "more", "also"].map((name) => document.getElementById(`search-${name}`));
  const field = form.elements.q, narrow = form.querySelector("details");
  let index, turn = 0, timer, current;

  const filters = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) => name !== "q" && value));

  const opened = async (again) => {
    index = await (index ?? open(again));
    return index;
  };

  async function answer(mine, again = false) {
    const text = field.value, chosen = filters();
    const query = new URLSearchParams([...(text.trim() ? [["q", text]] : []), ...Object.entries(chosen)]);
    history.replaceState(history.state, "", query.size ? `?${query}` : location.pathname);
    if (!query.size) {
      show([], null);
      return;
    }
    const slow = setTimeout(() => mine === turn && (said.textContent = say("wait")), 600);
    try {
      const used = await opened(again);
      used.lost = false;
      const result = await find(used, text, chosen);
      const rows = mine === turn ? await next(used, result) : [];
      if (mine !== turn) return;
      if (used.lost && !again) {
        // The site may have been built anew since the page was opened.
        const fresh = await open(true);
        if (fresh.text !== used.text) {
          index = fresh;
          return await answer(mine, true);
        }
      }
      show(rows, result, used.lost);
    } catch {
      index = undefined;
      if (mine !== turn) return;
      if (!again) return await answer(mine, true);
      show([], null);
      said.textContent = say("broken");
      document.querySelector(".without-script")?.classList.remove("without-script");
    } finally {
      clearTimeout(slow);
    }
  }

  function show(rows, result, lost) {
    current = result;
    list.replaceChildren();
    also.replaceChildren();
    also.hidden = true;
    if (result) {
      const lines = result.notes.map(([word, other]) => say("instead", { word, other }));
      lines.push(...new Set(result.unknown.map(({ shown }) => say("unknown", { word: shown }))));
      if (!rows.length) lines.push(say("none"));
      else if (result.phrases.length) lines.push(say("phrase"));
      else if (result.some && !result.whole) lines.push(say("some"));
      else lines.push(say("count", { count: result.some ? result.whole : result.ids.length + rows.length }));
      if (lost) lines.push(say("lost"));
      said.textContent = lines.join(" ");
    } else said.textContent = "";
    add(rows);
  }

  function add(rows) {
    list.append(...rows.map((row) => rowOf(row, current)));
    button.hidden = !current?.ids.length;
    dispatchEvent(new Event("broadsheet:added"));
    if (!current) return;
    // For what is shown beside the words' results: see docs/search.md.
    const result = current, shown = rows.map(({ number }) => number);
    const rowsOf = async (numbers) => {
      const cards = await Promise.all(numbers.map(async (number) => ({ number, card: await index.card(number), votes: result.votes[number] })));
      return cards.filter(({ card }) => card).map((one) => rowOf(one, result));
    };
    const detail = { query: result.text, shown, ids: rows.map(({ card }) => card[0]), papers: index.papers, fits: result.fits, place: also, rowsOf };
    form.dispatchEvent(new CustomEvent("broadsheet:found", { bubbles: true, detail }));
  }

  const soon = (wait) => {
    clearTimeout(timer);
    const mine = ++turn;
    timer = setTimeout(() => answer(mine), wait);
  };

  const option = (value, textContent) => make("option", { value, textContent });
  async function fill() {
    const used = await opened();
    const years = [...new Set(used.segments.flatMap((one) => one.years.map(([year]) => year)))].sort((one, other) => other - one);
    const { year } = form.elements;
    if (year.options.length === 1) year.append(...years.map((one) => option(one, one)));
    if (narrow.dataset.filled) return;
    narrow.dataset.filled = "";
    for (const [kind, values] of await used.facetNames()) {
      if (!values.length) continue;
      const select = make("select", { name: kind }, year.options[0].cloneNode(true), ...values.map(([value, name, count]) => option(value, `${name} (${count})`)));
      year.parentElement.after(make("label", {}, make("span", { textContent: say(kind) }), select));
    }
  }

  field.addEventListener("input", (event) => event.isComposing || soon(WAIT_MS));
  field.addEventListener("compositionend", () => soon(WAIT_MS));
  form.addEventListener("change", ({ target }) => target !== field && soon(0));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
  narrow.addEventListener("toggle", () => fill().catch(() => undefined));
  button.addEventListener("click", async () => {
    const mine = turn, result = current, place = list.children.length;
    const rows = await next(index, result).catch(() => []);
    if (mine !== turn || result !== current) return;
    add(rows);
    list.children[place]?.querySelector("h2 a").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...list.querySelectorAll("h2 a")], at = links.indexOf(document.activeElement);
    const inField = document.activeElement === field;
    if (at >= 0 && event.key === "Escape") field.focus();
    else if (step && (at >= 0 || (inField && step > 0 && links.length))) (links[at + step] ?? (step < 0 ? field : links[at])).focus();
    else return;
    event.preventDefault();
  });

  const given = new URLSearchParams(location.search);
  field.value = given.get("q") ?? field.value;
  form.elements.code.checked = given.has("code");
  const chosen = [...given].filter(([name]) => name !== "q");
  index = open();
  index.catch(() => undefined);
  (async () => {
    if (chosen.length) {
      narrow.open = true;
      await fill().catch(() => undefined);
      for (const [name, value] of chosen) if (form.elements[name]?.type === "select-one") form.elements[name].value = value;
    }
    soon(0);
  })();
}
