import { setTimeout as delay } from 'node:timers/promises';
import { blurAnswer, type Detail } from './blur-answer.ts';
import type { Blurring } from './blur-text.ts';
import { cameTrue, type Watched } from './condition.ts';
import { type Bound, differences } from './differences.ts';
import {
  type RecordedAnswer,
  type RecordedSession,
  type RecordedStep,
  readRecording,
  type ServerSetup,
} from './recording.ts';
import { sendRequest } from './send-request.ts';
import { tokenPattern, tokens } from './tokens.ts';

export type StartedServer = { url: string; close(): Promise<void> };

export type Playing = {
  /** The recording. */
  file: string;
  /** Starts a server that knows of nothing, set up as the session's was. Asked for every session; the server is closed after it. */
  start(setup: ServerSetup): Promise<StartedServer>;
  /** What the paths of Chronos begin with; Marathon has no such thing. */
  prefix?: string;
  /** How many sessions are played at the same time; 4 if not given. Most of their time is waiting. */
  atOnce?: number;
};

/** One request of a recording, and how its answer here differs from the recorded one. */
export type PlayedStep = { session: string; n: number; request: string; differences: string[] };

const longestWaitMs = 20_000;

/**
 * Plays every session of a recording. A request for which two answers are right counts only if the recorded one came. What happens
 * when is not the server's own: a session that went otherwise is played again by itself, in case this machine was busy.
 */
export async function playRecording(playing: Playing): Promise<PlayedStep[]> {
  const sessions = readRecording(playing.file);
  const played = new Map<RecordedSession, PlayedStep[]>();
  const waiting = [...sessions];
  const playOn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      played.set(next, await playSession(next, playing));
    }
  };
  await Promise.all(Array.from({ length: playing.atOnce ?? 4 }, playOn));
  for (const session of sessions.filter((each) => played.get(each)?.some(isOtherwise))) {
    played.set(session, await playSession(session, playing));
  }
  return sessions.flatMap((session) => played.get(session) ?? []);
}

const isOtherwise = ({ differences }: PlayedStep): boolean => differences.length > 0;

type Scene = { server: Watched; blurring: Blurring; bound: Bound };

async function playSession(session: RecordedSession, { start, prefix }: Playing): Promise<PlayedStep[]> {
  const running = await start(session.setup);
  const { url } = running;
  const server = { url, prefix: prefix ?? '', headers: authorization(session.setup) };
  const scene = { server, blurring: { url, tokens: tokens() }, bound: new Map() };
  const played: PlayedStep[] = [];
  try {
    for (const step of session.steps) played.push(...(await playStep(step, scene)));
  } finally {
    await running.close();
  }
  return played;
}

async function playStep(step: RecordedStep, scene: Scene): Promise<PlayedStep[]> {
  const { session, n, request, response } = step;
  const isReady = step.until === undefined || (await cameTrue(scene.server, step.until, longestWaitMs));
  await delay(step.waitBeforeMs ?? 0);
  const answer = await sendRequest(scene.server.url, { ...request, path: withOwnIds(request.path, scene) });
  const answered = blurAnswer(answer, scene.blurring, detailOf(response));
  const missed = isReady || step.untilTimedOut ? [] : [`it never came true that ${step.until}`];
  const found = [...missed, ...differences(response, answered, scene.bound)];
  if (step.racy !== undefined && found.length > 0) return [];
  return [{ session, n, request: `${request.method} ${request.path}`, differences: found }];
}

/** A path that names an id of the recording, with the id that has its place here. */
function withOwnIds(path: string, { bound, blurring }: Scene): string {
  return path.replace(tokenPattern, (token) => blurring.tokens.valueOf(bound.get(token) ?? '') ?? token);
}

function detailOf({ json, text }: RecordedAnswer): Detail {
  if (json === '<any>' || text === '<any>') return 'nothing';
  const isOwn = typeof json === 'object' && json !== null && 'name' in json && json.name === '<any>';
  return isOwn ? 'names' : 'all';
}

function authorization({ credentials }: ServerSetup): Record<string, string> {
  if (credentials === undefined) return {};
  return { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
