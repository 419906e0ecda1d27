// The events a second of each client, as ratios to native, as a picture: one line for each workload.

import { ratio } from "./figures.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { WORKLOADS } from "./workloads.mjs";

const [LEFT, RIGHT, TOP, LINE, WIDTH] = [130, 20, 78, 34, 980];
const [LEAST, MOST] = [0.1, 30];
const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
/** By kinds, so that those who can be compared look alike; ours are filled. */
const COLOURS = {
  events: "#d1495b",
  objects: "#8d6a9f",
  callback: "#c98b2b",
  iterator: "#2e86ab",
  parser: "#3a9d5d",
  limit: "#999999",
};
const SHAPES = {
  circle: (x, y) => `<circle cx="${x}" cy="${y}" r="5"/>`,
  square: (x, y) => `<rect x="${x - 4.5}" y="${y - 4.5}" width="9" height="9"/>`,
  triangle: (x, y) => `<path d="M${x - 5.5} ${y + 4.5}h11l-5.5 -10z"/>`,
};

export function chart(results) {
  const workloads = Object.keys(WORKLOADS).filter((workload) => results[workload]?.native?.rounds.length > 0);
  const bottom = TOP + LINE * workloads.length;
  const shown = Object.keys(IMPLEMENTATIONS).filter((name) => name !== "native" && name !== "limit-dispatch");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 46}" font-family="system-ui, sans-serif" font-size="12" role="img"><title>Events a second of each client, as a multiple of the browser's own</title><style>text{fill:#555}.grid{stroke:#999;stroke-opacity:.35}.native{stroke:#999;stroke-width:2}@media(prefers-color-scheme:dark){text{fill:#ccc}}</style>`,
    ...shown.map(legend),
    ...TICKS.map((tick) => scale(tick, bottom)),
    ...workloads.flatMap((workload, index) => line(results, workload, TOP + LINE * (index + 0.5), shown)),
    "</svg>\n",
  ].join("\n");
}

function line(results, workload, y, shown) {
  const marks = shown.map((name) => ({ name, value: ratio(results, workload, name, "native", "events") }));
  return [
    `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${workload}</text>`,
    ...marks.filter(({ value }) => value !== undefined).map(({ name, value }) => mark(name, across(value), y)),
  ];
}

function scale(tick, bottom) {
  const x = across(tick);
  const text = tick === 1 ? "native" : `× ${tick}`;
  return `<line class="${tick === 1 ? "native" : "grid"}" x1="${x}" x2="${x}" y1="${TOP}" y2="${bottom}"/><text x="${x}" y="${bottom + 18}" text-anchor="middle">${text}</text>`;
}

function legend(name, index) {
  const [x, y] = [20 + 240 * (index % 4), 16 + 20 * Math.floor(index / 4)];
  return `${mark(name, x, y)}<text x="${x + 12}" y="${y + 4}">${IMPLEMENTATIONS[name].title}</text>`;
}

/** Clients of one kind differ in shape. */
function mark(name, x, y) {
  const { kind } = IMPLEMENTATIONS[name];
  const ofKind = Object.keys(IMPLEMENTATIONS).filter(
    (each) => IMPLEMENTATIONS[each].kind === kind && each !== "native",
  );
  const shape = Object.values(SHAPES)[ofKind.indexOf(name)];
  const fill = name.startsWith("ours") ? COLOURS[kind] : "none";
  return `<g fill="${fill}" stroke="${COLOURS[kind]}" stroke-width="1.8">${shape(x, y)}</g>`;
}

function across(value) {
  const share = Math.log(Math.min(Math.max(value, LEAST), MOST) / LEAST) / Math.log(MOST / LEAST);
  return Number((LEFT + share * (WIDTH - RIGHT - LEFT)).toFixed(1));
}
