/* What readers seldom want of the reading tools: a paper's menu, citations, the reader's choices, the reading list.
   tools.js loads it when it is wanted, and hands over what both need as `api`. */

/* Citations.  An entry has id, title, url, day, authors, and in `more` how many authors it leaves out. */
const ARXIV = /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/;
const ESCAPES = {
  "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_",
};

/* Braces are named: BibTeX counts those that are only escaped, and would miss the end of the field. */
export const escapeTex = (text) => text.replace(/[\\{}~^&%$#_]/g, (sign) => ESCAPES[sign]);

/* Styles may make a title small but for what stands in braces: every word with a capital does. */
const protectedTitle = (title) => title.split(/(\s+)/).map((word) => (/\p{Lu}/u.test(word) ? `{${escapeTex(word)}}` : escapeTex(word))).join("");

const texAuthor = (name) => (/,|\band\b/i.test(name) ? `{${escapeTex(name)}}` : escapeTex(name));

/* Addresses and DOIs are set as they are; but a brace in one would count as the end of the field. */
const texUrl = (url) => url.replace(/[{}\\]/g, encodeURIComponent);

const yearOf = ({ published, day }) => (published ?? day ?? "").slice(0, 4);

const ascii = (text) => text.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").toLowerCase();

function keyOf(entry) {
  const family = ascii(entry.authors?.[0]?.split(/\s+/).at(-1) ?? "");
  const word = entry.title.split(/[\s:–—-]+/).map(ascii).find((one) => one.length > 3) ?? "";
  return family + yearOf(entry) + word || `paper${ascii(entry.id)}`;
}

function oneBibtex(entry, key) {
  const isArxiv = ARXIV.test(entry.id);
  const authors = [...(entry.authors ?? []).map(texAuthor), ...(entry.more ? ["others"] : [])];
  const fields = {
    title: protectedTitle(entry.title),
    author: authors.join(" and "),
    year: yearOf(entry),
    eprint: isArxiv && entry.id,
    archivePrefix: isArxiv && "arXiv",
    doi: entry.doi && texUrl(entry.doi),
    url: texUrl(isArxiv ? `https://arxiv.org/abs/${entry.id}` : entry.url),
  };
  const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@misc{${key},\n${lines.join("")}}\n`;
}

/* Keys that would be the same are told apart by a letter. */
export function bibtex(entries) {
  const taken = new Map();
  return entries.map((entry) => {
    const key = keyOf(entry);
    const count = taken.get(key) ?? 0;
    taken.set(key, count + 1);
    return oneBibtex(entry, count ? `${key}-${count + 1}` : key);
  }).join("\n");
}

export function citation(entry) {
  const names = entry.authors ?? [];
  const who = names.length > 10 || entry.more ? `${names.slice(0, 3).join(", ")} et al.` : names.join(", ");
  const where = ARXIV.test(entry.id) ? `arXiv:${entry.id}. https://arxiv.org/abs/${entry.id}` : entry.url;
  return [`${who}${yearOf(entry) && ` (${yearOf(entry)})`}.`.trim(), /[.?!]$/.test(entry.title) ? entry.title : `${entry.title}.`, where].join(" ");
}

export function markdown(entries) {
  const escaped = (text) => text.replace(/[\\`*_[\]<>#&~|$]/g, "\\$&");
  const url = (text) => text.replace(/[()<>\s]/g, encodeURIComponent);
  const by = ({ authors = [], more }) => (authors.length ? `: ${escaped(authors.slice(0, 3).join(", "))}${authors.length > 3 || more ? " et al." : ""}` : "");
  return entries.map((entry) => `- [${escaped(entry.title)}](${url(entry.url)})${by(entry)}${entry.day ? ` (${entry.day})` : ""}\n`).join("");
}

/* The entry with all of its authors, as its own page names them; as it is, where that page cannot be read. */
async function completed(entry) {
  if (entry.authors?.length && !entry.more && entry.published) return entry;
  try {
    const url = new URL(entry.url, location);
    if (url.origin !== location.origin) return entry;
    const here = url.href === location.href.split("#")[0];
    const answer = here ? null : await fetch(url, { signal: AbortSignal.timeout(8000) });
    if (answer && !answer.ok) return entry;
    const paper = here ? document : new DOMParser().parseFromString(await answer.text(), "text/html");
    const meta = (name) => [...paper.querySelectorAll(`meta[name="citation_${name}"]`)].map((one) => one.content);
    const authors = meta("author");
    const [title] = meta("title");
    if (!title) return entry;
    const [published] = meta("publication_date");
    const [doi] = meta("doi");
    return {
      ...entry,
      title,
      ...(authors.length && { authors, more: 0 }),
      ...(published && { published: published.replaceAll("/", "-") }),
      ...(doi && { doi }),
    };
  } catch {
    return entry;
  }
}

/* A few at a time: each may be a request. */
async function allCompleted(entries) {
  const done = [];
  for (let place = 0; place < entries.length; place += 6) {
    done.push(...(await Promise.all(entries.slice(place, place + 6).map(completed))));
  }
  return done;
}

/* Dialogs: a sheet at the foot of a phone, beside what opened it elsewhere. */
function openDialog(api, title, parts, opener) {
  document.querySelector("dialog.desk")?.remove();
  const close = api.make("button", { type: "button", className: "close", textContent: api.say("script_close") });
  const heading = api.make("h2", { textContent: title, id: "desk-title" });
  const dialog = api.make("dialog", { className: "desk" }, api.make("header", {}, heading, close), ...parts);
  dialog.setAttribute("aria-labelledby", "desk-title");
  close.onclick = () => dialog.close();
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
  dialog.onclose = () => {
    dialog.remove();
    const shown = opener?.getClientRects().length ? opener : opener?.closest("[data-paper]")?.querySelector(".fold");
    shown?.focus();
  };
  document.body.append(dialog);
  dialog.showModal();
  if (opener && matchMedia("(min-width: 46rem)").matches) {
    const { left, bottom } = opener.getBoundingClientRect();
    const top = Math.max(8, Math.min(bottom + 4, innerHeight - Math.max(dialog.offsetHeight, 440) - 8));
    Object.assign(dialog.style, {
      margin: 0,
      left: `${Math.max(8, Math.min(left, innerWidth - dialog.offsetWidth - 24))}px`,
      top: `${top}px`,
      maxHeight: `${innerHeight - top - 8}px`,
    });
  }
  return dialog;
}

export async function copy(api, text) {
  try {
    await navigator.clipboard.writeText(text);
    api.tell(api.say("script_copied", { what: text.length > 90 ? `${text.slice(0, 90)}…` : text }));
  } catch {
    api.tell(api.say("script_not_copied", { what: text }), { lasting: true });
  }
}

async function share(api, { title, url }) {
  if (!navigator.share) return copy(api, url);
  try {
    await navigator.share({ title, url });
  } catch (error) {
    if (error.name !== "AbortError") await copy(api, url);
  }
}

const isSame = (one) => (other) => one.do === other.do && one.kind === other.kind && one.value.toLowerCase() === other.value.toLowerCase();

/* Follow or mute one name; pressed again, no longer.  It cannot be both. */
function toggleRule(api, rule) {
  api.change("rules", (rules) => {
    const others = rules.filter((one) => !isSame({ ...rule, do: "follow" })(one) && !isSame({ ...rule, do: "mute" })(one));
    return rules.some(isSame(rule)) ? others : [...others, rule];
  });
}

function ruleLine(api, kind, value, shown = value) {
  const name = api.say(`script_${kind}`, { value });
  const buttons = ["follow", "mute"].map((act) => {
    const rule = { do: act, kind, value };
    const made = api.make("button", { type: "button", textContent: api.say(`script_${act}`) });
    made.setAttribute("aria-label", api.say("script_of", { what: made.textContent, title: name }));
    const show = () => made.setAttribute("aria-pressed", api.now.rules.some(isSame(rule)));
    made.onclick = () => {
      toggleRule(api, rule);
      made.parentElement.dispatchEvent(new Event("ruled"));
    };
    show();
    return [made, show];
  });
  const line = api.make("li", {}, api.make("span", { textContent: shown }), ...buttons.map(([made]) => made));
  line.addEventListener("ruled", () => buttons.forEach(([, show]) => show()));
  return line;
}

export function menu(api, paper, opener) {
  const facts = api.factsOf(paper);
  const entry = { ...facts, ...api.saved.get(facts.id) };
  const act = (text, does) => {
    const made = api.make("button", { type: "button", textContent: text });
    made.onclick = () => {
      dialog.close();
      does();
    };
    return api.make("li", {}, made);
  };
  const day = facts.day?.replaceAll("-", "/");
  const acts = [
    act(api.say(api.read.has(facts.id) ? "script_mark_unread" : "script_mark_read"), () => api.toggleRead(paper)),
    act(api.say("script_cite"), async () => copy(api, citation(await completed(entry)))),
    act(api.say("script_cite_bibtex"), async () => copy(api, bibtex([await completed(entry)]))),
    act(api.say("script_share"), () => share(api, facts)),
  ];
  const { id: anchor } = paper.id ? paper : paper.querySelector("h2[id]") ?? {};
  if (anchor && day) {
    acts.push(act(api.say("script_place"), () => copy(api, new URL(`${api.base}${day}/#${anchor}`, location).href)));
  }
  const names = [...facts.tags.map((name) => ["tag", name]), ...facts.authors.slice(0, 12).map((name) => ["author", name])];
  const parts = [api.make("ul", { className: "acts" }, ...acts)];
  if (names.length) {
    parts.push(api.make("details", {}, api.make("summary", { textContent: api.say("script_rules") }),
      api.make("ul", { className: "rules" }, ...names.map(([kind, name]) => ruleLine(api, kind, name)))));
  }
  const dialog = openDialog(api, facts.title, parts, opener);
}

/* The reader's choices, and the keys. */
function choice(api, title, name, options, chosen) {
  const set = api.make("fieldset", {}, api.make("legend", { textContent: api.say(title) }));
  for (const [value, text] of options) {
    const input = api.make("input", { type: "radio", name, checked: value === chosen });
    input.onchange = () => api.change("choices", (choices) => ({ ...choices, [name]: value }));
    set.append(api.make("label", {}, input, api.make("span", { textContent: api.say(text) })));
  }
  return set;
}

export function choices(api) {
  const { scheme = "auto", abstracts = "lede", dim = true, keys = true } = api.now.choices;
  const rows = [["j", "k", "papers"], ["h", "l", "days"], ["o", "Enter", "open"], ["s", "save"], ["m", "read"], ["/", "search"], ["?", "help"]];
  const table = api.make("dl", { className: "keys" }, ...rows.map((row) =>
    api.make("div", {},
      api.make("dt", {}, ...row.slice(0, -1).flatMap((key) => [api.make("kbd", { textContent: key }), " "])),
      api.make("dd", { textContent: api.say(`script_key_${row.at(-1)}`) }))));
  openDialog(api, api.say("script_choices"), [
    choice(api, "script_colours", "scheme", [["auto", "script_auto"], ["light", "script_light"], ["dark", "script_dark"]], scheme),
    choice(api, "script_abstracts", "abstracts", [["lede", "script_lede"], ["whole", "script_whole"], ["titles", "script_titles"]], abstracts),
    choice(api, "script_read_papers", "dim", [[true, "script_dim"], [false, "script_alike"]], dim),
    choice(api, "script_keys", "keys", [[true, "script_keys_on"], [false, "script_keys_off"]], keys),
    table,
  ]);
}

/* The page of the reading list. */
const FORMAT = "broadsheet-reading-list";

export function exported(api) {
  const { list, read, rules } = api.now;
  return `${JSON.stringify({ format: FORMAT, version: 1, papers: list, read, rules }, null, 1)}\n`;
}

const isWeb = (url) => {
  try {
    return ["http:", "https:"].includes(new URL(url, location).protocol);
  } catch {
    return false;
  }
};

/* The text of an export → its values, or why it is none. */
function imported(api, text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return { why: api.say("script_no_json") };
  }
  if (data?.format !== FORMAT || !Array.isArray(data.papers)) return { why: api.say("script_no_list") };
  const wrong = data.papers.findIndex((one) => !api.isPaper(one) || !isWeb(one.url));
  if (wrong >= 0) return { why: api.say("script_no_paper", { number: wrong + 1 }) };
  const list = (value, check) => (Array.isArray(value) ? value.filter(check) : []);
  return { papers: data.papers.map((one) => cleaned(api, one)), read: list(data.read, api.isText), rules: list(data.rules, api.isRule) };
}

/* An entry of a file with what we know of it, each of its type; addresses are whole, wherever the file came from. */
function cleaned(api, { id, title, url, day, authors, more, published, doi, saved }) {
  const texts = Object.entries({ id, title, day, published, doi, saved }).filter(([, value]) => api.isText(value));
  return {
    ...Object.fromEntries(texts),
    url: new URL(url, location).href,
    authors: api.isRow(api.isText)(authors) ? authors : [],
    more: Number.isInteger(more) && more > 0 ? more : 0,
  };
}

/* Both lists, each paper once: as it was here, with the authors of whichever has more of them. */
function union(here, there) {
  const papers = new Map(here.map((one) => [one.id, one]));
  for (const one of there) {
    const old = papers.get(one.id);
    const longer = old && (old.authors?.length ?? 0) >= one.authors.length ? old : one;
    papers.set(one.id, old ? { ...one, ...old, authors: longer.authors, more: longer.more } : one);
  }
  return [...papers.values()];
}

async function takeIn(api, file) {
  const { why, papers, read, rules } = imported(api, file.size > 20e6 ? "" : await file.text());
  if (why) {
    api.tell(api.say("script_not_ours", { name: file.name, why }), { lasting: true });
    return;
  }
  const old = { list: api.load("list"), read: api.load("read"), rules: api.load("rules") };
  const known = new Set(old.list.map((one) => one.id));
  const done = [
    api.change("list", (list) => union(list, papers)),
    api.change("read", (ids) => [...new Set([...ids, ...read])].slice(-api.LONGEST)),
    api.change("rules", (has) => [...has, ...rules.filter((one) => !has.some(isSame(one)))]),
  ].every(Boolean);
  const undo = () => Object.entries(old).forEach(([name, value]) => api.change(name, () => value));
  const count = new Set(papers.map((one) => one.id).filter((id) => !known.has(id))).size;
  if (done) api.tell(api.say("script_imported", { count }), { does: api.say("script_undo"), action: undo });
}

function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function exportBibtex(api) {
  const entries = await allCompleted(api.now.list);
  const known = new Map(entries.map((one) => [one.id, one]));
  if (entries.some((one, place) => one !== api.now.list[place])) {
    api.store("list", api.load("list").map((one) => known.get(one.id) ?? one), true);
  }
  download("reading-list.bib", bibtex(entries), "application/x-bibtex");
}

/* The day as the page's language writes it; as it is, where it is none. */
function dayOf({ day = "" }) {
  const at = new Date(`${day}T00:00Z`);
  return Number.isNaN(at.getTime()) ? day : at.toLocaleDateString(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });
}

function rowOf(api, entry) {
  const link = api.make("a", { href: isWeb(entry.url) ? entry.url : "#", textContent: entry.title });
  const names = (entry.authors ?? []).slice(0, 3).join(", ");
  const remove = api.button("save", api.say("script_remove"), entry.title);
  remove.dataset.act = "remove";
  const line = api.make("p", { className: "byline" }, names, " ", api.make("span", { className: "when", textContent: dayOf(entry) }), " ",
    api.make("span", { className: "tools" }, remove, api.button("more", "⋯", entry.title)));
  const row = api.make("li", { className: "kept" }, api.make("div", {}, api.make("h3", {}, link), line));
  Object.assign(row.dataset, { paper: entry.id, kept: "", ready: "", authors: (entry.authors ?? []).join("|"), more: entry.more ?? 0 });
  if (entry.day) row.dataset.day = entry.day;
  if (api.read.has(entry.id)) row.dataset.read = "";
  remove.onclick = () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const after = next?.dataset.paper;
    api.toggleSaved(row);
    const rows = api.all("#reading-list [data-paper]");
    (rows.find((one) => one.dataset.paper === after)?.querySelector("a") ?? document.querySelector("#reading-list h2")).focus();
  };
  return row;
}

