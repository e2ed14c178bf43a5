import type { Random } from './random.ts';
import type { Trial } from './scenario.ts';

/** What varies from one iteration of a job to the next. */
export interface Chance {
  /** Spread of the logarithm, its correlation from one iteration to the next. */
  spread: number;
  correlation: number;
  /** Share of the iterations that take so many times as long; below 1 they are quicker, as where a step is cached. */
  stragglers: { share: number; factor: number };
  hangs: { share: number; factor: number };
  lostReports: number;
  /** Unforeseen factor on the duration, by progress from 0 to 1. */
  change(progress: number): number;
  /** A busy host: the chance that a burst begins and that it goes on, and by which factor it slows each iteration. */
  hostBursts: { begins: number; goesOn: number; factor: number };
}

export const QUIET: Chance = {
  spread: 0.1,
  correlation: 0,
  stragglers: { share: 0, factor: 1 },
  hangs: { share: 0, factor: 1 },
  lostReports: 0,
  change: () => 1,
  hostBursts: { begins: 0, goesOn: 0, factor: 1 },
};

/** What is drawn for each iteration of one job. */
export interface Drawing {
  seconds(cpus: number): number;
  chance: Chance;
  iterations: number;
  /** Bounds of the gap before each iteration, where it varies. */
  gaps?: [least: number, most: number];
  /** What a change of cpus costs, one of them at each change, where that varies. */
  restarts?: number[];
}

const ATTEMPTS = 4;

/** The mean of the factors of an iteration, hangs and changes left out. */
export function meanFactor({ stragglers, hostBursts }: Chance): number {
  const { begins, goesOn, factor } = hostBursts;
  const inBurst = begins / (begins + 1 - goesOn);
  return (1 + stragglers.share * (stragglers.factor - 1)) * (1 + inBurst * (factor - 1));
}

/** One factor with mean 1, the stragglers left out. */
function noiseOf(chance: Chance, random: Random): () => number {
  let state = random.normal();
  return () => {
    const factor = Math.exp(chance.spread * state - chance.spread ** 2 / 2);
    const { correlation } = chance;
    state = correlation * state + Math.sqrt(1 - correlation ** 2) * random.normal();
    return factor;
  };
}

/** The factor of the host at each iteration; a host without bursts draws nothing. */
function hostFactors({ hostBursts }: Chance, iterations: number, random: Random): number[] {
  const { begins, goesOn, factor } = hostBursts;
  if (begins === 0) return Array.from({ length: iterations }, () => 1);
  let isBusy = random.uniform() < begins / (begins + 1 - goesOn);
  return Array.from({ length: iterations }, () => {
    const now = isBusy ? factor : 1;
    isBusy = random.uniform() < (isBusy ? goesOn : begins);
    return now;
  });
}

function varying({ gaps, restarts, iterations }: Drawing, random: Random): Partial<Trial> {
  const drawn: Partial<Trial> = {};
  if (gaps) {
    const [least, most] = gaps;
    const seconds = Array.from({ length: iterations }, () => least + (most - least) * random.uniform());
    drawn.gapSeconds = (iteration) => seconds[iteration] ?? least;
  }
  if (restarts) {
    const order = Array.from({ length: 16 }, () => restarts[Math.floor(random.uniform() * restarts.length)]);
    drawn.restartSeconds = (resize) => order[resize % order.length] ?? 0;
  }
  return drawn;
}

export function drawTrial(drawing: Drawing, random: Random): Trial {
  const { chance, iterations, seconds } = drawing;
  const noise = noiseOf(chance, random);
  const isIn = (share: number) => random.uniform() < share;
  const draws = Array.from({ length: iterations }, (_, i) => ({
    change: chance.change((i + 0.5) / iterations),
    lost: isIn(chance.lostReports),
    attempts: Array.from({ length: ATTEMPTS }, (_, attempt) => ({
      factor:
        (attempt === 0 ? noise() : Math.exp(chance.spread * random.normal())) *
        (isIn(chance.stragglers.share) ? chance.stragglers.factor : 1),
      hangs: isIn(chance.hangs.share),
    })),
  }));
  const host = hostFactors(chance, iterations, random);
  const at = (iteration: number, attempt: number) =>
    draws[iteration]?.attempts[Math.min(attempt, ATTEMPTS - 1)];
  return {
    duration: (iteration, attempt, cpus) => {
      const draw = at(iteration, attempt);
      const hang = draw?.hangs ? chance.hangs.factor : 1;
      const factor = (draw?.factor ?? 1) * (draws[iteration]?.change ?? 1) * (host[iteration] ?? 1);
      return seconds(cpus) * factor * hang;
    },
    hangs: (iteration) => at(iteration, 0)?.hangs ?? false,
    isLost: (iteration) => draws[iteration]?.lost ?? false,
    ...varying(drawing, random),
  };
}
