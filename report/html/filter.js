// Which rows the list shows, and in which order.

// filters has a function for each part of the state that is set. It returns a test of a
// row.
const filters = {
  severity: value => {
    const wanted = new Set(value.split(","));
    return row => wanted.has(row.severity);
  },
  state: value => row => (value === "current") === Boolean(row.current),
  files: value => row => row.setting === value,
  pushed: value => row => (value === "yes") === Boolean(row.pushed),
  rule: value => row => textOf(row.rule) === value,
  service: value => row => textOf(row.service) === value,
  author: value => textFilter(value, row => textsOf(row.authors)),
  path: value => value.endsWith("/") ? folderFilter(value) : textFilter(value, row => row.paths),
  age: value => row => row.age === value,
  introduced: value => row => (row.since ?? "").startsWith(value),
  removed: value => row => (row.until ?? "").startsWith(value),
  q: value => searchFilter(value),
};

// textFilter finds rows with a text that is the value, or, if no row has it, with a text
// that holds it.
function textFilter(value, textsOfRow) {
  const wanted = value.toLowerCase();
  const has = test => row => (textsOfRow(row) ?? []).some(test);
  const same = has(text => text === value);
  return report.rows.some(same) ? same : has(text => text.toLowerCase().includes(wanted));
}

// folderFilter finds rows with a path in a folder; "./" stands for no folder.
function folderFilter(folder) {
  const inside = folder === "./" ? path => !/^\/?[^/!]*\//.test(path) : path => path.startsWith(folder);
  return row => (row.paths ?? []).some(inside);
}

// searchFilter finds rows that hold all words, in any order; words in quotes are one. A
// word that looks like the id of a commit is also looked for in the details.
function searchFilter(value) {
  const words = [...value.toLowerCase().matchAll(/"([^"]+)"|\S+/g)].map(match => match[1] ?? match[0]);
  return row => words.every(word => searchText(row).includes(word)
    || /^[0-9a-f]{7,64}$/.test(word) && (detailsOf(row).places ?? []).some(place => (place.commit ?? "").startsWith(word)));
}

function matchingRows() {
  const tests = Object.entries(filters)
    .filter(([key]) => state[key] !== defaults[key])
    .map(([key, make]) => make(state[key]));
  return report.rows.filter(row => tests.every(test => test(row)));
}

// orders compare two rows. Rows that are equal stay in the order of risk.
const orders = {
  newest: (a, b) => compare(b.since ?? "", a.since ?? ""),
  oldest: (a, b) => compare(a.since ?? "9", b.since ?? "9"),
  longest: (a, b) => (b.days ?? 0) - (a.days ?? 0),
  severity: (a, b) => severityRank(a) - severityRank(b),
  path: (a, b) => compare(a.place, b.place),
  places: (a, b) => b.places - a.places,
};

const severities = ["critical", "high", "medium", "low"];

function severityRank(row) {
  const rank = severities.indexOf(row.severity);
  return rank < 0 ? severities.length : rank;
}

function compare(a, b) { return a < b ? -1 : a > b ? 1 : 0; }

// groups name the group of a row.
const groups = {
  service: row => textOf(row.service),
  rule: row => textOf(row.what),
  author: row => textOf(row.authors?.[0]) ?? "Nobody known",
  path: row => row.paths?.[0] ?? "In no file",
  files: row => wordsOf(report.settings, row.setting) ?? "Unknown",
  severity: row => row.severity,
};

// arranged sorts rows and brings those of a group together: first the group with the
// first row. It returns the rows, and how many each group has.
function arranged(rows) {
  const order = orders[state.sort];
  const sorted = order ? [...rows].sort(order) : rows;
  const nameOf = groups[state.group];
  if (!nameOf) return { rows: sorted, nameOf: null, sizes: null };
  const members = new Map();
  for (const row of sorted) {
    const name = nameOf(row);
    if (!members.has(name)) members.set(name, []);
    members.get(name).push(row);
  }
  return {
    rows: [...members.values()].flat(),
    nameOf,
    sizes: new Map([...members].map(([name, list]) => [name, list.length])),
  };
}
