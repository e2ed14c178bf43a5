import { readFileSync } from 'node:fs';
import * as z from 'zod';

const recordedRequest = z.strictObject({
  method: z.string(),
  path: z.string(),
  /** `Content-Type: null` stands for a body that does not say its type. */
  headers: z.record(z.string(), z.string().nullable()).optional(),
  /** Sent as JSON. */
  body: z.unknown().optional(),
  /** Sent as it is. */
  text: z.string().optional(),
  /** Bytes that are no text. */
  base64: z.string().optional(),
});

const recordedAnswer = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.literal(true)])),
  json: z.unknown().optional(),
  text: z.string().optional(),
  /** A page; of its words only one thing counts: whether it names an exception. */
  html: z.literal(true).optional(),
  reason: z.boolean().optional(),
});

const serverSetup = z.strictObject({
  /** `user:password` that every request must carry. */
  credentials: z.string().optional(),
  /** Marathon's limit of deployments at a time. */
  maxRunningDeployments: z.int().optional(),
  /** How long a task is staged before its first status, ms. */
  stagingMs: z.int().optional(),
});

const recordedStep = z.strictObject({
  session: z.string(),
  n: z.int(),
  server: serverSetup.optional(),
  /** What was waited for before the request; `untilTimedOut` if it never came true. */
  until: z.string().optional(),
  untilTimedOut: z.boolean().optional(),
  waitBeforeMs: z.number().optional(),
  /** Why two answers are right. */
  racy: z.string().optional(),
  request: recordedRequest,
  response: recordedAnswer,
});

export type RecordedRequest = z.infer<typeof recordedRequest>;

/** An answer with what differs from server to server blurred. */
export type RecordedAnswer = z.infer<typeof recordedAnswer>;

/** How the server of a session is set up; nothing special if it is empty. */
export type ServerSetup = z.infer<typeof serverSetup>;

export type RecordedStep = z.infer<typeof recordedStep>;

/** Requests that were sent one after the other to a real server that knew of nothing before. */
export type RecordedSession = { name: string; setup: ServerSetup; steps: RecordedStep[] };

/** The sessions of a recording, in their order. Throws if the file is no recording. */
export function readRecording(file: string): RecordedSession[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const steps = lines.map((line) => recordedStep.parse(JSON.parse(line)));
  const sessions = Map.groupBy(steps, ({ session }) => session);
  return [...sessions].map(([name, own]) => ({ name, setup: own[0]?.server ?? {}, steps: own }));
}
