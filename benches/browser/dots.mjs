// A chart of dots: on each line, one figure of each client.

import { IMPLEMENTATIONS } from "./implementations.mjs";

const [LEFT, RIGHT, LINE, WIDTH] = [190, 20, 34, 980];
const [LEGEND, COLUMNS] = [20, 4];
/** By kinds, so that those who can be compared look alike; ours are filled. */
const COLOURS = {
  events: "#d1495b",
  objects: "#8d6a9f",
  callback: "#c98b2b",
  iterator: "#2e86ab",
  parser: "#3a9d5d",
  stream: "#5c6f2b",
  limit: "#999999",
};
const SHAPES = [
  (x, y) => `<circle cx="${x}" cy="${y}" r="5"/>`,
  (x, y) => `<rect x="${x - 4.5}" y="${y - 4.5}" width="9" height="9"/>`,
  (x, y) => `<path d="M${x - 5.5} ${y + 4.5}h11l-5.5 -10z"/>`,
  (x, y) => `<path d="M${x} ${y - 6}l6 6l-6 6l-6 -6z"/>`,
];

/**
 * `lines` are `{ label, values }` with values by the names of clients; undefined if there are none. `scale` has the ends of
 * the axis, `ticks` with their texts, and the tick that is drawn stronger.
 */
export function dotChart(title, lines, { least, most, ticks, strong }) {
  if (lines.length === 0) {
    return undefined;
  }
  const shown = Object.keys(IMPLEMENTATIONS).filter((name) => lines.some(({ values }) => values[name] !== undefined));
  const top = 46 + LEGEND * Math.ceil(shown.length / COLUMNS);
  const bottom = top + LINE * lines.length;
  const across = (value) => {
    const share = Math.log(Math.min(Math.max(value, least), most) / least) / Math.log(most / least);
    return Number((LEFT + share * (WIDTH - RIGHT - LEFT)).toFixed(1));
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 40}" font-family="system-ui, sans-serif" font-size="12" role="img"><title>${title}</title><style>text{fill:#555}.grid{stroke:#999;stroke-opacity:.35}.strong{stroke:#999;stroke-width:2}@media(prefers-color-scheme:dark){text{fill:#ccc}}</style>`,
    `<text x="20" y="20" font-weight="bold" font-size="13">${title}</text>`,
    ...shown.map(legend),
    ...ticks
      .filter(([tick]) => tick >= least && tick <= most)
      .map(([tick, text]) => {
        const x = across(tick);
        return `<line class="${tick === strong ? "strong" : "grid"}" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text x="${x}" y="${bottom + 18}" text-anchor="middle">${text}</text>`;
      }),
    ...lines.flatMap(({ label, values }, index) => {
      const y = top + LINE * (index + 0.5);
      return [
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${label}</text>`,
        ...shown.filter((name) => values[name] !== undefined).map((name) => mark(name, across(values[name]), y)),
      ];
    }),
    "</svg>\n",
  ].join("\n");
}

function legend(name, index) {
  const [x, y] = [26 + 240 * (index % COLUMNS), 42 + LEGEND * Math.floor(index / COLUMNS)];
  return `${mark(name, x, y)}<text x="${x + 12}" y="${y + 4}">${IMPLEMENTATIONS[name].title}</text>`;
}

/** Clients of one kind differ in shape. The browser's own is a line, for all are measured by it. */
function mark(name, x, y) {
  if (name === "native") {
    return `<path d="M${x} ${y - 9}v18" stroke="${COLOURS.events}" stroke-width="3"/>`;
  }
  const { kind } = IMPLEMENTATIONS[name];
  const ofKind = Object.keys(IMPLEMENTATIONS).filter(
    (each) => IMPLEMENTATIONS[each].kind === kind && each !== "native",
  );
  const shape = SHAPES[ofKind.indexOf(name) % SHAPES.length];
  const fill = name.startsWith("ours") ? COLOURS[kind] : "none";
  return `<g fill="${fill}" stroke="${COLOURS[kind]}" stroke-width="1.8">${shape(x, y)}</g>`;
}
