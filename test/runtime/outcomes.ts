/** What an event of `events/` must lead to. */
export interface Outcome {
  event: string;
  /** Of the reply; null for an event that is answered to nobody. */
  status: number | null;
  /** What the reply's body holds, among other things. */
  body?: object;
  /** What the function logs while it is at it. */
  logs?: string;
}

const operator = 'arn:aws:iam::123456789012:user/operator';
const recorded = { status: 'recorded', next: 'continue' };

function problem(status: number, code: string, field?: string): { status: number; body: object } {
  return { status, body: { error: { code, ...(field ? { fields: [{ field }] } : {}) } } };
}

/** In an order in which the job of the first event is there for all others, and is cancelled at last. */
export const outcomes: readonly Outcome[] = [
  { event: 'launch', status: 201, body: { name: 'render-frames', iterations: 500, launchedBy: operator } },
  { event: 'launch', status: 200, body: { name: 'render-frames', iterations: 500 } },
  { event: 'launch-name-in-use', ...problem(409, 'name-in-use') },
  { event: 'launch-bad-field', ...problem(400, 'invalid-request', 'cpus.min') },
  { event: 'launch-no-image', ...problem(400, 'invalid-request', 'job.container') },
  { event: 'launch-unknown-cluster', ...problem(400, 'invalid-request', 'cluster') },
  { event: 'launch-not-json', ...problem(400, 'invalid-request', 'body') },
  { event: 'launch-ancestor-words', status: 201, body: { name: 'linpack', iterations: 3, law: 'step' } },
  { event: 'launch-marathon', status: 201, body: { name: '/science/pi', framework: 'marathon' } },

  { event: 'iteration', status: 202, body: recorded },
  { event: 'iteration-duplicate', status: 200, body: { ...recorded, status: 'duplicate' } },
  { event: 'iteration-as-form', status: 202, body: recorded },
  { event: 'iteration-failed-run', status: 202, body: recorded },
  { event: 'iteration-bad-field', ...problem(400, 'invalid-request', 'exitCode') },
  { event: 'iteration-wrong-token', ...problem(401, 'wrong-token') },
  { event: 'iteration-no-token', ...problem(401, 'wrong-token') },
  { event: 'iteration-unknown-job', ...problem(404, 'unknown-job') },

  { event: 'evaluate-tick', status: null, logs: '"cause":"tick"' },
  { event: 'evaluate-iteration', status: null },
  { event: 'evaluate-change', status: null },
  { event: 'evaluate-launch', status: null },
  { event: 'evaluate-unknown-job', status: null },
  { event: 'evaluate-not-an-event', status: null, logs: 'unexpected event' },

  { event: 'sweep', status: null, logs: '"message":"swept"' },

  { event: 'tell', status: null },
  { event: 'tell-stream', status: null },

  { event: 'jobs-list', status: 200, body: { next: null } },
  { event: 'jobs-list-finished', status: 200, body: { next: null } },
  { event: 'jobs-list-bad-query', ...problem(400, 'invalid-request', 'state') },
  { event: 'jobs-show', status: 200, body: { name: 'render-frames', iterations: 500 } },
  { event: 'jobs-show-unknown-job', ...problem(404, 'unknown-job') },
  { event: 'jobs-show-by-name', status: 200, body: { name: 'render-frames', iterations: 500 } },
  { event: 'launch-change-deadline', status: 200, body: { name: 'render-frames' } },
  { event: 'launch-change-deadline-past', ...problem(400, 'invalid-request', 'deadline') },
  { event: 'jobs-resend-metrics', status: 202, body: { name: 'render-frames' } },
  { event: 'jobs-resend-metrics-future', ...problem(400, 'invalid-request', 'since') },
  { event: 'jobs-cancel', status: 202, body: { name: 'render-frames', cancelRequested: true } },
  { event: 'jobs-cancel-unknown-job', ...problem(404, 'unknown-job') },
];
