// What the reader looks at: filters, order and the open finding. It is all in the
// fragment of the address, so a link shows the same list. "#" and a fingerprint alone
// is a link to a finding.

const defaults = {
  q: "", severity: "", state: "all", files: "", pushed: "", rule: "", service: "", author: "", path: "",
  age: "", introduced: "", removed: "", group: "", sort: "risk", open: "",
};

let state = { ...defaults };

// parseFragment returns the state that a fragment stands for, or null if it is the name
// of a part of the page.
function parseFragment(fragment) {
  if (fragment === "") return { ...defaults };
  if (!fragment.includes("=")) {
    const name = decode(fragment);
    return document.getElementById(name) ? null : { ...defaults, open: name };
  }
  const given = new URLSearchParams(fragment);
  const parsed = { ...defaults };
  for (const key of Object.keys(defaults)) {
    if (given.has(key)) parsed[key] = given.get(key);
  }
  return parsed;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fragmentOf(current) {
  const changed = Object.entries(current).filter(([key, value]) => value !== defaults[key]);
  if (changed.length === 1 && changed[0][0] === "open") return encodeURIComponent(current.open);
  return new URLSearchParams(changed).toString();
}

// linkTo returns the address of a finding on this page.
function linkTo(id) {
  return location.href.split("#")[0] + "#" + encodeURIComponent(id);
}

// change sets a part of the state, keeps it in the address, and shows what follows.
function change(part) {
  state = { ...state, ...part };
  keepState();
  showState();
}

function keepState() {
  const fragment = fragmentOf(state);
  try {
    history.replaceState(null, "", fragment === "" ? location.pathname + location.search : "#" + fragment);
  } catch {
    // A browser may refuse many changes in a short time. The list is right, and only the
    // address is not.
  }
}

// isFiltered reports whether the list can lack findings.
function isFiltered() {
  return Object.keys(defaults).some(key => !["group", "sort", "open"].includes(key) && state[key] !== defaults[key]);
}

function withoutFilters() {
  return { ...defaults, group: state.group, sort: state.sort };
}
