// A chart of bars: one figure of each client.

const [LEFT, RIGHT, TOP, LINE, WIDTH] = [230, 80, 34, 26, 980];
const [OURS, OTHERS] = ["#2e86ab", "#b0b0b0"];

/** `bars` are `{ label, value, text, isOurs }`; undefined if there are none. */
export function barChart(title, bars) {
  if (bars.length === 0) {
    return undefined;
  }
  const most = Math.max(...bars.map(({ value }) => value));
  const height = TOP + LINE * bars.length + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img"><title>${title}</title><style>text{fill:#555}@media(prefers-color-scheme:dark){text{fill:#ccc}}</style>`,
    `<text x="20" y="20" font-weight="bold">${title}</text>`,
    ...bars.map(({ label, value, text, isOurs }, index) => {
      const y = TOP + LINE * index;
      const width = Number(((value / most) * (WIDTH - LEFT - RIGHT)).toFixed(1));
      return `<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${label}</text><rect x="${LEFT}" y="${y + 3}" width="${Math.max(width, 1)}" height="${LINE - 9}" fill="${isOurs ? OURS : OTHERS}"/><text x="${LEFT + width + 8}" y="${y + 15}">${text}</text>`;
    }),
    "</svg>\n",
  ].join("\n");
}
