/* Keys, and what was selected in a text. The page works without it: every key is a button or a link of its own. */
"use strict";
(() => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.body.dataset.keys === "off" || typing(event.target)) return;
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (wanted === null || document.querySelector(".htmx-request") !== null) return;
    event.preventDefault();
    wanted.click();
    if (wanted.tagName === "SUMMARY" && wanted.parentElement.open) {
      const field = wanted.parentElement.querySelector("input:not([type=hidden]), textarea");
      if (field !== null) { field.focus(); field.select(); }
    }
  });

  // After each card its question has the focus, so that a screen reader begins there and Tab leads to the choices.
  document.addEventListener("htmx:after:swap", () => {
    const question = document.querySelector("#card [autofocus]");
    if (question !== null) question.focus({ preventScroll: true });
    const card = document.getElementById("card");
    if (card !== null && card.getBoundingClientRect().top < 0) card.scrollIntoView();
  });

  const text = document.querySelector("[data-add]");
  const bar = document.getElementById("add-bar");
  if (text === null || bar === null) return;

  // Code points, as the server counts them: a string's own length counts an emoji twice.
  const place = (node, offset) => {
    const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-o]");
    if (block === null) return null;
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, offset);
    return Number(block.dataset.o) + Array.from(before.toString()).length;
  };

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const quote = selection.toString().trim();
    const inside = range !== null && quote !== "" && quote.length < 4000 && text.contains(range.commonAncestorContainer);
    bar.hidden = !inside;
    if (!inside) return;
    const start = place(range.startContainer, range.startOffset);
    const query = new URLSearchParams({ quote });
    if (start !== null) query.set("start", String(start));
    bar.querySelector("a").href = `${text.dataset.add}?${query}`;
    document.getElementById("add-quote").textContent = quote.length > 60 ? `„${quote.slice(0, 57)}…“` : `„${quote}“`;
  });
})();
