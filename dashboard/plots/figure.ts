import type { Drawn, Frame } from './draw.ts';

/** The numbers of a plot as a table. */
export interface PlotTable {
  columns: string[];
  rows: (string | number)[][];
}

/** What a figure shows. */
export interface Figure {
  /** The first part of the names of its files. */
  file: string;
  title: string;
  /** What the vertical and the horizontal axis measure, with units. */
  axes: string;
  words: string;
  draw(frame: Frame): Drawn;
  table(): PlotTable;
  /** Whether the horizontal axis is the time that the plots of a job share. */
  isTime: boolean;
}

/** The name of a job as a part of a file's name. */
export function fileNameOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^-/, '');
}
