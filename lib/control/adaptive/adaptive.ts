import type { Law, Memory, Plan, Prior, Sample } from '../law.ts';
import { sanePlan, saneSituation, withinRoom } from '../sane.ts';
import { decide } from './decide.ts';
import { decode, encode } from './memory/memory.ts';
import type { Notes } from './memory/notes.ts';
import { type Belief, newBelief } from './speed-model/belief.ts';
import { inheritedBelief, relatedBelief } from './speed-model/inherited.ts';
import { observe } from './speed-model/observe.ts';

/** The belief of a new job: what an earlier one learned, if there is one whose memory can be read. */
function begun(plan: Plan, prior?: Prior): Belief {
  const earlier = prior === undefined ? null : decode(prior.memory, plan);
  if (earlier === null) return newBelief(plan);
  return prior?.isSameWork ? inheritedBelief(earlier.belief) : relatedBelief(earlier.belief, plan);
}

function begin(plan: Plan, prior?: Prior): Memory {
  return encode({
    belief: begun(plan, prior),
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
