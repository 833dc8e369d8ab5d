// How elements are built. Text is only ever set as text, never as markup.

function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter(child => child != null && child !== ""));
  return element;
}

// number writes a number with commas between the thousands, as the rest of the page.
function number(n) { return n.toLocaleString("en-US"); }

function plural(n, noun, nouns = noun + "s") { return `${number(n)} ${n === 1 ? noun : nouns}`; }

// duration puts days into words.
function duration(days) {
  if (days < 1) return "less than a day";
  if (days < 61) return plural(days, "day");
  if (days < 700) return plural(Math.round(days / 30.44), "month");
  return `${Number((days / 365.25).toFixed(1))} years`;
}

// linked returns a text with links where it names pages on the web.
function linked(text) {
  const parts = text.split(/(https:\/\/[^\s<>"]+[^\s<>".,;:)])/);
  return parts.map((part, i) => i % 2 === 1
    ? el("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part)
    : part);
}

// afterPause returns a function that calls another one when nobody has called it for a
// while.
function afterPause(milliseconds, call) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(call, milliseconds);
  };
}
