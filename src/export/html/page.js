"use strict";
// What a person can do with the page beyond reading it. Everything that learners wrote is in the file as escaped text; here it
// is only moved as nodes or as text, never put together into markup.
document.documentElement.classList.add("js");
addEventListener("DOMContentLoaded", () => {
  const id = (name) => document.getElementById(name);
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const table = id("class");
  if (!table) return;
  // What needs the whole class stands at the end of the file, and is read first.
  const overview = id("overview");
  if (overview) id("learners").before(overview);

  const rows = [...table.tBodies].filter((body) => body.rows[0]?.cells.length > 1);
  const heads = [...table.tHead.querySelectorAll(".names th")];
  const FIRST = 3;
  const nameOf = (row) => row.rows[0].cells[0].querySelector("bdi").textContent;
  const titleOf = (column) => heads[column].dataset.title;
  const names = new Map(rows.map((row) => [row, nameOf(row)]));
  const folded = new Map(rows.map((row) => [row, names.get(row).toLowerCase()]));
  const status = id("said");
  const say = (text) => { status.textContent = text; };
  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  // One cell, and one head of a column, is in the order of the Tab key; the arrow keys go to the others.
  for (const link of table.querySelectorAll("tbody a")) {
    link.tabIndex = -1;
    link.setAttribute("role", "button");
  }
  const tabbed = { head: null, body: null };
  const rove = (link, part = "body") => {
    if (tabbed[part]) tabbed[part].tabIndex = -1;
    tabbed[part] = link;
    if (link) link.tabIndex = 0;
  };
  const linkAt = (line, column) => line === table.tHead
    ? heads[column].firstElementChild
    : line.rows[0].cells[column]?.querySelector("a");
  const place = (link) => {
    const cell = link.closest("td, th");
    return { line: cell.parentNode.parentNode, column: cell.cellIndex };
  };
  let shownRows = rows.slice();
  let shownExercises = [];
  const neighbor = (link, down, right, lines) => {
    const within = (at, list) => list[Math.max(0, Math.min(list.length - 1, at))];
    const { line, column } = place(link);
    const next = within(lines.indexOf(line) + down, lines);
    const columns = next === table.tHead ? [0, 1, 2, ...shownExercises] : [0, ...shownExercises];
    return next ? linkAt(next, within(Math.max(0, columns.indexOf(column)) + right, columns)) : null;
  };
  const FAR = 1e9;
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -FAR], End: [0, FAR] };
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("tbody a, .names button");
    if (!link || event.altKey || event.shiftKey) return;
    const isCell = link.matches("a");
    if (isCell && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(link);
      return;
    }
    let move = MOVES[event.key];
    if (!move) return;
    if (event.ctrlKey || event.metaKey) {
      if (move[1] !== FAR && move[1] !== -FAR) return;
      move = [move[1], move[1]];
    }
    event.preventDefault();
    // To the heads only one line leads, so that no long way ends there.
    const withHead = !isCell || event.key === "ArrowUp";
    neighbor(link, ...move, withHead ? [table.tHead, ...shownRows] : shownRows)?.focus();
  });
  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("tbody a, .names button");
    if (link) rove(link, link.matches("a") ? "body" : "head");
  });
  table.addEventListener("click", (event) => {
    const link = event.target.closest("tbody a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });

  // The panel. What it shows is parsed when it is asked for: a class is opened before all its stories could be.
  const title = make("h2", { id: "panel-title", tabindex: "-1", autofocus: "" });
  const who = make("p", { class: "who", id: "panel-who" });
  const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "\u2715");
  const steps = make("nav", { "aria-label": "Other cells" });
  const story = make("div");
  const panel = make("dialog", { id: "panel", "aria-labelledby": "panel-who panel-title" },
    make("header", {}, who, title, close, steps), story);
  document.body.append(panel);
  let opened = null;
  let hasStepped = false;
  const storiesOf = (row) => {
    const hidden = row.querySelector(".more noscript");
    const parsed = new DOMParser().parseFromString(hidden ? hidden.textContent : "", "text/html");
    return [...parsed.querySelectorAll(".story")];
  };
  const step = (text, down, right) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      const next = neighbor(opened, down, right, shownRows);
      if (!next || next === opened) return;
      hasStepped = true;
      show(next);
    });
    steps.append(button);
    return { button, down, right };
  };
  const stepping = [step("\u2190 Previous exercise", 0, -1), step("Next exercise \u2192", 0, 1),
    step("\u2191 Learner above", -1, 0), step("\u2193 Learner below", 1, 0)];
  const show = (link) => {
    opened = link;
    rove(link);
    const { line: row, column } = place(link);
    who.replaceChildren(make("bdi", {}, names.get(row)));
    title.textContent = column >= FIRST ? titleOf(column) : "All exercises";
    const stories = storiesOf(row).filter((part) => column < FIRST || part.id === link.hash.slice(1));
    for (const part of stories) {
      part.removeAttribute("id");
      if (column >= FIRST) part.querySelector("h3")?.remove();
    }
    story.replaceChildren(...stories.map((part) => document.importNode(part, true)));
    for (const { button, down, right } of stepping) {
      const next = neighbor(link, down, right, shownRows);
      button.setAttribute("aria-disabled", String(!next || next === link));
    }
    panel.scrollTop = 0;
  };
  const open = (link) => {
    hasStepped = false;
    show(link);
    if (!panel.open) panel.showModal();
    title.focus();
  };
  // The browser gives the focus back to where it came from. Who went on to another cell goes on from there.
  const shut = () => {
    panel.close();
    if (hasStepped) opened.focus();
  };
  close.addEventListener("click", shut);
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    shut();
  });
  panel.addEventListener("click", (event) => {
    // Outside of the panel there is only what is behind it.
    if (event.target === panel && event.clientX < panel.getBoundingClientRect().left) shut();
  });

  // Sorting. Each way of it is a button in the head of its column.
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const ORDER = ["error", "look", "build", "fail", "none", "pass"];
  const points = (cell) => Number.parseFloat(/([\d.]+) of/.exec(cell.firstElementChild.ariaLabel)?.[1] ?? "-1");
  const key = (row, column) => {
    const cell = row.rows[0].cells[column];
    if (column === 0) return names.get(row);
    if (column < FIRST) return Number(cell.dataset.n);
    return ORDER.findIndex((group) => cell.classList.contains(group)) * 1e7 + points(cell);
  };
  let order = rows.slice();
  heads.forEach((head, column) => {
    const label = head.firstElementChild;
    const button = make("button", { type: "button", title: label.title }, ...label.childNodes);
    button.tabIndex = column === 0 ? 0 : -1;
    label.replaceWith(button);
    if (column === 0) rove(button, "head");
    button.addEventListener("click", () => {
      // A name is looked for from A, and trouble from the worst.
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const keys = new Map(rows.map((row) => [row, key(row, column)]));
      const compare = column === 0 ? collator.compare : (one, other) => one - other;
      order = rows.slice().sort((one, other) => (up ? 1 : -1) * compare(keys.get(one), keys.get(other)));
      table.append(...order);
      filter();
      const way = column === 0 ? (up ? "from A to Z" : "from Z to A") : up ? "lowest first" : "highest first";
      say(`Sorted by ${titleOf(column)}, ${way}. ${status.textContent}`);
    });
  });

  // Filters.
  const form = id("filters");
  const text = id("find");
  const state = id("state");
  const exercise = id("exercise");
  const sheet = document.styleSheets[0];
  const own = sheet.insertRule("@media all {}", sheet.cssRules.length);
  const STATES = {
    "": () => true,
    trouble: (has) => has("fail") || has("build"),
    look: (has) => has("look") || has("noted"),
    error: (has) => has("error"),
    none: (has) => has("none"),
    complete: (has, cells) => cells.length > 0 && cells.every((cell) => cell.classList.contains("pass")),
  };
  const columns = () => {
    const [kind, value] = exercise.value.split(/:(.*)/s);
    return heads.map((_, column) => column).filter((column) => column >= FIRST).filter((column) =>
      kind === "" || (kind === "exercise" ? column === Number(value) : heads[column].dataset.chapter === value));
  };
  const isIn = (row, wanted, shown) => {
    const cells = shown.map((column) => row.rows[0].cells[column]).filter(Boolean);
    return STATES[wanted]((group) => cells.some((cell) => cell.classList.contains(group)), cells);
  };
  const filter = () => {
    const shown = columns();
    const all = heads.length - FIRST;
    shownExercises = shown;
    const rules = sheet.cssRules[own];
    while (rules.cssRules.length) rules.deleteRule(0);
    if (shown.length < all) {
      const kept = [1, 2, 3, ...shown.map((column) => column + 1)].map((at) => `:not(:nth-child(${at}))`).join("");
      rules.insertRule(`#class tr:not(.chapters, .more) > *${kept}, #class col.ex${kept} { display: none; }`);
    }
    for (const head of table.tHead.querySelectorAll(".chapters [data-chapter]")) {
      const width = shown.filter((column) => heads[column].dataset.chapter === head.dataset.chapter).length;
      head.hidden = width === 0;
      head.colSpan = Math.max(1, width);
    }
    const wanted = text.value.trim().toLowerCase();
    shownRows = order.filter((row) => {
      row.hidden = !(folded.get(row).includes(wanted) && isIn(row, state.value, shown));
      return !row.hidden;
    });
    for (const option of state.options) {
      const number = rows.filter((row) => isIn(row, option.value, shown)).length;
      option.textContent = `${option.dataset.words} (${number})`;
    }
    const isShown = (link) => link && (place(link).column < FIRST || shown.includes(place(link).column));
    if (!isShown(tabbed.head)) rove(linkAt(table.tHead, 0), "head");
    if (!isShown(tabbed.body) || !shownRows.includes(place(tabbed.body).line)) {
      rove(shownRows.length ? linkAt(shownRows[0], 0) : null);
    }
    id("nobody").hidden = shownRows.length > 0;
    const learners = shownRows.length === rows.length ? `All ${count(rows.length, "learner")}` : `${shownRows.length} of ${count(rows.length, "learner")}`;
    say(`${learners}, ${shown.length === all ? "all exercises" : count(shown.length, "exercise")}.`);
  };
  heads.slice(FIRST).forEach((head, at) => {
    const chapter = head.dataset.chapter;
    let group = [...exercise.querySelectorAll("optgroup")].find((known) => known.label === chapter);
    if (!group) {
      group = make("optgroup", { label: chapter }, make("option", { value: `chapter:${chapter}` }, `All of ${chapter}`));
      exercise.append(group);
    }
    group.append(make("option", { value: `exercise:${at + FIRST}` }, head.dataset.title));
  });
  for (const option of state.options) option.dataset.words = option.textContent;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  id("clear").addEventListener("click", () => {
    form.reset();
    filter();
    text.focus();
  });
  filter();

  // A link to a cell opens it, also from the lists above the table.
  const follow = (hash) => {
    const link = /^#s\d+(-\d+)?$/.test(hash) && table.querySelector(`tbody a[href="${hash}"]`);
    if (link) open(link);
    return Boolean(link);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#overview a");
    if (link && follow(link.hash)) event.preventDefault();
  });
  follow(location.hash);
  document.documentElement.dataset.ready = "";
});
