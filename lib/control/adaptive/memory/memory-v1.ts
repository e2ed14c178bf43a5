import * as z from 'zod/mini';
import type { Plan } from '../../law.ts';
import { type Belief, meanLevel } from '../speed-model/belief.ts';
import { gapIn } from '../speed-model/gap.ts';
import { shapesOf } from '../speed-model/shapes.ts';
import type { Notes } from './notes.ts';

const finite = z.number();
const count = finite.check(z.minimum(0));
const SHAPES = 61;
const positive = finite.check(z.positive());
const schema = z.object({
  v: z.literal(1),
  ref: positive,
  sat: z.array(positive).check(z.length(4)),
  w: z.array(finite.check(z.minimum(-5000), z.maximum(0))).check(z.length(SHAPES)),
  base: finite.check(z.minimum(-20), z.maximum(30)),
  lev: z.array(finite.check(z.minimum(-20000), z.maximum(20000))).check(z.length(SHAPES)),
  kappa: positive,
  noise: z.tuple([positive, positive]),
  n: count,
  str: z.tuple([count, positive, finite]),
  pend: finite,
  gap: z.tuple([count, count]),
  last: count,
  run: positive,
  probes: count,
  ret: z.tuple([count, count]),
  flag: z.union([z.literal(0), z.literal(1)]),
  hung: z.tuple([count, count]),
});

/** The notes in a memory of the first version, which knew fewer shapes and remembered less; null when it is none. */
export function earlierMemory(memory: unknown, plan: Plan): Notes | null {
  const parsed = schema.safeParse(memory);
  if (!parsed.success) return null;
  const m = parsed.data;
  return {
    belief: completed(m, plan),
    runCpus: m.run,
    probes: m.probes,
    probeAt: 0,
    retests: m.ret[0],
    retestAt: m.ret[1],
    flagged: m.flag === 1,
    hung: m.hung[0],
    hungAt: m.hung[1],
    hungAge: 0,
  };
}

function completed(m: z.infer<typeof schema>, plan: Plan): Belief {
  const scale = { reference: m.ref, saturations: m.sat };
  const added = shapesOf(scale).slice(SHAPES);
  const weights = m.w.map((weight) => Math.exp(weight / 100));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const known: Belief = {
    scale,
    logWeights: weights.map((weight) => Math.log(weight / sum)),
    levels: m.lev.map((level) => m.base + level / 1000),
    certainty: m.kappa,
    noiseWeight: m.noise[0],
    noiseSum: m.noise[1],
    rowSum: 0,
    lastError: 0,
    samples: m.n,
    ownSamples: m.n,
    stragglers: m.str[0],
    stragglerWeight: m.str[1],
    stragglerLog: m.str[2],
    pending: m.pend,
    pendingRow: m.pend === 0 ? 0 : 1,
    slowerBy: 0,
    ...gapIn(m.gap, plan),
    lastSeconds: m.last,
    longest: 0,
    fewestCpus: m.run,
    mostCpus: m.run,
  };
  const level = meanLevel(known);
  return {
    ...known,
    logWeights: [...known.logWeights, ...added.map(({ prior }) => Math.log(prior))],
    levels: [...known.levels, ...added.map(() => level)],
    longest: level,
  };
}
