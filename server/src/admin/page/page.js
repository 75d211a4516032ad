// The administrator's page: it shows what the program says, and decides nothing. Text is inserted as
// text, never as HTML.
"use strict";

const $ = (id) => document.getElementById(id);
const state = { csrf: null };

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function row(cells) {
  const made = document.createElement("tr");
  for (const cell of cells) made.append(cell instanceof Node ? cell : element("td", cell));
  return made;
}

const time = (seconds) => (seconds === null || seconds === undefined ? "" : new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z"));

function say(message) { $("fault").textContent = ""; $("notice").textContent = message; }
function complain(message) { $("notice").textContent = ""; $("fault").textContent = message; }

async function ask(method, path, body) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && state.csrf) headers["X-CSRF-Token"] = state.csrf;
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  let value = null;
  try { value = text ? JSON.parse(text) : null; } catch { value = { message: text }; }
  if (answer.ok) return value;
  const fault = new Error((value && (value.message || value.error_description)) || `The program answers ${answer.status}.`);
  fault.status = answer.status;
  throw fault;
}

// A ring on a timeline: from the first key that still exists to the last known one.
function timeline(ring, now) {
  const keys = ring.status.keys || [];
  const times = keys.flatMap((key) => [key.published, key.active_from, key.active_until, key.retires]).filter((t) => typeof t === "number");
  const from = Math.min(now, ...times), until = Math.max(now + 1, ...times);
  const width = 900, left = 150, height = 26 * keys.length + 24;
  const x = (t) => left + ((t - from) / (until - from)) * (width - left - 10);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  const add = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    svg.append(made);
  };
  keys.forEach((key, index) => {
    const y = 26 * index + 4;
    add("text", { x: 0, y: y + 13 }, `${key.key_id.slice(0, 16)}…`);
    const ends = key.retires ?? until;
    const parts = [["published", key.published, key.active_from ?? ends], ["active", key.active_from, key.active_until ?? ends], ["kept", key.active_until, ends]];
    for (const [name, start, end] of parts) {
      if (typeof start === "number" && typeof end === "number" && end > start) {
        add("rect", { class: name, x: x(start), y, width: Math.max(1, x(end) - x(start)), height: 16, rx: 2 });
      }
    }
  });
  add("line", { class: "now", x1: x(now), x2: x(now), y1: 0, y2: height - 18 });
  add("text", { x: Math.min(x(now), width - 30), y: height - 4 }, "now");
  return svg;
}

function showRings(rings, now) {
  $("rings").replaceChildren();
  if (rings.length === 0) $("rings").append(element("p", "No ring is configured."));
  for (const ring of rings) {
    $("rings").append(element("h3", ring.name));
    const failed = ring.status.failed;
    if (failed) $("rings").append(element("p", `${failed.message} (${failed.code})`, { class: "bad" }));
    if (!ring.status.keys) continue;
    $("rings").append(timeline(ring, now));
    const table = element("table");
    table.append(element("caption", `Keys of ${ring.name}`, { class: "hidden" }));
    const head = element("thead");
    const titles = document.createElement("tr");
    for (const title of ["Key", "Algorithm", "State", "Published", "Signs from", "until", "Gone"]) titles.append(element("th", title, { scope: "col" }));
    head.append(titles);
    const body = element("tbody");
    for (const key of ring.status.keys) {
      body.append(row([element("td", key.key_id, { class: "code" }), key.algorithm, key.state, time(key.published), time(key.active_from), time(key.active_until), time(key.retires)]));
    }
    table.append(head, body);
    $("rings").append(table);
  }
}

function showState(now) {
  state.csrf = now.csrf;
  $("by").textContent = now.by;
  $("who").hidden = false;
  $("enter").hidden = true;
  $("inside").hidden = false;
  showRings(now.rings, now.now);
  $("issuers").replaceChildren(...now.issuers.map((one) =>
    row([element("td", one.issuer, { class: "code" }), one.failed ? element("td", `${one.failed.message} (${one.failed.code})`, { class: "bad" }) : element("td", "at hand", { class: "good" })])));
  const chosen = $("issuer").value;
  $("issuer").replaceChildren(...now.issuers.map((one) => element("option", one.issuer, { value: one.issuer })));
  if (chosen) $("issuer").value = chosen;
  $("decisions").replaceChildren(...now.decisions.map((one) =>
    row([one.by, String(one.status), element("td", one.code, { class: "code" }), element("td", String(one.count), { class: "number" })])));
}

