import { type Markish, type PlotOptions, plot } from '@observablehq/plot';

/** The picture of a plot: an SVG element of the browser, or of what stands for one. */
export type PlotSvg = Extract<ReturnType<typeof plot>, { createSVGPoint: unknown }>;

/** A plot as it was drawn, with what leads from a place in it to an instant. */
export interface Drawn {
  svg: PlotSvg;
  /** Pixels within the picture of a value on the horizontal axis. */
  xOf: (value: number) => number;
  /** The value on the horizontal axis at pixels within the picture. */
  valueAt: (x: number) => number;
  /** Pixels between which the marks lie, from the top. */
  top: number;
  bottom: number;
}

export interface Frame {
  width: number;
  height: number;
  /** The document that the picture is made in; that of the browser, if not given. */
  document?: PlotOptions['document'];
}

/** Pixels around the marks, unless a plot says otherwise. */
export const margins = { marginTop: 26, marginRight: 16, marginBottom: 34, marginLeft: 46 };

/**
 * Draws the marks. The style element of the library is taken out: a strict content security policy would refuse it, and the
 * style sheet of the page says the same.
 */
export function drawn({ width, height, document }: Frame, options: PlotOptions, marks: Markish[]): Drawn {
  const made = plot({
    width,
    height,
    ...margins,
    ...options,
    ...(document ? { document } : {}),
    className: 'plot',
    marks,
  });
  const svg = made as PlotSvg;
  for (const style of svg.querySelectorAll('style')) style.remove();
  const x = (made as unknown as { scale(name: 'x'): Scale }).scale('x');
  return {
    svg,
    xOf: (value) => x.apply(value),
    valueAt: (pixels) => Number(x.invert(pixels)),
    top: margins.marginTop,
    bottom: height - margins.marginBottom,
  };
}

interface Scale {
  apply(value: number): number;
  invert(pixels: number): number | Date;
}
