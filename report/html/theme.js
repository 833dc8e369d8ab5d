// Light or dark: as the system says, unless the reader chooses.

const themes = ["system", "light", "dark"];

function startTheme() {
  const button = document.getElementById("theme");
  button.hidden = false;
  button.addEventListener("click", () => setTheme(themes[(themes.indexOf(themeNow()) + 1) % themes.length]));
  setTheme(savedTheme());
}

function themeNow() { return document.documentElement.dataset.theme ?? "system"; }

function setTheme(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.getElementById("theme").textContent = "Theme: " + theme;
  try {
    localStorage.setItem("sluice-theme", theme);
  } catch {
    // A browser may not let pages keep anything.
  }
}

function savedTheme() {
  try {
    const theme = localStorage.getItem("sluice-theme");
    return themes.includes(theme) ? theme : "system";
  } catch {
    return "system";
  }
}