async function showRevoked() {
  const found = await ask("GET", "revocations");
  $("revoked-count").textContent = `${found.all} in all${found.all > found.entries.length ? `, of which the newest ${found.entries.length} are shown` : ""}.`;
  $("revoked").replaceChildren(...found.entries.map((entry) => {
    const last = element("td");
    if (entry.withdrawn) {
      last.textContent = `withdrawn ${time(entry.withdrawn.at)}${entry.withdrawn.by ? ` by ${entry.withdrawn.by}` : ""}`;
    } else {
      const button = element("button", "Withdraw", { type: "button", "aria-label": `Withdraw ${entry.id}` });
      button.addEventListener("click", () => attempt(async () => {
        await ask("POST", "revocations/withdraw", { id: entry.id });
        say(`${entry.id} is withdrawn.`);
        await showRevoked();
      }));
      last.append(button);
    }
    return row([element("td", entry.id, { class: "code" }), entry.kind, time(entry.at), entry.by, entry.reason, last]);
  }));
}

async function refresh() {
  showState(await ask("GET", "state"));
  await showRevoked();
}

// Does what an administrator requested; failures are shown, and an expired session leads back to the
// start.
async function attempt(work) {
  try {
    await work();
  } catch (fault) {
    complain(fault.message);
    if (fault.status === 401) outside();
  }
}

function outside(link) {
  state.csrf = null;
  $("inside").hidden = true;
  $("who").hidden = true;
  $("enter").hidden = false;
  $("enter-button").hidden = !link;
  if (link) {
    $("enter-text").textContent = "The link is good once, and for ten minutes.";
    $("enter-button").onclick = () => attempt(async () => {
      const entered = await ask("POST", "session", { link });
      state.csrf = entered.csrf;
      await refresh();
      say("You are signed in for an hour.");
      $("main").focus();
    });
    $("enter-button").focus();
  }
}

const LABELS = { token: "Its jti", session: "Its sid", subject: "Its sub", key: "Its kid", issuer: "" };

$("kind").addEventListener("change", () => {
  const isIssuer = $("kind").value === "issuer";
  $("value").parentElement.hidden = isIssuer;
  $("value").required = !isIssuer;
  $("value-label").textContent = LABELS[$("kind").value];
});

$("revoke").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const kind = $("kind").value;
    const value = kind === "issuer" ? "" : $("value").value;
    const entry = await ask("POST", "revocations", { kind, issuer: $("issuer").value, value, reason: $("reason").value || null });
    $("value").value = "";
    $("reason").value = "";
    say(`Revoked: ${entry.id}.`);
    await showRevoked();
  });
});

$("leave").addEventListener("click", () => attempt(async () => {
  await ask("DELETE", "session");
  outside();
  say("You are signed out.");
}));

function verdict(failed) {
  return failed ? element("p", `Refused: ${failed.message} (${failed.code}${failed.claim ? `, ${failed.claim}` : ""})`, { class: "bad" }) : element("p", "Accepted.", { class: "good" });
}

$("bench").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const found = await ask("POST", "bench", { token: $("token").value, method: $("method").value, path: $("path").value });
    const out = $("found");
    out.replaceChildren(element("h3", "What it says of itself, unchecked"));
    if (found.inspected.failed) out.append(verdict(found.inspected.failed));
    else out.append(element("pre", JSON.stringify(found.inspected, null, 2), { tabindex: "0" }));
    for (const one of found.issuers) out.append(element("h3", `As a token of ${one.issuer}`), verdict(one.failed));
    for (const one of found.apis) {
      out.append(element("h3", `At ${one.api}`), verdict(one.failed));
      if (!one.decision) continue;
      const { allowed, reported, reason, rule, rules } = one.decision;
      const by = rule ? ` by the rule “${rule}”` : "";
      out.append(element("p", `${allowed ? "Allowed" : "Denied"}${by}: ${reason}${reported ? " (the rules only report)" : ""}.`, { class: allowed ? "good" : "bad" }));
      for (const each of rules) {
        const fits = each.fits_method && each.fits_path ? (each.matches ? "fits, and its conditions hold" : "fits, and its conditions do not hold") : "is for other requests";
        out.append(element("p", `${each.rule} (${each.effect}): ${fits}${each.missing ? `; it lacks ${JSON.stringify(each.missing)}` : ""}`));
      }
    }
  });
});

const link = new URLSearchParams(location.hash.slice(1)).get("link");
if (link) {
  history.replaceState(null, "", location.pathname);
  outside(link);
} else {
  refresh().catch((fault) => { outside(); if (fault.status !== 401) complain(fault.message); });
}
