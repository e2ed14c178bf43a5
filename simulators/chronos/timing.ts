/** How long things take, ms. */
export type Timing = {
  /** How often Mesos offers resources, so how soon a queued run starts at best. */
  offerIntervalMs: number;
  /** How long Mesos keeps an offer back after Chronos has taken what it wanted of it, which mostly is nothing. */
  declineFilterMs: number;
  /** How long a run is queued at least: the offer that is on its way by then is not for it. */
  queueWaitMs: number;
  /** How long 3.x does not know a job that it accepted. */
  createDelayMs: number;
  /** The pause before a retry. */
  failureRetryMs: number;
  /** How far ahead 2.x plans. */
  scheduleHorizonMs: number;
  /** What a killed task gets to end by itself. */
  killGraceMs: number;
  /** How long after a start a new leader learns which tasks are still running. */
  reconcileAfterMs: number;
  /** How long an agent of Mesos 1.4 or later says TASK_STARTING, which 3.x does not understand, before TASK_RUNNING. */
  startingMs: number;
};

/** Quick, so that tests are. A real installation is slower: see `mesosOffers`. */
const quick: Omit<Timing, 'queueWaitMs'> = {
  offerIntervalMs: 1000,
  declineFilterMs: 0,
  createDelayMs: 20,
  failureRetryMs: 60_000,
  scheduleHorizonMs: 60_000,
  killGraceMs: 3000,
  reconcileAfterMs: 1_200_000,
  startingMs: 0,
};

/**
 * The defaults of Mesos and Chronos: offers every second, and 5 s without any after one was declined. A run waits for 2 to 5 s
 * in an empty queue, and for some 5 s more behind every job that was deleted or disabled while it was queued.
 */
export const mesosOffers = {
  offerIntervalMs: 1000,
  declineFilterMs: 5000,
  queueWaitMs: 0,
} as const satisfies Partial<Timing>;

/** What is not given is quick; a run then waits for half an interval of offers. */
export function timingOf(given: Partial<Timing>): Timing {
  const offerIntervalMs = given.offerIntervalMs ?? quick.offerIntervalMs;
  return {
    offerIntervalMs,
    queueWaitMs: given.queueWaitMs ?? offerIntervalMs / 2,
    declineFilterMs: given.declineFilterMs ?? quick.declineFilterMs,
    createDelayMs: given.createDelayMs ?? quick.createDelayMs,
    failureRetryMs: given.failureRetryMs ?? quick.failureRetryMs,
    scheduleHorizonMs: given.scheduleHorizonMs ?? quick.scheduleHorizonMs,
    killGraceMs: given.killGraceMs ?? quick.killGraceMs,
    reconcileAfterMs: given.reconcileAfterMs ?? quick.reconcileAfterMs,
    startingMs: given.startingMs ?? quick.startingMs,
  };
}

/**
 * How long a DELETE after something does harm, ms; 0: never. `deleteAfterEndMs`, after a run's end: the job is put back beside
 * the graph, and if the run was a success the callback that does it fails, which aborts the driver. `deleteAfterLaunchMs`, after a
 * launch, in 3.x: the same by the callback of the launch, and the run's success then aborts the driver. `secondDeleteMs`, after
 * another DELETE of the job: both have looked the job up, and the second finds no vertex.
 */
export type Races = {
  deleteAfterEndMs: number;
  deleteAfterLaunchMs: number;
  secondDeleteMs: number;
};

export const noRaces: Races = { deleteAfterEndMs: 0, deleteAfterLaunchMs: 0, secondDeleteMs: 0 };
