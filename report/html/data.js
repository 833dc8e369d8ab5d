"use strict";

// The findings, as Go has written them at the end of the page.

function readReport() {
  const data = JSON.parse(takeText("report-data"));
  data.rows.forEach((row, index) => { row.index = index; });
  return data;
}

// takeText returns the text of an element and removes the element, because the text
// can be large.
function takeText(id) {
  const element = document.getElementById(id);
  const text = element.textContent;
  element.remove();
  return text;
}

const report = readReport();

let detailLines = null;

// detailsOf returns the details of a row. They are split into lines when somebody opens
// the first finding, and each line is parsed when it is needed.
function detailsOf(row) {
  detailLines ??= takeText("details-data").split("\n");
  return JSON.parse(detailLines[row.index + 1]); // the text begins with a line end
}

// textOf returns a text by its index.
function textOf(index) { return report.texts[index]; }

function textsOf(indexes) { return (indexes ?? []).map(textOf); }

// wordsOf returns the words of a choice, or the key if it is none.
function wordsOf(choices, key) {
  return choices.find(choice => choice.key === key)?.words ?? key;
}

// searchText returns the text of a row in which the search looks.
function searchText(row) {
  row.search ??= [
    row.id, row.secret, row.line, row.place, row.severity, textOf(row.rule), textOf(row.what), textOf(row.service),
    ...(row.paths ?? []), ...textsOf(row.authors), ...textsOf(row.owners),
  ].join("\n").toLowerCase();
  return row.search;
}
