/**
 * Every number that the adaptive law was tuned with. `docs/control-law.md` says what raising or lowering each one does,
 * and the benchmark's ablation shows what the main ones are worth. Durations are handled as natural logarithms, so a
 * spread of 0.1 is about ten per cent.
 */
export const constants = {
  /** Spread of the true duration around what the user declared. */
  declaredSpread: 0.35,
  /** Spread of the true duration around what an earlier job of the same name took. */
  priorJobSpread: 0.15,
  /** How far a job with other arguments is doubted: so much of the weights of its shapes is the prior's. */
  otherWorkDoubt: 0.2,
  /** ...and one of the same work, after the first iteration was far from what it taught. */
  disprovedDoubt: 0.5,
  /** A first run by what an earlier job taught may cost this share of the chance that the declaration leaves. */
  hearsayLoss: 0.1,
  /** Spread of one iteration around its median, before anything was measured. */
  noiseSpread: 0.12,
  /** Seconds between two runs beyond the pause, before any gap was measured; at most this share of the declared duration. */
  delaySeconds: 5,
  delayShare: 0.25,
  /** Spread of that delay as a share of it, before a second gap was measured, and how many gaps are remembered. */
  delaySpread: 0.3,
  delayMemory: 8,
  /** How many measurements the prior noise counts for, and how many are remembered at most. */
  noisePriorWeight: 3,
  noiseMemory: 30,
  /** Share of the level's certainty that survives an iteration; 1/(1 - this) iterations are remembered. */
  levelRetention: 0.85,
  /** Degrees of freedom of the likelihood of a shape: fewer let surprises count less. */
  shapeFreedom: 6,
  /** Likelihood that every shape keeps however badly it predicted. */
  shapeFloor: 0.01,
  /** Share of the shapes' prior that is mixed back in at each iteration, so that a shape can come back. */
  shapeMixing: 0.003,
  /** An iteration this many spreads off, and at least this far in logarithm, is an outlier. */
  outlierSpreads: 3,
  outlierLeast: 0.3,
  /** Stragglers expected before any was seen: share of iterations, factor on the duration, and their prior weights. */
  stragglerShare: 0.025,
  stragglerShareWeight: 20,
  stragglerFactor: 2.2,
  stragglerFactorWeight: 2,
  /** Share of the iterations after which times are slower for good, and the logarithm of by how much. */
  shiftShare: 0.03,
  shiftLog: 0.5,
  /** How likely a first iteration that is far quicker than declared shows a wrong declaration rather than luck. */
  firstQuickShare: 0.9,
  /** How much likelier slower times must look than a straggler for them to be believed; below 1 is cautious. */
  shiftOdds: 0.08,
  /** So unlikely must as many stragglers in a row be before slower times are believed. */
  shiftRow: 0.004,
  /** An odd duration counts as no further off than this, in logarithm: a clock may have been set. */
  oddLogMost: 2,
  /** Share of its distance to the usual ones that the longest recent duration loses at each iteration. */
  longestFading: 0.1,
  /** Drift of the speed over the rest of the job that no measurement foretells, as a fraction of the rest. */
  drift: 0.11,
  /** That is learned: it counts for so many iterations, and those measured say more or less by their own noise. */
  driftWeight: 20,
  driftLeast: 1,
  driftMost: 1.2,
  /** ...and it averages out with the iterations left to this power. */
  driftExponent: 0.3,
  /** The same where only the fastest cpus can still rescue the deadline. */
  rescueDrift: 0.11,
  /** How many measurements without rows of slow ones are assumed. */
  rowWeight: 6,
  rowMost: 0.85,
  /** For so many iterations the ignorance of the speed is charged: later decisions will know it. */
  ignoranceIterations: 3,
  /** Far from the end the promised quantile is relaxed to this share of its normal deviate. */
  relaxedShare: 0.25,
  /** How fast the promise tightens as the iterations left become fewer. */
  relaxExponent: 0.35,
  /** The next iteration may cost the fastest cpus this share of their chance to keep the deadline. */
  rescueLoss: 0.012,
  /** That share grows with the iterations left to this power. */
  rescueExponent: 0.3,
  /** Cpus that cost more only by this share of the whole job count as equally cheap, and the fastest are taken... */
  costTie: 0.006,
  /** ...but never when that is more than this share of what is left. */
  costTieMost: 0.06,
  /** The cpus in force stay while their normal deviate is short by no more, and their cost high by no more. */
  holdDeviate: 0.25,
  holdCost: 0.008,
  /** ...the cost as a share of the whole job, but never more than this share of what is left. */
  holdCostMost: 0.1,
  /** When the promise cannot be kept, certainty is worth so many times what the whole job costs at the fewest cpus. */
  chancePrice: 30,
  /** More cpus would help when they make the rest shorter by more than this share. */
  helpfulGain: 0.02,
  /** Cpus below this share of others are clearly fewer. */
  clearlyFewer: 0.8,
  /** Marathon: a change that is not needed must save so many times what its restart costs. */
  restartGain: 2,
  /** Marathon: a difference of probabilities that is worth being told. */
  noticeable: 0.02,
  /** Marathon: a restart that costs less than this share of an iteration is no reason to wait. */
  restartTrifle: 0.1,
  /** Marathon: the cpus in force stay while they keep the deadline with this probability. */
  restartPatience: 0.1,
  /** The first run has at least this share of the initial cpus: nothing was measured yet. */
  firstShare: 0.5,
  /** ...and no more than the initial ones, if that loses at most this share of the time to spare. */
  firstLoss: 0.12,
  /** ...or if even the best cpus have less than this chance by the declaration. */
  firstDoubtBelow: 0.3,
  /** When the deadline is kept with less than this probability, other cpus are tried although they seem useless... */
  retestBelow: 0.3,
  /** ...at most so often, so many iterations apart. */
  retestsAtMost: 2,
  retestAfter: 3,
  /** An early experiment runs one iteration at this share of the chosen cpus... */
  probeShare: 0.5,
  /** ...when knowing the speed is expected to save at least this share of what is left... */
  probeGain: 0.07,
  /** ...and on Marathon so many restarts more; */
  probeRestarts: 6,
  /** at most so often, with at least so many iterations left, and after at most so many samples; */
  probesAtMost: 6,
  probeLeastIterations: 4,
  probeSamples: 100,
  /** taking no more than this share of the time to spare at the fastest cpus, and leaving this share of their chance. */
  probeTime: 0.3,
  probeRescue: 0.99,
  /** Cpus that were measured, or declared, must keep this share of their chance, and a miss counts as so many jobs. */
  trustedRescue: 0.92,
  missPrice: 3,
  /** Cpus below this share of the fewest measured may take longer than believed: by the ratio to this power, at most... */
  measuredNearly: 0.97,
  wrongPower: 3,
  wrongMost: 64,
  /** ...and are taken for good only when that costs no more than this share of the chance of the fastest cpus; */
  wrongChance: 0.5,
  /** an experiment reckons with it at this probability. */
  wrongShare: 0.02,
  /** A run hangs after so many times its mean, but not before so many times what a straggler takes... */
  hungMeans: 3,
  hungStragglers: 1.5,
  /** ...nor before so many times the longest recent run. */
  hungLongest: 2.5,
  /** ...nor before so many spreads of the noise, of which no more than the second number count. */
  hungSpreads: 5,
  hungSpreadsMost: 2.5,
  /** Before two samples, a run hangs after so many times what was declared. */
  hungDeclared: 10,
  /** Share of the runs that never end. */
  hangShare: 0.003,
  /** A run older than so many means is given up early when that makes being on time likelier by so much... */
  earlyMeans: 1.4,
  earlyGain: 0.2,
  /** ...but none younger than so many of the longest recent ones... */
  earlyLongest: 1.3,
  /** ...and before two samples, none younger than so many means, for so much. */
  earlyDeclared: 4,
  earlyFirstGain: 0.1,
  /** Before two samples, no run is given up before so many times what an even share of the time would give it. */
  evenShares: 2,
  /** `cannot-be-met` below this probability at the fastest cpus, taken back above the second. */
  cannotBelow: 0.02,
  cannotTakenBackAbove: 0.1,
  /** ...before anything was measured, at a launch, below this one: declarations are off by twice or three times, not by ten. */
  cannotDeclared: 1e-7,
  /** ...when the level is worth this share of what it would be worth had the times never changed, within bounds... */
  cannotCertainty: 2.5,
  cannotCertaintyMost: 3,
  cannotSettled: 0.85,
  /** ...and with this drift. */
  cannotDrift: 0.02,
  /** `at-risk` when even the best cpus keep the deadline with less than this probability. */
  riskBelow: 0.6,
};
