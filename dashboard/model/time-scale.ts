import { at, type ShownJob } from './shown.ts';

/** A place on the common time axis of the list, from 0 at its left end to 1 at its right. */
export type PlaceOf = (instant: number) => number;

export interface CommonAxis {
  placeOf: PlaceOf;
  /** Instants with their distance from now in seconds. */
  ticks: { place: number; seconds: number }[];
  isLogarithmic: boolean;
}

/** Seconds that are round for people. */
const round = [
  10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 432_000, 864_000, 2_592_000,
  7_776_000,
];
/** Where now stands, so that what is overdue has a place, too. */
const nowPlace = 0.08;
/** From here on the farthest job would crush all others together. */
const crushing = 8;

/** The axis on which all jobs of a list stand: linear, or logarithmic when their deadlines differ by much. */
export function commonAxis(jobs: readonly ShownJob[], now: number): CommonAxis {
  const ends = jobs.map((job) => secondsAhead(job, now)).filter((seconds) => seconds > 0);
  const sorted = ends.sort((a, b) => a - b);
  const farthest = Math.max(30, sorted.at(-1) ?? 0) * 1.05;
  const near = sorted[Math.floor(sorted.length / 4)] ?? farthest;
  const isLogarithmic = farthest > crushing * near;
  const bent = isLogarithmic
    ? (seconds: number) => Math.log1p(seconds / unitOf(near))
    : (seconds: number) => seconds;
  const scaled = (seconds: number) => (seconds < 0 ? -bent(-seconds) : bent(seconds)) / bent(farthest);
  const placeOf = (instant: number) => clamped(nowPlace + (1 - nowPlace) * scaled((instant - now) / 1000));
  const ticks = ticksOf(farthest, isLogarithmic).map((seconds) => ({
    place: placeOf(now + seconds * 1000),
    seconds,
  }));
  return { placeOf, ticks: spread(ticks), isLogarithmic };
}

/** The later of the deadline and the forecast, which counts up to four times the deadline. */
function secondsAhead({ deadlineAt, forecast }: ShownJob, now: number): number {
  const deadline = (at(deadlineAt) - now) / 1000;
  const end = forecast ? (at(forecast.finishAt.p90) - now) / 1000 : deadline;
  return Math.max(deadline, Math.min(end, 4 * Math.max(deadline, 30)));
}

function unitOf(near: number): number {
  return Math.max(5, near / 10);
}

function clamped(place: number): number {
  return Math.min(1, Math.max(0, place));
}

function ticksOf(farthest: number, isLogarithmic: boolean): number[] {
  const fitting = round.filter((seconds) => seconds < farthest);
  if (isLogarithmic) return fitting;
  const step = round.find((seconds) => farthest / seconds <= 6) ?? farthest;
  return Array.from({ length: Math.floor(farthest / step) }, (_, i) => (i + 1) * step);
}

/** Without those that would stand on one another. */
function spread(ticks: CommonAxis['ticks']): CommonAxis['ticks'] {
  let last = nowPlace;
  return ticks.filter(({ place }) => {
    if (place - last < 0.13 || place > 0.95) return false;
    last = place;
    return true;
  });
}
