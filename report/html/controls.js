// The controls above the list, and the list's frame.

function buildApp() {
  document.getElementById("app").append(
    searchField(), severityButtons(), filterFields(), countLine(), listTable(),
    el("p", { class: "empty", id: "nothing", hidden: true }, "No secret fits these filters."),
    pager());
}

function searchField() {
  const input = el("input", {
    type: "search", id: "q", "aria-label": "Search", autocomplete: "off", spellcheck: "false",
    placeholder: "Search kind, path, author, service, fingerprint or commit",
  });
  input.addEventListener("input", afterPause(80, () => change({ q: input.value, open: "" })));
  return el("form", { class: "search", role: "search", onsubmit: event => event.preventDefault() }, input);
}

function severityButtons() {
  const counts = new Map();
  for (const row of report.rows) counts.set(row.severity, (counts.get(row.severity) ?? 0) + 1);
  const buttons = severities.filter(severity => counts.has(severity)).map(severity =>
    el("button", { type: "button", "data-severity": severity, "aria-pressed": "false", onclick: () => toggleSeverity(severity) },
      severity, el("span", { class: "soft" }, number(counts.get(severity)))));
  return el("fieldset", { class: "severities" }, el("legend", {}, "Severity"), ...buttons);
}

function toggleSeverity(severity) {
  const chosen = new Set(state.severity.split(",").filter(Boolean));
  if (!chosen.delete(severity)) chosen.add(severity);
  change({ severity: severities.filter(s => chosen.has(s)).join(","), open: "" });
}

function filterFields() {
  const settings = report.settings.filter(choice => report.rows.some(row => row.setting === choice.key));
  return el("div", { class: "filters" },
    selectField("state", "Still there", [["all", "All"], ["current", "In the current files"], ["history", "Only in the history"]]),
    selectField("files", "Kind of file", [["", "All"], ...settings.map(choice => [choice.key, choice.words])]),
    selectField("rule", "Kind of secret", [["", "All"], ...kinds()]),
    report.rows.some(row => row.pushed) ? selectField("pushed", "Pushed", [["", "All"], ["yes", "Pushed"], ["no", "Not known to be pushed"]]) : null,
    textField("author", "Author", authors()),
    textField("path", "Path, or folder with / at its end", []),
    selectField("group", "Group by", [
      ["", "Nothing"], ["service", "Service"], ["rule", "Kind of secret"], ["author", "Author"], ["path", "Path"],
      ["files", "Kind of file"], ["severity", "Severity"]]),
    selectField("sort", "Sort by", [
      ["risk", "Most urgent first"], ["severity", "Severity"], ["newest", "Newest first"], ["oldest", "Oldest first"],
      ["longest", "Longest exposed first"], ["places", "Most places first"], ["path", "Path"]]));
}

function field(name, words, control) {
  control.id = "filter-" + name;
  return el("label", {}, el("span", {}, words), control);
}

function selectField(name, words, options) {
  const select = el("select", {}, ...options.map(([value, text]) => el("option", { value }, text)));
  select.addEventListener("change", () => change({ [name]: select.value, open: "" }));
  return field(name, words, select);
}

function textField(name, words, suggestions) {
  const id = "suggestions-" + name;
  const input = el("input", { type: "search", autocomplete: "off", list: suggestions.length ? id : null });
  input.addEventListener("input", afterPause(80, () => change({ [name]: input.value, open: "" })));
  const label = field(name, words, input);
  if (suggestions.length) label.append(el("datalist", { id }, ...suggestions.map(value => el("option", { value }))));
  return label;
}

// kinds returns the rules with findings, and what they are about, by name.
function kinds() {
  const names = new Map(report.rows.map(row => [textOf(row.rule), textOf(row.what)]));
  return [...names].sort((a, b) => compare(a[1], b[1]));
}

// authors returns the authors with the most findings.
function authors() {
  const counts = new Map();
  for (const row of report.rows) {
    for (const author of row.authors ?? []) counts.set(author, (counts.get(author) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 300).map(([author]) => textOf(author));
}

function countLine() {
  return el("div", { class: "count-line" },
    el("p", { role: "status", "aria-live": "polite", id: "count" }),
    el("span", { id: "chips", class: "copies" }),
    el("p", { class: "unseen", role: "status", "aria-live": "polite", id: "announcement" }),
    el("p", { class: "keys-help" }, el("kbd", {}, "/"), " search ", el("kbd", {}, "j"), " ", el("kbd", {}, "k"), " move ",
      el("kbd", {}, "Enter"), " open ", el("kbd", {}, "Esc"), " close"));
}

function announce(words) { document.getElementById("announcement").textContent = words; }

function listTable() {
  const heading = (words, name) => el("th", { scope: "col", role: "columnheader", class: "col-" + name }, words);
  return el("table", { class: "list", id: "list", role: "table", "aria-labelledby": "findings-title" },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      heading("Severity", "severity"), heading("Secret", "what"), heading("Where", "where"), heading("Who", "who"), heading("Since", "since"))),
    el("tbody", { role: "rowgroup" }));
}

function pager() {
  return el("nav", { class: "pages", id: "pages", "aria-label": "Pages of the list" },
    el("button", { type: "button", id: "previous", onclick: () => turnPage(-1) && toList() }, "Previous"),
    el("p", { id: "page" }),
    el("button", { type: "button", id: "next", onclick: () => turnPage(1) && toList() }, "Next"));
}

function toList() { document.getElementById("count").scrollIntoView({ block: "center" }); }

// chipWords says what a filter is, for those that are set.
const chipWords = {
  q: value => `Search: ${value}`,
  severity: value => `Severity: ${value.replaceAll(",", ", ")}`,
  state: value => value === "current" ? "In the current files" : "Only in the history",
  files: value => `Kind of file: ${wordsOf(report.settings, value)}`,
  pushed: value => value === "yes" ? "Pushed" : "Not known to be pushed",
  rule: value => `Rule: ${value}`,
  service: value => `Service: ${value}`,
  author: value => `Author: ${value}`,
  path: value => `Path: ${value === "./" ? "files in no folder" : value}`,
  age: value => `Exposed: ${wordsOf(report.ages, value).toLowerCase()}`,
  introduced: value => `Added in ${value}`,
  removed: value => `Removed in ${value}`,
};

// showControls sets the controls to the state.
function showControls() {
  for (const key of Object.keys(defaults)) {
    const control = document.getElementById("filter-" + key) ?? (key === "q" ? document.getElementById("q") : null);
    if (control && control !== document.activeElement) control.value = state[key];
  }
  const chosen = state.severity.split(",");
  for (const button of document.querySelectorAll("[data-severity]")) {
    button.setAttribute("aria-pressed", String(chosen.includes(button.dataset.severity)));
  }
  const chips = Object.keys(chipWords).filter(key => state[key] !== defaults[key]).map(key =>
    el("button", { class: "chip", type: "button", "aria-label": `Remove the filter ${chipWords[key](state[key])}`, onclick: () => removeFilter(key) },
      chipWords[key](state[key]) + " ×"));
  if (isFiltered()) chips.push(el("button", { class: "chip", type: "button", id: "clear", onclick: () => { change(withoutFilters()); focusSearch(); } }, "Clear all filters"));
  document.getElementById("chips").replaceChildren(...chips);
}

function removeFilter(key) {
  change({ [key]: defaults[key] });
  focusSearch();
}

function focusSearch() { document.getElementById("q").focus({ preventScroll: true }); }
