/** A rectangle of the drawing and the values that its sides stand for. */
export interface Panel {
  left: number;
  top: number;
  width: number;
  height: number;
  x: [number, number];
  y: [number, number];
}

export type PlotPoint = [number, number];

const INK = '#1f2933';
const FAINT = '#d5dbe1';

export function placeX({ left, width, x }: Panel, value: number): number {
  return left + (width * (value - x[0])) / (x[1] - x[0]);
}

/** The vertical axis points upwards. */
export function placeY({ top, height, y }: Panel, value: number): number {
  return top + height - (height * (value - y[0])) / (y[1] - y[0]);
}

function clean(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

export interface Label {
  at: PlotPoint;
  text: string;
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  color?: string;
}

export function label({ at, text, anchor = 'start', size = 12, color = INK }: Label): string {
  const [x, y] = at.map((one) => one.toFixed(1));
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${color}" text-anchor="${anchor}">${clean(text)}</text>`;
}

function path(panel: Panel, points: PlotPoint[]): string {
  return points
    .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${placeX(panel, x).toFixed(1)} ${placeY(panel, y).toFixed(1)}`)
    .join('');
}

export function line(panel: Panel, points: PlotPoint[], color: string, dash = ''): string {
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<path d="${path(panel, points)}" fill="none" stroke="${color}" stroke-width="1.8"${dashes}/>`;
}

/** The area between two lines over the same points. */
export function band(panel: Panel, edges: { low: PlotPoint[]; high: PlotPoint[] }, color: string): string {
  return `<path d="${path(panel, [...edges.low, ...edges.high.toReversed()])}Z" fill="${color}" fill-opacity="0.18"/>`;
}

export function dot(panel: Panel, [x, y]: PlotPoint, color: string): string {
  return `<circle cx="${placeX(panel, x).toFixed(1)}" cy="${placeY(panel, y).toFixed(1)}" r="5" fill="${color}"/>`;
}

/** Points of a line that stays at each value until the next. */
export function stairs(points: PlotPoint[], until: number): PlotPoint[] {
  return points.flatMap(([x, y], i): PlotPoint[] => [
    [x, y],
    [points[i + 1]?.[0] ?? until, y],
  ]);
}

/** The frame of a panel with its ticks and the name of its vertical axis. */
export function frame(panel: Panel, axes: { x: number[]; y: number[]; title: string }): string {
  const { left, top, width, height } = panel;
  const right = left + width;
  const horizontal = axes.y.flatMap((value) => {
    const at = placeY(panel, value);
    return [
      `<line x1="${left}" x2="${right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" stroke="${FAINT}"/>`,
      label({ at: [left - 8, at + 4], text: String(value), anchor: 'end' }),
    ];
  });
  const vertical = axes.x.map((value) =>
    label({ at: [placeX(panel, value), top + height + 16], text: String(value), anchor: 'middle' }),
  );
  const box = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${INK}"/>`;
  return [...horizontal, ...vertical, box, label({ at: [left, top - 8], text: axes.title })].join('\n');
}

/** A whole drawing on a white ground, so that it can be read on a dark page too. */
export function drawing(width: number, height: number, parts: string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** Round numbers that divide a range into about `count` parts. */
export function ticksOf([from, to]: [number, number], count: number): number[] {
  const rough = (to - from) / count;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * ([1, 2, 5, 10].find((factor) => factor * decade >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const length = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length }, (_, i) => Number(((first + i) * step).toPrecision(6)));
}
