// The start, and what answers to the reader.

function showState() {
  performance.mark("filter");
  showControls();
  showRows();
  performance.measure("filtered", "filter");
}

// followAddress shows what the fragment of the address stands for.
function followAddress() {
  const parsed = parseFragment(location.hash.slice(1));
  if (parsed === null) return;
  state = parsed;
  showState();
  if (location.hash !== "") scrollToState();
}

function scrollToState() {
  const open = document.querySelector("tr.finding.open");
  if (open) {
    open.scrollIntoView();
    open.querySelector(".opener").focus({ preventScroll: true });
    return;
  }
  if (state.open !== "") announce("This report has no secret with the fingerprint " + state.open);
  document.getElementById("findings").scrollIntoView();
  document.getElementById("findings").focus({ preventScroll: true });
}

// onListClick opens the finding that was clicked, but not when the reader selects text.
function onListClick(event) {
  const element = event.target.closest("tr.finding");
  if (!element || event.target.closest("a") || String(getSelection()) !== "" && !event.target.closest(".opener")) return;
  openFinding(report.rows[element.dataset.index]);
}

function onChartClick(event) {
  const filter = event.target.closest?.("[data-filter]")?.dataset.filter;
  if (filter) location.hash = filter;
}

function showForPrint(on) {
  printing = on;
  showPage();
}

function start() {
  startTheme();
  document.addEventListener("click", onChartClick);
  if (report.rows.length === 0) return;
  buildApp();
  document.getElementById("app").hidden = false;
  document.getElementById("list").addEventListener("click", onListClick);
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", followAddress);
  addEventListener("beforeprint", () => showForPrint(true));
  addEventListener("afterprint", () => showForPrint(false));
  followAddress();
  performance.mark("ready");
}

start();
