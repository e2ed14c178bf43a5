import type { Law, Memory, Plan, Sample } from '../law.ts';
import { sanePlan, saneSituation, withinRoom } from '../sane.ts';
import { decide } from './decide.ts';
import { decode, encode } from './memory/memory.ts';
import type { Notes } from './memory/notes.ts';
import { inheritedBelief, newBelief } from './speed-model/belief.ts';
import { observe } from './speed-model/observe.ts';

function begin(plan: Plan, prior?: Memory): Memory {
  const earlier = prior === undefined ? null : decode(prior, plan);
  const belief = earlier === null ? newBelief(plan) : inheritedBelief(earlier.belief);
  return encode({
    belief,
    runCpus: plan.initialCpus,
    flagged: false,
    probes: 0,
    probeAt: 0,
    retests: 0,
    retestAt: 0,
    hung: 0,
    hungAt: 0,
    hungAge: 0,
  });
}

/** The notes in a memory; one that does not parse starts afresh. */
function notesOf(memory: Memory, plan: Plan): Notes {
  const notes = decode(memory, plan) ?? decode(begin(plan), plan);
  if (notes === null) throw new TypeError('the law cannot read its initial memory');
  return notes;
}

function learn(memory: Memory, sample: Sample, plan: Plan): Memory {
  const notes = notesOf(memory, sanePlan(plan));
  return encode({ ...notes, belief: observe(notes.belief, sample) });
}

/**
 * The law that learns: it keeps a belief about the time of one iteration as a function of cpus, forecasts the
 * distribution of the finish, and takes the cheapest cpus that keep the deadline with the promised probability.
 */
export const adaptive: Law = {
  name: 'adaptive',
  begin: (plan, prior) => begin(sanePlan(plan), prior),
  learn,
  decide: (memory, situation, plan) => {
    const sane = sanePlan(plan);
    const seen = saneSituation(situation, sane);
    const { decision, notes } = decide(notesOf(memory, sane), seen, withinRoom(sane, situation));
    return { decision, memory: encode(notes) };
  },
};
