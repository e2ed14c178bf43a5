import * as z from 'zod/mini';
import type { Memory, Plan } from '../../law.ts';
import type { Belief } from '../speed-model/belief.ts';
import { gapIn } from '../speed-model/gap.ts';
import { placedOn } from '../speed-model/placed.ts';
import { saturationsWithin, shapesOf } from '../speed-model/shapes.ts';
import { earlierMemory } from './memory-v1.ts';
import type { Notes } from './notes.ts';
import { digitsOf, numbersIn } from './packed-numbers.ts';

const finite = z.number();
const count = finite.check(z.minimum(0));
const positive = finite.check(z.positive());
const schema = z.object({
  v: z.literal(2),
  ref: positive,
  sat: z.array(positive),
  /** Logarithms of the shapes' weights in hundredths below the heaviest, two digits each. */
  w: z.string(),
  /** Logarithm of the median seconds at the reference: a base, and each shape's difference in thousandths, three digits. */
  base: finite.check(z.minimum(-20), z.maximum(30)),
  lev: z.string(),
  kappa: positive,
  noise: z.tuple([positive, positive, finite, finite]),
  /** How many samples, and how many of them are of this job; earlier, only the first. */
  n: z.union([count, z.tuple([count, count])]),
  str: z.tuple([count, positive, finite]),
  pend: z.tuple([finite, count, z.optional(count)]),
  /** Mean seconds of the delay after the pause, how many gaps it is worth, and its variance; earlier, of the whole gap and without variance. */
  gap: z.tuple([count, count, z.optional(count)]),
  last: count,
  seen: z.tuple([finite, positive, positive]),
  run: positive,
  /** How many, and the iterations complete at the last one. */
  probes: z.union([count, z.tuple([count, count])]),
  ret: z.tuple([count, count]),
  flag: z.union([z.literal(0), z.literal(1)]),
  hung: z.tuple([count, count, z.optional(count)]),
});

const LEVEL_OFFSET = 64 ** 3 / 2;
const WEIGHT_MOST = 64 ** 2 - 1;

function digits(value: number): number {
  return Number(value.toPrecision(5));
}

export function encode(notes: Notes): Memory {
  const { belief } = notes;
  const heaviest = Math.max(...belief.logWeights);
  const base = digits(belief.levels[0] ?? 0);
  const lightness = belief.logWeights.map((one) => Math.min(WEIGHT_MOST, Math.round((heaviest - one) * 100)));
  const differences = belief.levels.map((level) => Math.round((level - base) * 1000) + LEVEL_OFFSET);
  return {
    v: 2,
    ref: belief.scale.reference,
    sat: belief.scale.saturations.map(digits),
    w: digitsOf(lightness, 2),
    base,
    lev: digitsOf(differences, 3),
    kappa: digits(belief.certainty),
    noise: [belief.noiseWeight, belief.noiseSum, belief.rowSum, belief.lastError].map(digits),
    n: [belief.samples, belief.ownSamples],
    str: [belief.stragglers, belief.stragglerWeight, belief.stragglerLog].map(digits),
    pend: [digits(belief.pending), belief.pendingRow, digits(belief.slowerBy)],
    gap: [digits(belief.delaySeconds), belief.delays, digits(belief.delayVariance)],
    last: digits(belief.lastSeconds),
    seen: [digits(belief.longest), digits(belief.fewestCpus), digits(belief.mostCpus)],
    run: digits(notes.runCpus),
    probes: [notes.probes, notes.probeAt],
    ret: [notes.retests, notes.retestAt],
    flag: notes.flagged ? 1 : 0,
    hung: [notes.hung, notes.hungAt, digits(notes.hungAge)],
  };
}

/** The notes in a memory, also in one of the version before; and of a job with other bounds; null when this law did not write it. */
export function decode(memory: unknown, plan: Plan): Notes | null {
  const notes = current(memory, plan) ?? earlierMemory(memory, plan);
  return notes === null ? null : within(notes, plan);
}

/** Bounds that differ by no more, as a logarithm, are the same. */
const SAME_BOUND = 1e-3;

function current(memory: unknown, plan: Plan): Notes | null {
  const parsed = schema.safeParse(memory);
  if (!parsed.success) return null;
  const m = parsed.data;
  const belief = beliefIn(m, plan);
  if (belief === null) return null;
  const [probes, probeAt] = typeof m.probes === 'number' ? [m.probes, 0] : m.probes;
  return {
    belief,
    runCpus: m.run,
    probes,
    probeAt,
    retests: m.ret[0],
    retestAt: m.ret[1],
    flagged: m.flag === 1,
    hung: m.hung[0],
    hungAt: m.hung[1],
    hungAge: m.hung[2] ?? 0,
  };
}

/** The belief, or null when there are not as many numbers as shapes. */
function beliefIn(m: z.infer<typeof schema>, plan: Plan): Belief | null {
  const scale = { reference: m.ref, saturations: m.sat };
  const size = shapesOf(scale).length;
  const weights = numbersIn(m.w, 2);
  const levels = numbersIn(m.lev, 3);
  if (weights?.length !== size || levels?.length !== size) return null;
  const [samples, ownSamples] = typeof m.n === 'number' ? [m.n, m.n] : m.n;
  return {
    scale,
    logWeights: weights.map((one) => -one / 100),
    levels: levels.map((one) => m.base + (one - LEVEL_OFFSET) / 1000),
    certainty: m.kappa,
    noiseWeight: m.noise[0],
    noiseSum: m.noise[1],
    rowSum: m.noise[2],
    lastError: m.noise[3],
    samples,
    ownSamples,
    stragglers: m.str[0],
    stragglerWeight: m.str[1],
    stragglerLog: m.str[2],
    pending: m.pend[0],
    pendingRow: m.pend[1],
    slowerBy: m.pend[2] ?? 0,
    ...gapIn(m.gap, plan),
    lastSeconds: m.last,
    longest: m.seen[0],
    fewestCpus: m.seen[1],
    mostCpus: m.seen[2],
  };
}

/** Under other bounds the job may have other saturations than those that were told apart. */
function within(notes: Notes, { cpus }: Plan): Notes {
  const { belief } = notes;
  const { reference, saturations } = belief.scale;
  if (Math.abs(Math.log((saturations[0] ?? 0) / cpus.max)) < SAME_BOUND) return notes;
  const scale = { reference, saturations: saturationsWithin(cpus) };
  return { ...notes, belief: { ...belief, ...placedOn(scale, belief, cpus) } };
}
