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
  /** Spread of one iteration around its median, before anything was measured. */
  noiseSpread: 0.12,
  /** Seconds between two runs beyond the pause, before any gap was measured. */
  gapSeconds: 5,
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
  stragglerShare: 0.02,
  stragglerShareWeight: 25,
  stragglerFactor: 2.2,
  stragglerFactorWeight: 2,
  /** Belief that a single slow outlier is the start of slower times rather than a straggler. */
  shiftBelief: 0.5,
  /** How much likelier slower times must look than a straggler for them to be believed; below 1 is cautious. */
  shiftOdds: 0.2,
  /** Drift of the speed over the rest of the job that no measurement foretells, as a fraction of the rest. */
  drift: 0.07,
  /** The same where only the fastest cpus can still rescue the deadline. */
  rescueDrift: 0.07,
  /** For so many iterations the ignorance of the speed is charged: later decisions will know it. */
  ignoranceIterations: 4,
  /** Far from the end the promised quantile is relaxed to this share of its normal deviate. */
  relaxedShare: 0.25,
  /** How fast the promise tightens as the iterations left become fewer. */
  relaxExponent: 0.45,
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
  holdCost: 0.01,
  /** ...the cost as a share of the whole job, but never more than this share of what is left. */
  holdCostMost: 0.1,
  /** When the deadline cannot be kept, the cheapest cpus within this of the fastest are taken. */
  uselessGain: 0.01,
  /** Marathon: a change that is not needed must save so many times what its restart costs. */
  restartGain: 0.3,
  /** Marathon: a running iteration is cut short only when waiting for its end costs this share of the chance. */
  interruptLoss: 0.03,
  /** Marathon: the cpus in force stay while they keep the deadline with this probability. */
  restartPatience: 0.4,
  /** A probe runs one iteration at this share of the chosen cpus... */
  probeShare: 0.5,
  /** ...when knowing the speed is expected to save at least this share of what is left, this often at most. */
  probeGain: 0.07,
  probesAtMost: 3,
  probeLeastIterations: 4,
  /** When late, the most cpus are tried once although they seem useless, this often at most, so many iterations apart. */
  retestsAtMost: 3,
  retestAfter: 3,
  retestBelow: 0.5,
  /** Experiments belong to the beginning: none after so many samples. */
  probeSamples: 4,
  /** A probe may take at most this share of the time to spare at the fastest cpus, beyond what the choice takes. */
  probeTime: 0.3,
  /** A probe must leave the fastest cpus this probability of still meeting the deadline. */
  probeRescue: 0.99,
  /** A run hangs after so many times its median, or after so many spreads when that is longer. */
  hungMedians: 3,
  /** It hangs no earlier than so many times what a straggler takes. */
  hungStragglers: 1.5,
  hungSpreads: 5,
  hungSpreadsMost: 2.5,
  /** Share of the runs that never end. */
  hangShare: 0.003,
  /** A run older than so many means is given up early when that raises the probability of being on time by so much. */
  earlyMeans: 2,
  earlyGain: 0.1,
  /** Before two samples, a run hangs after so many times what was declared. */
  hungDeclared: 10,
  /** `cannot-be-met` below this probability at the fastest cpus, taken back above the second. */
  cannotBelow: 0.02,
  cannotTakenBackAbove: 0.1,
  /** ...with the variance of the forecast times this, and only when the level is worth so many measurements. */
  cannotWidening: 1.4,
  cannotCertainty: 2.5,
  /** ...and with this drift. */
  cannotDrift: 0.04,
  /** `at-risk` below this probability at the decided cpus. */
  riskBelow: 0.6,
};
