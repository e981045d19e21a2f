(() => {
"use strict";

const TEXTS = {"script_abstracts":"Abstracts","script_add":"Add","script_alike":"Like the others","script_aside":"Download what could not be read","script_author":"author {value}","script_auto":"As the device","script_broken":"What this browser had kept for this site could not be read. It was put aside, and begun anew; the reading list has it for download.","script_choices":"Reader’s choices","script_cite":"Copy citation","script_cite_bibtex":"Copy BibTeX","script_close":"Close","script_colours":"Colours","script_copied":"Copied: {what}","script_dark":"Dark","script_dim":"Dimmed","script_do":"What to do","script_empty":"Nothing is saved yet. “Save” beside a paper, or the key s, puts it here.","script_export":"Export","script_failed":"This part of the page could not be loaded. Try again when you are online.","script_follow":"Follow","script_following":"Following {why}","script_full":"This browser’s storage is full: what you change lasts until you leave the page. Export your reading list to keep it.","script_import":"Import","script_imported":"Imported. Papers added: {count}.","script_kept":"All this is kept in this browser only, and sent nowhere. Export as JSON takes it to another.","script_key_days":"day before, next day","script_key_help":"this help","script_key_open":"open the paper","script_key_papers":"next paper, the one before","script_key_read":"mark it as read, or unread","script_key_save":"save it, or no longer","script_key_search":"find papers","script_keys":"Keys","script_keys_off":"Off","script_keys_on":"On","script_kind":"Kind","script_kind_author":"Author","script_kind_tag":"Tag","script_kind_word":"Word","script_lede":"First sentences","script_light":"Light","script_mark_read":"Mark as read","script_mark_unread":"Mark as unread","script_more":"More","script_mute":"Mute","script_muted":"Muted: {why}","script_new":"New","script_no_json":"it is not JSON","script_no_list":"it holds no papers","script_no_paper":"its paper {number} lacks an id, a title or a web address","script_no_rules":"There are no rules yet. Papers you follow are marked in every list; muted ones fold to a line that says why.","script_not_copied":"This browser does not let pages copy. Here it is: {what}","script_not_ours":"{name} is not a reading list of ours ({why}). Nothing was changed.","script_of":"{what}: {title}","script_offline":"There is no network, and this page was not kept. Here is your reading list.","script_place":"Copy link to its place in the day","script_read_papers":"Papers marked as read","script_refused":"This browser keeps nothing for this site: what you change lasts until you leave the page.","script_remove":"Remove","script_rules":"Follow and mute","script_said_read":"Marked as read.","script_said_removed":"Removed from the reading list.","script_said_saved":"Saved to the reading list.","script_said_unread":"Marked as unread.","script_save":"Save","script_saved":"Saved","script_saved_papers":"Saved papers","script_share":"Share","script_tag":"tag {value}","script_titles":"Titles only","script_undo":"Undo","script_value":"Name or word","script_whole":"Whole","script_word":"word “{value}”"};

const script = document.currentScript;
const page = document.documentElement;
const base = new URL("..", script.src).pathname;
script.dataset.desk = new URL("desk.cfaa8473b2.js", script.src).pathname;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const say = (key, values = {}) => TEXTS[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const isText = (value) => typeof value === "string";
const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isRow = (check) => (value) => Array.isArray(value) && value.every(check);
const isPaper = (one) => isRecord(one) && isText(one.id) && isText(one.title) && isText(one.url);
const isRule = (one) => isRecord(one) && ["follow", "mute"].includes(one.do) && ["tag", "author", "word"].includes(one.kind) && isText(one.value);
const isSeen = (one) => one === undefined || (Array.isArray(one) && isText(one[0]) && isRow(isText)(one[1]));
const KEPT = {
list: [isRow(isPaper), "[]"],
read: [isRow(isText), "[]"],
rules: [isRow(isRule), "[]"],
choices: [isRecord, "{}"],
visit: [(value) => isRecord(value) && isSeen(value.before) && isSeen(value.newest), "{}"],
};
const memory = new Map();
const locked = new Set();
const place = (name) => `broadsheet:${base}:${name}`;

function load(name) {
const [fits, blank] = KEPT[name];
let text = memory.get(name);
if (text === undefined) {
try {
text = localStorage.getItem(place(name)) ?? blank;
} catch {
text = blank;
}
}
try {
const value = JSON.parse(text);
if (fits(value)) return value;
} catch { /* put aside, like what has another shape */ }
putAside(name, text);
return JSON.parse(blank);
}

function putAside(name, text) {
try {
localStorage.removeItem(place(name));
localStorage.setItem(`${place(name)}:broken:${Date.now()}`, text);
} catch {
try { localStorage.setItem(place(name), text); } catch { /* refused: there is nothing to lose */ }
locked.add(name);
memory.set(name, KEPT[name][1]);
}
tell(say("script_broken"), { lasting: true });
}

function store(name, value, quiet = false) {
const text = JSON.stringify(value);
try {
if (locked.has(name)) throw new DOMException("", "QuotaExceededError");
localStorage.setItem(place(name), text);
memory.delete(name);
return true;
} catch (error) {
memory.set(name, text);
if (!quiet) tell(say(error.name === "QuotaExceededError" ? "script_full" : "script_refused"), { lasting: true });
return false;
}
}

const now = {};
const saved = new Map();
const read = new Set();

function recall() {
for (const name of Object.keys(KEPT)) now[name] = load(name);
saved.clear();
for (const paper of now.list) saved.set(paper.id, paper);
read.clear();
for (const id of now.read) read.add(id);
const { scheme, abstracts, dim } = now.choices;
mark(page, "scheme", ["light", "dark"].includes(scheme) && scheme);
mark(page, "abstracts", ["whole", "titles"].includes(abstracts) && abstracts);
mark(page, "alike", dim === false);
}

function mark(element, name, value) {
if (value) element.dataset[name] = value === true ? "" : value;
else delete element.dataset[name];
}

function change(name, made) {
const done = store(name, made(load(name)));
recall();
refresh();
return done;
}

let timer, bar, waiting;
function tell(text, { does, action, lasting = false } = {}) {
if (!bar) {
waiting = [text, { does, action, lasting }];
return;
}
const parts = [make("span", { textContent: text })];
if (action) parts.push(make("button", { type: "button", textContent: does, onclick: () => { bar.replaceChildren(); action(); } }));
parts.push(make("button", { type: "button", textContent: say("script_close"), onclick: () => bar.replaceChildren() }));
bar.replaceChildren(...parts);
clearTimeout(timer);
if (!lasting && !action) timer = setTimeout(() => bar.replaceChildren(), 8000);
}

const make = (tag, properties = {}, ...children) => {
const element = Object.assign(document.createElement(tag), properties);
element.append(...children);
return element;
};

function button(act, text, title) {
const made = make("button", { type: "button", textContent: text });
made.dataset.act = act;
if (title) made.setAttribute("aria-label", say("script_of", { what: act === "more" ? say("script_more") : text, title }));
return made;
}

const linkOf = (paper) => paper.querySelector(":is(h2, h3) a");
const lineOf = (paper) => paper.querySelector("[data-tools]") ?? (paper.matches("li") ? paper.querySelector("p") : null);
const parts = (text) => text.split("|").filter(Boolean);
const dayIn = (link) => /(\d{4})\/(\d\d)\/(\d\d)\/$/.exec(link?.pathname)?.slice(1).join("-");
const dayOf = (paper) => paper.dataset.day ?? dayIn(paper.querySelector("a.when, .kicker a, .older p a")) ?? paper.closest("[data-day]")?.dataset.day;

const beside = (paper, side) => paper.querySelector(".byline wbr")?.[`${side}Sibling`]?.data ?? "";

function authorsOf(paper) {
const { authors, others = "" } = paper.dataset;
if (authors !== undefined) return parts(authors);
if (paper.matches(".paper")) return all("meta[name=citation_author]").map((one) => one.content);
return parts(`${beside(paper, "previous").trim().replaceAll(", ", "|")}|${others}`);
}

const leftOut = ({ more, authors, others }, paper) => Number(more ?? (authors ?? others ? 0 : /\d+/.exec(beside(paper, "next")) ?? 0));

const tagsOf = (paper) => [...new Set([...all(paper.matches(".paper") ? ".tags li" : ".tags a", paper).map(plain), ...parts(paper.dataset.tags ?? "")])];

function plain(element) {
const copy = element.cloneNode(true);
for (const hidden of all(".unseen, .votes i, annotation, annotation-xml", copy)) hidden.remove();
for (const block of all("h2, h3, p, li", copy)) block.replaceChildren(" ", ...block.childNodes, " ");
return copy.textContent.replace(/\s+/g, " ").trim();
}

function factsOf(paper) {
const link = linkOf(paper);
return {
id: paper.dataset.paper,
title: plain(link ?? paper.querySelector("h1")),
url: link ? link.href : location.href.split("#")[0],
day: dayOf(paper),
authors: authorsOf(paper),
more: leftOut(paper.dataset, paper),
tags: tagsOf(paper),
};
}

function decorate(paper, line) {
const { title, id, day } = factsOf(paper);
if (isNew(day, id)) line.prepend(make("span", { className: "new", textContent: say("script_new") }));
line.append(make("span", { className: "tools" }, button("save", say("script_save"), title), button("more", "⋯", title)));
line.querySelector("[data-act=more]").setAttribute("aria-haspopup", "dialog");
paper.dataset.ready = "";
show(paper);
if (now.rules.length) judge(paper);
}

function show(paper) {
const { paper: id } = paper.dataset;
mark(paper, "read", read.has(id));
const save = paper.querySelector("[data-act=save]");
if (!save) return;
const isSaved = saved.has(id);
save.textContent = say(isSaved ? "script_saved" : "script_save");
save.setAttribute("aria-pressed", isSaved);
save.setAttribute("aria-label", say("script_of", { what: save.textContent, title: factsOf(paper).title }));
}

function matcher({ kind, value }) {
const wanted = value.toLowerCase();
if (kind !== "word") return (facts) => facts[`${kind}s`].some((name) => name.toLowerCase() === wanted);
const edge = (sign) => (/[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{N}]/u.test(sign) ? "[\\p{L}\\p{N}]" : "$^");
const escaped = value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
const pattern = new RegExp(`(?<!${edge(value[0])})${escaped}(?!${edge(value.at(-1))})`, "iu");
return (facts) => pattern.test(facts.text);
}

function judge(paper) {
if (paper.matches(".paper, [data-kept]")) return;
paper.querySelector(".fold")?.remove();
paper.querySelector(".why")?.remove();
mark(paper, "followed");
mark(paper, "muted");
const facts = { ...factsOf(paper), text: plain(paper) };
const found = now.rules.filter((rule) => rule.value && matcher(rule)(facts));
const rule = found.find((one) => one.do === "follow") ?? found[0];
if (!rule) return;
const why = say(`script_${rule.kind}`, rule);
if (rule.do === "follow") {
mark(paper, "followed", true);
lineOf(paper)?.prepend(make("span", { className: "why", textContent: say("script_following", { why }) }));
} else {
const fold = make("button", { type: "button", className: "fold", textContent: say("script_muted", { why }) });
fold.setAttribute("aria-expanded", false);
fold.onclick = () => fold.setAttribute("aria-expanded", !paper.toggleAttribute("data-muted"));
mark(paper, "muted", true);
paper.prepend(fold);
}
}

function sweep(done = false) {
const isWhole = (element) => done || element.nextSibling !== null || (element !== page && isWhole(element.parentNode));
for (const link of all(":is(.story, .leading-paper, .rows > li):not([data-paper]) :is(h2, h3) a")) {
const id = /\/papers\/([^/]+)\/$/.exec(link.pathname);
if (id) link.closest("li, article").dataset.paper = id[1];
}
for (const paper of all("[data-paper]:not([data-ready])")) {
const line = lineOf(paper);
if (line && isWhole(line)) decorate(paper, line);
}
for (const paper of all("[data-paper][data-ready]:not([data-judged], [data-kept])")) {
if (!isWhole(paper)) continue;
paper.dataset.judged = "";
if (now.rules.length) judge(paper);
if (page.dataset.abstracts === "whole") unfold(paper, true);
}
for (const link of all(".days a:not([data-ready])")) {
if (!isWhole(link)) continue;
link.dataset.ready = "";
if (before && dayIn(link) > before[0]) link.querySelector(".when")?.after(make("span", { className: "new", textContent: say("script_new") }));
}
for (const copier of all("[data-copy][hidden]")) {
copier.dataset.act = "copy";
copier.hidden = false;
}
const nav = document.querySelector("[data-reader]:not([data-ready])");
if (nav && isWhole(nav)) {
nav.dataset.ready = "";
const opener = button("choices", "Aa");
opener.setAttribute("aria-label", say("script_choices"));
opener.setAttribute("aria-haspopup", "dialog");
nav.append(make("li", {}, opener));
}
}

function unfold(paper, open) {
for (const details of all(".abstract details", paper)) details.open = open;
}

function refresh() {
const whole = page.dataset.abstracts === "whole";
for (const paper of all("[data-paper][data-ready]")) {
show(paper);
if (paper.dataset.judged !== undefined) judge(paper);
}
if (whole !== refresh.whole) unfold(document, whole);
refresh.whole = whole;
dispatchEvent(new Event("broadsheet:changed"));
}

const VISIT_MS = 30 * 60 * 1000;
let before;
const isNew = (day, id) => before !== undefined && (day > before[0] || (day === before[0] && !before[1].includes(id)));

function attend() {
const at = Date.now();
if (!(at - now.visit.at < VISIT_MS)) {
const visit = { ...load("visit"), at };
if (visit.newest) visit.before = visit.newest;
store("visit", visit, true);
now.visit = visit;
}
now.visit.at = at;
}

function remember() {
const visit = load("visit");
let [day, ids] = visit.newest ?? ["", []];
for (const paper of all("[data-paper]:not([data-kept])")) {
const [own, id] = [dayOf(paper), paper.dataset.paper];
if (own > day) [day, ids] = [own, []];
if (own === day && !ids.includes(id)) ids.push(id);
}
store("visit", { ...visit, at: now.visit.at, ...(day && { newest: [day, ids] }) }, true);
}

const LONGEST = 20000;

function toggleSaved(paper) {
const entry = { ...factsOf(paper), saved: new Date().toISOString() };
delete entry.tags;
const old = saved.get(entry.id);
const without = (list) => list.filter((one) => one.id !== entry.id);
const done = change("list", (list) => (old ? without(list) : [entry, ...without(list)]));
if (!done) return;
if (!old) tell(say("script_said_saved"));
else {
const undo = () => change("list", (list) => [...without(list), old].sort((a, b) => (a.saved < b.saved ? 1 : -1)));
tell(say("script_said_removed"), { does: say("script_undo"), action: undo });
}
}

function toggleRead(paper) {
const { paper: id } = paper.dataset;
const was = read.has(id);
const done = change("read", (ids) => [...ids.filter((one) => one !== id), ...(was ? [] : [id])].slice(-LONGEST));
if (done) tell(say(was ? "script_said_unread" : "script_said_read"));
}

const desk = (name, ...rest) =>
import(script.dataset.desk).then((module) => module[name](api, ...rest), () => tell(say("script_failed")));

const ACTS = {
save: toggleSaved,
more: (paper, opener) => desk("menu", paper, opener),
choices: () => desk("choices"),
copy: (_, pressed) => desk("copy", pressed.dataset.copy),
};

addEventListener("click", (event) => {
const pressed = event.target.closest?.("[data-act]");
if (pressed) ACTS[pressed.dataset.act]?.(pressed.closest("[data-paper]"), pressed);
});

const current = () => document.activeElement?.closest("[data-paper]") ?? document.querySelector(".paper[data-paper]");

function move(step) {
const papers = all("[data-paper]:not(.paper)").filter((paper) => paper.getClientRects().length);
let place = papers.indexOf(current());
if (place < 0) {
place = papers.findIndex((paper) => paper.getBoundingClientRect().top >= 0);
if (place < 0) place = papers.length;
place -= step > 0 ? 1 : 0;
}
const paper = papers[place + step];
if (!paper) return;
(paper.matches("[data-muted]") ? paper.querySelector(".fold") : linkOf(paper)).focus({ preventScroll: true });
const { top, bottom } = paper.getBoundingClientRect();
if (top < 0 || bottom > innerHeight) paper.scrollIntoView({ block: "start" });
}

function search() {
const field = document.querySelector("input[type=search]");
if (field) field.focus();
else location.href = document.querySelector("a[rel~=search]")?.href ?? `${base}tags/`;
}

const onPaper = (does) => () => {
const paper = current();
if (paper) does(paper);
};
const KEYS = {
j: () => move(1),
k: () => move(-1),
h: () => document.querySelector("a[rel=prev]")?.click(),
l: () => document.querySelector("a[rel=next]")?.click(),
o: onPaper((paper) => linkOf(paper)?.click()),
s: onPaper(toggleSaved),
m: onPaper(toggleRead),
"/": search,
"?": () => desk("choices"),
};

addEventListener("keydown", (event) => {
attend();
const { key, target } = event;
if (now.choices.keys === false || event.defaultPrevented || event.isComposing) return;
if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && key !== "?" && key !== "/")) return;
if (!Object.hasOwn(KEYS, key) || target.closest?.("input, textarea, select, dialog, [contenteditable]")) return;
event.preventDefault();
KEYS[key]();
});

const api = { TEXTS, base, say, all, make, button, plain, factsOf, place, load, store, change, tell, now, saved, read, toggleRead, toggleSaved, isPaper, isRule, isText, isRow, refresh, LONGEST };

page.dataset.scripted = "";
recall();
attend();
before = now.visit.before;
refresh.whole = page.dataset.abstracts === "whole";
const observer = new MutationObserver(() => sweep());
observer.observe(document, { childList: true, subtree: true });

addEventListener("DOMContentLoaded", () => {
observer.disconnect();
bar = make("div", { className: "tell" });
bar.setAttribute("role", "status");
document.body.append(bar);
if (waiting) tell(...waiting);
sweep(true);
remember();
const meant = document.querySelector("link[rel=canonical]")?.href;
const isElsewhere = meant && new URL(meant).pathname !== location.pathname.replace(/index\.html$/, "");
if (isElsewhere && script.dataset.worker) tell(say("script_offline"), { lasting: true });
const list = document.getElementById("reading-list");
if (list) desk("showList", list);
});
addEventListener("broadsheet:added", () => sweep(true));
for (const name of ["pointerdown", "scroll"]) addEventListener(name, attend, { passive: true });
addEventListener("pagehide", () => store("visit", { ...load("visit"), at: now.visit.at }, true));
addEventListener("pageshow", (event) => {
if (event.persisted) { recall(); refresh(); }
});
addEventListener("storage", (event) => {
if (event.key !== null && (!event.key.startsWith(place("")) || event.key === place("visit"))) return;
recall();
refresh();
});

if (script.dataset.worker && navigator.serviceWorker) {
addEventListener("load", async () => {
try {
await navigator.serviceWorker.register(script.dataset.worker, { scope: base });
const { active } = await navigator.serviceWorker.ready;
const parts = all("link[rel=stylesheet], link[rel=icon]").map((link) => link.href);
active.postMessage({ keep: [location.href.split("#")[0], script.src, new URL(script.dataset.desk, location).href, ...parts] });
} catch { /* refused, as in private windows: there is the network */ }
});
}
})();
