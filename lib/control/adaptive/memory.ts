import * as z from 'zod/mini';
import type { Memory, Plan } from '../law.ts';
import type { Belief } from './speed-model/belief.ts';
import { saturationsWithin } from './speed-model/shapes.ts';

/** What the law knows and did, in the form it reckons with; `encode` makes the plain JSON of it. */
export interface Notes {
  belief: Belief;
  /** Cpus of the run that is going on; what is decided in its middle holds for the next one. */
  runCpus: number;
  probes: number;
  /** Tries of the most cpus although they seemed useless, and the iterations complete at the last one. */
  retests: number;
  retestAt: number;
  /** Whether `cannot-be-met` stands. */
  flagged: boolean;
  /** Runs given up as hung since `hungAt` iterations were complete. */
  hung: number;
  hungAt: number;
}

const finite = z.number();
const schema = z.object({
  v: z.literal(1),
  ref: finite.check(z.positive()),
  sat: z.array(finite.check(z.positive())).check(z.length(4)),
  /** Logarithms of the shapes' weights in hundredths, the heaviest 0. */
  w: z.array(finite.check(z.minimum(-5000), z.maximum(0))).check(z.length(61)),
  /** Logarithm of the median seconds at the reference: a base, and each shape's difference in thousandths. */
  base: finite.check(z.minimum(-20), z.maximum(30)),
  lev: z.array(finite.check(z.minimum(-20000), z.maximum(20000))).check(z.length(61)),
  kappa: finite.check(z.positive()),
  noise: z.tuple([finite.check(z.positive()), finite.check(z.positive())]),
  n: finite.check(z.minimum(0)),
  str: z.tuple([finite.check(z.minimum(0)), finite.check(z.positive()), finite]),
  pend: finite,
  gap: z.tuple([finite.check(z.minimum(0)), finite.check(z.minimum(0))]),
  last: finite.check(z.minimum(0)),
  run: finite.check(z.positive()),
  probes: finite.check(z.minimum(0)),
  ret: z.tuple([finite.check(z.minimum(0)), finite.check(z.minimum(0))]),
  flag: z.union([z.literal(0), z.literal(1)]),
  hung: z.tuple([finite.check(z.minimum(0)), finite.check(z.minimum(0))]),
});

function digits(value: number): number {
  return Number(value.toPrecision(5));
}

export function encode(notes: Notes): Memory {
  const { belief } = notes;
  const heaviest = Math.max(...belief.logWeights);
  const base = digits(belief.levels[0] ?? 0);
  return {
    v: 1,
    ref: belief.scale.reference,
    sat: belief.scale.saturations.map(digits),
    w: belief.logWeights.map((weight) => Math.max(-5000, Math.round((weight - heaviest) * 100))),
    base,
    lev: belief.levels.map((level) => Math.round((level - base) * 1000)),
    kappa: digits(belief.certainty),
    noise: [digits(belief.noiseWeight), digits(belief.noiseSum)],
    n: belief.samples,
    str: [belief.stragglers, digits(belief.stragglerWeight), digits(belief.stragglerLog)],
    pend: digits(belief.pending),
    gap: [digits(belief.gapSeconds), belief.gaps],
    last: digits(belief.lastSeconds),
    run: digits(notes.runCpus),
    probes: notes.probes,
    ret: [notes.retests, notes.retestAt],
    flag: notes.flagged ? 1 : 0,
    hung: [notes.hung, notes.hungAt],
  };
}

/** The notes in a memory; null when it is not one that this law wrote for these bounds. */
export function decode(memory: unknown, plan: Plan): Notes | null {
  const parsed = schema.safeParse(memory);
  if (!parsed.success) return null;
  const m = parsed.data;
  const expected = saturationsWithin(plan.cpus);
  if (m.sat.some((saturation, i) => Math.abs(saturation / (expected[i] ?? 0) - 1) > 1e-3)) return null;
  const belief: Belief = {
    scale: { reference: m.ref, saturations: m.sat },
    logWeights: m.w.map((weight) => weight / 100),
    levels: m.lev.map((level) => m.base + level / 1000),
    certainty: m.kappa,
    noiseWeight: m.noise[0],
    noiseSum: m.noise[1],
    samples: m.n,
    stragglers: m.str[0],
    stragglerWeight: m.str[1],
    stragglerLog: m.str[2],
    pending: m.pend,
    gapSeconds: m.gap[0],
    gaps: m.gap[1],
    lastSeconds: m.last,
  };
  return {
    belief,
    runCpus: m.run,
    probes: m.probes,
    retests: m.ret[0],
    retestAt: m.ret[1],
    flagged: m.flag === 1,
    hung: m.hung[0],
    hungAt: m.hung[1],
  };
}
