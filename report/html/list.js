// The list: one page of the rows that the filters leave.

const pageSize = 50;
const printSize = 500;

let shown = { rows: [], nameOf: null, sizes: null };
let pageNumber = 0;
let printing = false;

// showRows fills the table with the page that holds the open finding, or with the first.
function showRows() {
  shown = arranged(matchingRows());
  const open = shown.rows.findIndex(row => row.id === state.open);
  pageNumber = Math.max(0, Math.floor(open / pageSize));
  showPage();
}

function showPage() {
  const first = printing ? 0 : pageNumber * pageSize;
  const rows = shown.rows.slice(first, first + (printing ? printSize : pageSize));
  const body = el("tbody", { role: "rowgroup" });
  let group = null;
  for (const row of rows) {
    const name = shown.nameOf?.(row);
    if (shown.nameOf && name !== group) body.append(groupRow(name));
    group = name;
    body.append(...rowElements(row));
  }
  document.querySelector("#list tbody").replaceWith(body);
  document.getElementById("list").hidden = rows.length === 0;
  document.getElementById("nothing").hidden = rows.length > 0;
  showCount();
  showPager();
}

function groupRow(name) {
  return el("tr", { class: "group", role: "row" },
    el("th", { colspan: 5, scope: "colgroup", role: "rowheader" }, name, " ", el("small", {}, plural(shown.sizes.get(name), "secret"))));
}

// rowElements returns the row of a finding, and the row with its details if it is open.
function rowElements(row) {
  const open = printing || row.id === state.open;
  const elements = [findingRow(row, open)];
  if (open) elements.push(openRow(row));
  return elements;
}

function findingRow(row, open) {
  const cell = (...children) => el("td", { role: "cell" }, ...children);
  return el("tr", { class: open ? "finding open" : "finding", role: "row", "data-index": row.index },
    cell(el("span", { class: "severity " + (severities.includes(row.severity) ? row.severity : "") }, row.severity)),
    cell(opener(row, open), el("code", { class: "secret" }, ...marked(row.line, row.secret)),
      el("div", { class: "tags" }, tag(row.proven ? "Proven" : "", "warn"), tag(row.sure === "low" ? "Low confidence" : "", ""))),
    cell(el("span", { class: "path" }, row.place), el("div", { class: "soft" }, whereWords(row))),
    cell(whoWords(row)),
    cell(sinceWords(row), el("div", { class: "tags" },
      row.current ? tag("Current files", "warn") : tag("History only", ""), tag(row.pushed ? "Pushed" : "", "warn"))));
}

function opener(row, open) {
  return el("button", {
    class: "opener", type: "button", "aria-expanded": String(open), "aria-controls": open ? "details-" + row.index : null,
  }, textOf(row.what));
}

function openRow(row) {
  return el("tr", { class: "open-row", role: "row" },
    el("td", { class: "open-cell", colspan: 5, role: "cell" }, detailsElement(row, printing)));
}

// whereWords says how serious the places are, if they are not, and how many there are.
function whereWords(row) {
  const setting = row.setting && row.setting !== "deployed" ? wordsOf(report.settings, row.setting) : "";
  const more = row.places > 1 ? `and ${plural(row.places - 1, "more place")}` : "";
  return [setting, more].filter(Boolean).join(", ");
}

function whoWords(row) {
  const authors = textsOf(row.authors);
  if (authors.length < 2) return authors[0] ?? "";
  return `${authors[0]} and ${plural(authors.length - 1, "other")}`;
}

function sinceWords(row) {
  if (!row.since) return "";
  return el("div", {}, row.since, el("div", { class: "soft" }, duration(row.days ?? 0)));
}

// showCount says how many findings the list has, also to screen readers.
function showCount() {
  const all = report.rows.length, n = shown.rows.length;
  let words = n === all ? plural(n, "secret") : `${number(n)} of ${plural(all, "secret")}`;
  if (printing && n > printSize) words += `; the first ${number(printSize)} follow`;
  const element = document.getElementById("count");
  if (element.textContent !== words) element.textContent = words;
}

function showPager() {
  const pages = Math.ceil(shown.rows.length / pageSize);
  document.getElementById("pages").hidden = pages < 2;
  document.getElementById("page").textContent = `Page ${number(pageNumber + 1)} of ${number(pages)}`;
  document.getElementById("previous").disabled = pageNumber === 0;
  document.getElementById("next").disabled = pageNumber >= pages - 1;
}

function turnPage(step) {
  const pages = Math.ceil(shown.rows.length / pageSize);
  if (pageNumber + step < 0 || pageNumber + step >= pages) return false;
  pageNumber += step;
  showPage();
  return true;
}

// openFinding opens a finding or closes it, without a new list.
function openFinding(row) {
  const before = document.querySelector("tr.finding.open");
  const id = state.open === row.id ? "" : row.id;
  state = { ...state, open: id };
  keepState();
  for (const element of [before, rowOf(row)]) {
    if (element?.isConnected) redraw(element);
  }
}

function rowOf(row) { return document.querySelector(`tr.finding[data-index="${row.index}"]`); }

// redraw builds a row anew, and keeps the focus on it.
function redraw(element) {
  const row = report.rows[element.dataset.index];
  const focused = element.contains(document.activeElement);
  if (element.nextElementSibling?.classList.contains("open-row")) element.nextElementSibling.remove();
  const elements = rowElements(row);
  element.replaceWith(...elements);
  if (focused) elements[0].querySelector(".opener").focus();
}
