import { parseHTML } from 'linkedom';
import type { Drawn, Frame } from '../plots/draw.ts';
import { palette, withColours } from './palette.ts';

/** A plot of a picture, with what stands above it. */
export interface Panel {
  title: string;
  axes: string;
  draw(frame: Frame): Drawn;
  /** Pixels; the usual ones, if it is not given. */
  height?: number;
}

const width = 760;
const usualHeight = 240;
const headHeight = 30;
const topHeight = 36;

/** A picture of plots below each other under a title, as the text of an SVG file; drawn without a browser. */
export function svgFile(title: string, panels: readonly Panel[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  let total = topHeight;
  const parts = panels.map((panel) => {
    const { height = usualHeight } = panel;
    const top = total;
    total += height + headHeight;
    const { svg } = panel.draw({ width, height, document });
    svg.setAttribute('y', String(top + headHeight));
    const name = text(8, top + 18, 14, panel.title, 'bold');
    return `${name}${text(8, top + 33, 11, panel.axes)}${svg.outerHTML}`;
  });
  return withColours(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" font-family="Helvetica, Arial, sans-serif" font-size="11" color="${palette.ink}">` +
      `<rect width="100%" height="100%" fill="var(--surface)"/>${text(8, 22, 16, title, 'bold')}${parts.join('\n')}</svg>\n`,
  );
}

function text(x: number, y: number, size: number, content: string, weight = 'normal'): string {
  const clean = content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${palette.ink}">${clean}</text>`;
}
