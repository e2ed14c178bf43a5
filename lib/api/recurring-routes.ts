import type { Method, Route } from './route.ts';
import { anyBody, invalid, ofRecurring, signed } from './route-problems.ts';

/** The routes of recurring jobs. */
export const recurringRoutes = {
  'GET /recurring': {
    action: 'listRecurring',
    summary: 'Lists the recurring jobs, each with its last start',
    caller: 'operator',
    function: 'jobs',
    parameters: [],
    replies: { 200: { schema: 'RecurringJobList', description: 'All of them.' }, 400: invalid, ...signed },
  },
  'GET /recurring/{name}': {
    action: 'showRecurring',
    summary: 'Shows a recurring job: its next starts, and what became of the last ones',
    caller: 'operator',
    function: 'jobs',
    parameters: ['recurring'],
    replies: { 200: { schema: 'RecurringJob', description: 'The recurring job.' }, ...ofRecurring },
  },
  'PATCH /recurring/{name}': {
    action: 'changeRecurring',
    summary: 'Changes the schedule of a recurring job, or what its next jobs are launched with',
    caller: 'operator',
    function: 'launch',
    parameters: ['recurring'],
    request: 'RecurringChangeRequest',
    replies: {
      200: { schema: 'RecurringJob', description: 'The recurring job as it was changed.' },
      ...anyBody,
      ...ofRecurring,
    },
  },
  'POST /recurring/{name}/pause': {
    action: 'pauseRecurring',
    summary: 'Pauses a recurring job: no job of it is launched until it is resumed. Idempotent',
    caller: 'operator',
    function: 'launch',
    parameters: ['recurring'],
    replies: {
      200: { schema: 'RecurringJob', description: 'The recurring job. A job that is live goes on.' },
      ...ofRecurring,
    },
  },
  'POST /recurring/{name}/resume': {
    action: 'resumeRecurring',
    summary: 'Resumes a paused recurring job. Idempotent',
    caller: 'operator',
    function: 'launch',
    parameters: ['recurring'],
    replies: {
      200: {
        schema: 'RecurringJob',
        description: 'The recurring job. Starts that it missed are not made up for.',
      },
      ...ofRecurring,
    },
  },
  'DELETE /recurring/{name}': {
    action: 'removeRecurring',
    summary: 'Removes a recurring job',
    caller: 'operator',
    function: 'launch',
    parameters: ['recurring'],
    replies: {
      200: { schema: 'RecurringJob', description: 'What it was. A job that is live goes on.' },
      ...ofRecurring,
    },
  },
} as const satisfies Record<`${Method} /${string}`, Route>;
