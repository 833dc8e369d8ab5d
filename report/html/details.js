// What is shown of a finding that is open.

const firstPlaces = 10;

function detailsElement(row, everything) {
  const details = detailsOf(row);
  return el("article", { class: "details", id: "details-" + row.index, "aria-label": textOf(row.what) },
    contextPart(row, details),
    el("div", { class: "column" }, stepsPart(details), knownPart(row, details)),
    el("div", { class: "column" }, exposurePart(row, details), copiesPart(row, details), allowPart(row)),
    placesPart(row, details, everything));
}

function part(title, className, ...children) {
  return el("section", { class: className }, el("h4", {}, title), ...children);
}

// contextPart shows the line around the secret.
function contextPart(row, details) {
  const place = (details.places ?? []).find(place => place.line);
  const text = place?.line ?? details.match;
  if (!text) return null;
  return part("The line around it", "all", contextLine(text, row.secret, place?.number));
}

function contextLine(text, secret, line) {
  return el("div", { class: "context" },
    line ? el("span", { class: "number", "aria-label": "line " + line }, String(line)) : null,
    el("span", { class: "text" }, ...marked(text, secret)));
}

// marked returns a text in which the redacted secret is marked.
function marked(text, secret) {
  const pieces = [];
  let from = 0;
  for (let at = text.indexOf(secret); secret !== "" && at >= 0; at = text.indexOf(secret, from)) {
    pieces.push(text.slice(from, at), el("mark", {}, secret));
    from = at + secret.length;
  }
  return [...pieces, text.slice(from)];
}

function stepsPart(details) {
  return part("What to do", "", el("ol", {}, ...textsOf(details.steps).map(step => el("li", {}, ...linked(step)))));
}

function exposurePart(row, details) {
  return part("How far it got", "", factList([
    ["Added", row.since],
    ["Removed", row.until],
    ["Exposed for", row.since ? duration(row.days ?? 0) : ""],
    ["Current files", row.current ? "hold it" : "do not hold it"],
    ["Pushed", row.pushed ? "yes, another repository has had it" : "not as far as this clone knows"],
    ["Branches", countOf(details.branches)],
    ["Tags", countOf(details.tags)],
    ["Places", number(row.places)],
    ["Kind of file", wordsOf(report.settings, row.setting)],
    ["Owners", textsOf(row.owners).join(", ")],
  ]));
}

function countOf(n) { return n ? number(n) : ""; }

function knownPart(row, details) {
  return part("What is known of it", "", factList([
    ["Secret", el("code", {}, row.secret)],
    ["Confidence", row.sure + (row.proven ? ", proven by the secret itself" : "")],
    ["Others can", textOf(details.can)],
    ["It says", (details.facts ?? []).join("; ")],
    ["Mode", details.mode],
    ["Severity", textOf(details.note) ? `${row.severity}: ${textOf(details.note)}` : row.severity],
    ["Together with", (details.with ?? []).join("; ")],
    ["Service", row.service === row.what ? "" : textOf(row.service)],
    ["Rule", el("code", {}, textOf(row.rule))],
    ["Other rules", textsOf(details.also).join(", ")],
    ["Fingerprint", el("code", {}, row.id)],
  ]));
}

function factList(facts) {
  const known = facts.filter(([, value]) => value);
  return el("dl", {}, ...known.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function copiesPart(row, details) {
  const commit = (details.places ?? []).find(place => place.commit)?.commit;
  return part("Copy", "", el("div", { class: "copies" },
    copyButton("Fingerprint", row.id),
    copyButton("Place", row.place),
    commit ? copyButton("Commit", commit) : null,
    copyButton("Link to this secret", linkTo(row.id))));
}

// allowPart has a button for each reason for which a finding may stay.
function allowPart(row) {
  const command = flags => `sluice allow ${quoted(row.id)} ${flags} --reason 'WHY'`;
  return part("If it may stay, copy the command that says so", "", el("div", { class: "copies" },
    copyButton("It is no secret", command("--as false")),
    copyButton("It is only for tests", command("--as test")),
    copyButton("It is known, and will be replaced", command("--as known")),
    copyButton("It may stay until a day", command("--until YYYY-MM-DD"))));
}

// placesPart lists the places: the first few, and the others on request.
function placesPart(row, details, everything) {
  const places = details.places ?? [];
  const items = el("ul", { class: "places" });
  const show = list => items.append(...list.map((place, i) => placeItem(place, row.secret, list[i - 1]?.line)));
  const shown = everything ? places.length : firstPlaces;
  show(places.slice(0, shown));
  const section = part(plural(row.places, "place"), "all", items);
  const rest = places.length - shown;
  if (rest > 0) {
    const button = el("button", { type: "button" }, `Show ${number(rest)} more`);
    button.addEventListener("click", () => {
      show(places.slice(shown));
      button.remove();
    });
    section.append(button);
  }
  if (row.places > places.length) {
    section.append(el("p", { class: "soft" }, `The report does not list ${plural(row.places - places.length, "more place")}.`));
  }
  return section;
}

// placeItem shows a place. The line is left out if the place before it has the same.
function placeItem(place, secret, lineBefore) {
  return el("li", { class: "place" },
    el("p", { class: "place-head" },
      el("span", { class: "path" }, place.at),
      copyButton("Copy place", place.at),
      place.commit ? copyButton("Copy commit " + place.commit.slice(0, 10), place.commit) : null),
    el("p", { class: "tags" },
      tag(textOf(place.state), place.current ? "warn" : ""),
      tag(place.pushed ? "Pushed" : "", "warn"),
      tag(place.setting === "deployed" ? "Code or configuration" : wordsOf(report.settings, place.setting), ""),
      tag(textOf(place.owners) ? "Owners: " + textOf(place.owners) : "", "")),
    broughtBy(place),
    place.line && place.line !== lineBefore ? contextLine(place.line, secret, place.number) : null);
}

// broughtBy says who brought a secret to a place.
function broughtBy(place) {
  const author = textOf(place.author), subject = place.subject;
  if (!author && !place.day && !subject) return null;
  return el("p", { class: "soft" }, [author, place.day].filter(Boolean).join(", ") + (subject ? `: ${subject}` : ""));
}

function tag(text, className) {
  return text ? el("span", { class: `tag ${className}` }, text) : null;
}
