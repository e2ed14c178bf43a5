import { csvLine } from '../files/csv.ts';
import type { Figure, PlotTable } from '../plots/figure.ts';

const drawnProperties = [
  'fill',
  'stroke',
  'fill-opacity',
  'stroke-opacity',
  'stroke-width',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];
const headRoom = 44;
/** A picture for a slide. */
const pngScale = 3;

/** Saves the plot as it is seen, with its title and its words, as a file that needs no style sheet. */
export async function savePicture(kind: 'svg' | 'png', figure: Figure, svg: SVGSVGElement): Promise<void> {
  const alone = standalone(figure, svg);
  const text = new Blob([new XMLSerializer().serializeToString(alone)], { type: 'image/svg+xml' });
  if (kind === 'svg') return save(`${figure.file}.svg`, text);
  const { width, height } = alone.viewBox.baseVal;
  const image = new Image(width, height);
  const url = URL.createObjectURL(text);
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * pngScale;
  canvas.height = height * pngScale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => blob && save(`${figure.file}.png`, blob), 'image/png');
}

/** A copy with what the style sheet says as attributes, on the ground of the page. */
function standalone({ title, axes }: Figure, svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const style = getComputedStyle(originals[i] as Element);
    for (const property of drawnProperties) element.setAttribute(property, style.getPropertyValue(property));
  });
  const { width, height } = svg.getBoundingClientRect();
  const page = getComputedStyle(document.body);
  copy.setAttribute('viewBox', `0 ${-headRoom} ${width} ${height + headRoom}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + headRoom));
  copy.prepend(
    part('rect', { x: '0', y: String(-headRoom), width: '100%', height: '100%', fill: page.backgroundColor }),
    part('text', { x: '8', y: '-24', fill: page.color, 'font-size': '15', 'font-weight': '600' }, title),
    part('text', { x: '8', y: '-7', fill: page.color, 'font-size': '11' }, axes),
  );
  return copy;
}

function part(name: string, attributes: Record<string, string>, text = ''): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.textContent = text;
  return element;
}

export function saveTable(file: string, { columns, rows }: PlotTable): void {
  const lines = [columns, ...rows].map(csvLine);
  save(`${file}.csv`, new Blob([`${lines.join('\n')}\n`], { type: 'text/csv' }));
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
