"use strict";
(() => {
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const form = document.getElementById("filters");
  const says = document.getElementById("filter-says");
  const keys = ["c", "v", "s", "t", "r"];
  const field = (key) => document.getElementById("f-" + key);
  const names = new Map();
  if (field("c")) for (const one of field("c").options) if (one.value) names.set(+one.value, one.text);

  // "0-12 14" holds the numbers 0 to 12 and 14.
  const holds = (spans, number) => spans.split(" ").some((span) => {
    const [first, last] = span.split("-").map(Number);
    return span !== "" && first <= number && number <= (last === undefined ? first : last);
  });

  // Rows of large tables, which the file holds as letters.
  const SHORT = { a: "● alone", b: "◕ later", c: "◑ stop", d: "✕ unwatched", e: "? unclear", f: "✓ asks", g: "✓ tells", h: "○ off", i: "–" };
  const WORD = { a: "alone", b: "after", c: "stoppable", d: "unwatched", e: "unclear", f: "asks", g: "informs" };
  const make = (tag, text) => { const one = document.createElement(tag); one.textContent = text; return one; };
  const fill = (place) => {
    const data = place.querySelector("script.more-rows");
    if (!data) return;
    const table = place.querySelector("table");
    const rows = document.createDocumentFragment();
    for (const [number, letters] of JSON.parse(data.textContent)) {
      const row = document.createElement("tr");
      const head = make("th", names.get(number) || "");
      head.scope = "row";
      row.append(head);
      for (const letter of letters) {
        const cell = make("td", SHORT[letter]);
        cell.className = "c-" + letter;
        row.append(cell);
      }
      row.dataset.f = "";
      row.dataset.v = table.dataset.vendor;
      row.dataset.c = String(number);
      row.dataset.t = [...new Set(letters)].map((letter) => WORD[letter]).filter(Boolean).join(" ") || "informs";
      rows.append(row);
    }
    table.tBodies[0].append(rows);
    data.remove();
    for (const one of all(":scope > p, :scope > button", place)) one.remove();
  };
  for (const place of all(".matrix-of")) {
    const button = place.querySelector("button.more");
    if (button) button.addEventListener("click", () => { fill(place); if (wanted()) apply(); });
  }

  // The names behind a count, written when somebody looks.
  document.addEventListener("toggle", (event) => {
    const place = event.target.open && event.target.querySelector(":scope > [data-fill]");
    const row = place && event.target.closest("[data-c]");
    if (!row || !names.size) return;
    const found = [...names].filter(([number]) => holds(row.dataset.c, number)).map(([, name]) => name);
    place.textContent = found.join(", ");
    place.removeAttribute("data-fill");
  }, true);

  const wanted = () => {
    const found = {};
    for (const key of keys) if (field(key) && field(key).value !== "") found[key] = field(key).value;
    const text = document.getElementById("f-text").value.trim().toLowerCase();
    if (text) found.text = text;
    return Object.keys(found).length ? found : null;
  };
  const words = new WeakMap();
  const text = (row) => {
    if (!words.has(row)) words.set(row, row.textContent.toLowerCase());
    return words.get(row);
  };
  const fits = (row, want) => {
    const data = row.dataset;
    // Where whom it reaches is not known (p), it may reach this one too.
    if (want.c !== undefined && data.p === undefined && data.c !== undefined && data.c !== "" && !holds(data.c, +want.c)) return false;
    for (const key of ["v", "s", "t", "r"]) {
      if (want[key] !== undefined && data[key] !== undefined && !data[key].split(" ").includes(want[key])) return false;
    }
    return want.text === undefined || text(row).includes(want.text);
  };
  const apply = () => {
    const want = wanted();
    if (want && (want.c !== undefined || want.text !== undefined)) for (const place of all(".matrix-of")) fill(place);
    const rows = all("[data-f]");
    let kept = 0;
    for (const row of rows) {
      row.hidden = want !== null && !fits(row, want);
      if (!row.hidden) kept += 1;
    }
    for (const rule of all("details.rule")) {
      rule.hidden = want !== null && !rule.querySelector("[data-f]:not([hidden])");
    }
    says.textContent = want
      ? `${kept.toLocaleString("en")} of ${rows.length.toLocaleString("en")} lines fit the filter. What the filter hides is not gone.`
      : "";
  };
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); };
  form.hidden = false;
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply, 0));

  // Tables that can be sorted: a button in each head; the order is told to those who cannot see it.
  for (const table of all("table[data-sortable]")) {
    const heads = all("thead th", table);
    heads.forEach((head, at) => {
      const button = make("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") !== "descending";
        for (const one of heads) one.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const key = (row) => { const cell = row.cells[at]; return cell.dataset.k === undefined ? cell.textContent : +cell.dataset.k; };
        const compare = (one, other) => typeof one === "number" ? one - other : one.localeCompare(other);
        const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
        rows.sort((one, other) => (falling ? -1 : 1) * compare(one[0], other[0]));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  }

  // A link into something folded opens it. Paper has what needs a decision, and what stands open.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let one = target && target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details.paper:not([open])");
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
})();