function brokenOnes(api) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(api.place("")) && key.includes(":broken:"));
  } catch {
    return [];
  }
}

function ruleForm(api) {
  const select = (name, label, options) => {
    const made = api.make("select", { name }, ...options.map((value) => api.make("option", { value, textContent: api.say(`script_${name === "kind" ? "kind_" : ""}${value}`) })));
    made.setAttribute("aria-label", api.say(label));
    return made;
  };
  const act = select("do", "script_do", ["follow", "mute"]);
  const kind = select("kind", "script_kind", ["word", "author", "tag"]);
  const value = api.make("input", { name: "value", required: true, maxLength: 200, autocomplete: "off" });
  value.setAttribute("aria-label", api.say("script_value"));
  const form = api.make("form", { className: "rule-form" }, act, kind, value, api.make("button", { textContent: api.say("script_add") }));
  form.onsubmit = (event) => {
    event.preventDefault();
    const rule = { do: act.value, kind: kind.value, value: value.value.trim() };
    if (rule.value && !api.now.rules.some(isSame(rule))) toggleRule(api, rule);
    value.value = "";
  };
  return form;
}

export function showList(api, container) {
  const count = api.make("span", { className: "count" });
  const nothing = api.make("p", { className: "facts", textContent: api.say("script_empty") });
  const rows = api.make("ol", { className: "rows" });
  const rules = api.make("ul", { className: "rules" });
  const aside = api.make("p", { className: "desk-bar" });
  const form = ruleForm(api);
  const file = api.make("input", { type: "file", accept: ".json,application/json", className: "unseen" });
  file.onchange = async () => {
    if (file.files[0]) await takeIn(api, file.files[0]);
    file.value = "";
  };
  const act = (text, does) => api.make("button", { type: "button", textContent: text, onclick: does });
  const exports = [
    act("BibTeX", () => exportBibtex(api)),
    act("JSON", () => download("reading-list.json", exported(api), "application/json")),
    act("Markdown", () => download("reading-list.md", markdown(api.now.list), "text/markdown")),
  ];
  for (const made of exports) made.setAttribute("aria-label", api.say("script_of", { what: api.say("script_export"), title: made.textContent }));
  const bar = api.make("p", { className: "desk-bar" }, api.make("span", { textContent: api.say("script_export") }), ...exports,
    api.make("label", { className: "as-button" }, file, api.make("span", { textContent: api.say("script_import") })));
  const heading = api.make("h2", { className: "head", tabIndex: -1 }, `${api.say("script_saved_papers")} `, count);
  container.replaceChildren(
    api.make("section", {}, heading, bar, nothing, rows),
    api.make("section", {}, api.make("h2", { className: "head", textContent: api.say("script_rules") }), rules, form,
      api.make("p", { className: "facts", textContent: api.say("script_kept") }), aside),
  );
  const show = () => {
    const { list } = api.now;
    count.textContent = list.length || "";
    nothing.hidden = list.length > 0;
    rows.replaceChildren(...list.map((entry) => rowOf(api, entry)));
    const hadFocus = rules.contains(document.activeElement);
    rules.replaceChildren(...api.now.rules.map((rule) => ruleLine(api, rule.kind, rule.value, api.say(`script_${rule.kind}`, rule))));
    if (hadFocus) (rules.querySelector("button") ?? form.elements.value).focus();
    if (!api.now.rules.length) rules.replaceChildren(api.make("li", { textContent: api.say("script_no_rules") }));
    aside.replaceChildren(...brokenOnes(api).map((key) =>
      act(api.say("script_aside"), () => download("put-aside.txt", localStorage.getItem(key), "text/plain"))));
  };
  addEventListener("broadsheet:changed", show);
  show();
}
