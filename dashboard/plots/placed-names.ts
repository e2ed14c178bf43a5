/** A dot with a name, in the units of the axes. */
export interface Named {
  name: string;
  x: number;
  y: number;
}

/** Where the name stands, in the units of the axes. */
export interface Place extends Named {
  nameX: number;
  nameY: number;
  /** Whether the name ends there, and does not begin. */
  isLeft: boolean;
  /** Whether it is not right beside its dot. */
  isMoved: boolean;
}

/** The domains of the axes, and the pixels between which they lie. */
export interface Ground {
  x: [number, number];
  y: [number, number];
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Pixels. */
const letter = 6.2;
const line = 13;
const beside = 9;

interface Box {
  from: number;
  to: number;
  y: number;
}

/** Names beside their dots, moved down, or else up, where they would cover one another or a dot. */
export function placed(dots: readonly Named[], ground: Ground): Place[] {
  const pixels = dots.map((dot) => ({ ...dot, ...pixelsOf(dot, ground) }));
  const taken: Box[] = pixels.map(({ px, py }) => ({ from: px - 5, to: px + 5, y: py }));
  return pixels
    .toSorted((a, b) => a.py - b.py || a.px - b.px)
    .map(({ px, py, ...dot }) => {
      const isLeft = px > ground.left + 0.65 * (ground.right - ground.left);
      const width = letter * dot.name.length;
      const from = isLeft ? px - beside - width : px + beside;
      const y = free({ from, to: from + width, y: py }, taken, ground);
      taken.push({ from, to: from + width, y });
      const nameX = inUnits(isLeft ? px - beside : px + beside, ground.x, [ground.left, ground.right]);
      const nameY = inUnits(y, ground.y, [ground.bottom, ground.top]);
      return { ...dot, nameX, nameY, isLeft, isMoved: Math.abs(y - py) > 4 };
    });
}

function pixelsOf({ x, y }: Named, ground: Ground): { px: number; py: number } {
  const share = (value: number, [from, to]: [number, number]) => (value - from) / (to - from);
  return {
    px: ground.left + share(x, ground.x) * (ground.right - ground.left),
    py: ground.bottom - share(y, ground.y) * (ground.bottom - ground.top),
  };
}

function inUnits(pixel: number, [from, to]: [number, number], [low, high]: [number, number]): number {
  return from + ((pixel - low) / (high - low)) * (to - from);
}

/** The nearest height that nothing covers; that of the dot, where there is none. */
function free(box: Box, taken: readonly Box[], { top, bottom }: Ground): number {
  const steps = Math.ceil((bottom - top) / line);
  const heights = Array.from(
    { length: 2 * steps },
    (_, i) => box.y + (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * 6.5,
  );
  const isFree = (y: number) =>
    y > top - line / 2 && y < bottom - 4 && !taken.some((other) => overlaps({ ...box, y }, other));
  return heights.find(isFree) ?? box.y;
}

function overlaps(a: Box, b: Box): boolean {
  return Math.abs(a.y - b.y) < line - 1 && a.from < b.to + 2 && b.from < a.to + 2;
}
