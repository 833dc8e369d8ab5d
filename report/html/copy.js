// Buttons that copy a text.

function copyButton(words, text) {
  const button = el("button", { type: "button", title: text, "data-copy": text }, words);
  button.addEventListener("click", event => {
    event.stopPropagation();
    copyText(text).then(copied => say(button, words, copied ? "Copied" : "Copying is not allowed here"));
  });
  return button;
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// copyBySelection is for browsers that do not let a page from a file use the clipboard.
function copyBySelection(text) {
  const field = el("textarea", { class: "unseen", readonly: true });
  const before = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus();
  return copied;
}

// say shows on a button, and to screen readers, what became of the click.
function say(button, words, outcome) {
  button.textContent = outcome;
  announce(outcome);
  setTimeout(() => { button.textContent = words; }, 1500);
}

// quoted makes a text one word of a shell.
function quoted(text) {
  return /^[A-Za-z0-9_./:@-]+$/.test(text) && !text.startsWith("-") ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}
