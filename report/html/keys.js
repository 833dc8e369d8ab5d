// The keyboard: / searches, j and k go through the list, Enter opens, Esc closes. Arrow
// keys work as j and k within the list, and scroll the page elsewhere.

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    leave(event);
    return;
  }
  if (event.target.closest("input, select, textarea")) return;
  const inList = Boolean(event.target.closest("#list"));
  const actions = {
    "/": focusSearchField,
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    ArrowDown: inList ? () => moveFocus(1) : null,
    ArrowUp: inList ? () => moveFocus(-1) : null,
  };
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

function focusSearchField() {
  document.getElementById("findings").scrollIntoView();
  focusSearch();
}

// moveFocus goes to the next or the previous finding, also over the end of a page.
function moveFocus(step) {
  const openers = () => [...document.querySelectorAll("#list .opener")];
  const at = document.activeElement.closest("tr")?.matches(".open-row")
    ? document.activeElement.closest("tr").previousElementSibling.querySelector(".opener")
    : document.activeElement;
  const before = openers().indexOf(at);
  let target = openers()[before < 0 ? 0 : before + step];
  if (!target && before >= 0 && turnPage(step)) target = openers().at(step > 0 ? 0 : -1);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

// leave clears the search, or closes the open finding.
function leave(event) {
  if (event.target.id === "q") {
    if (state.q === "") event.target.blur();
    event.target.value = "";
    change({ q: "" });
    return;
  }
  const open = document.querySelector("tr.finding.open");
  if (!open) return;
  openFinding(report.rows[open.dataset.index]);
  document.querySelector(`tr.finding[data-index="${open.dataset.index}"] .opener`)?.focus();
}
