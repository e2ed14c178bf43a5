import * as z from 'zod';
import { parse } from './parse.ts';

/** How far a container's clock may run ahead of ours. */
const clockSkewSeconds = 300;
const firstEpochSecond = 1e9;

function reportBody(now: number) {
  const instant = z
    .number('must be epoch seconds, a number')
    .min(firstEpochSecond, 'must be epoch seconds')
    .max(now / 1000 + clockSkewSeconds, 'must not lie in the future (epoch seconds)');
  return z
    .strictObject({
      run: z
        .string()
        .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable ASCII characters without spaces'),
      exitCode: z.int().min(0).max(255),
      startedAt: instant,
      finishedAt: instant,
      cpus: z.number().positive().max(1024).optional(),
      hostname: z.string().min(1).max(255).optional(),
    })
    .refine((report) => report.finishedAt >= report.startedAt, {
      path: ['finishedAt'],
      message: 'must not be before startedAt',
    });
}

/** What a container says of the run that it made; instants are epoch seconds on the container's clock. */
export type Report = z.output<ReturnType<typeof reportBody>>;

/** Parses the body of `POST /jobs/{jobId}/iterations`. */
export function parseReport(body: unknown, now: number): Report {
  return parse(reportBody(now), body, 'report');
}
