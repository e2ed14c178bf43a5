import type { HttpReply } from '../http/message.ts';
import { servletPage } from '../http/servlet-page.ts';
import type { ChronosError } from './api-error.ts';
import { dockerContainer, mesosContainer } from './container.ts';
import type { ChronosVersion, Dialect } from './dialect.ts';
import { bare } from './http-reply.ts';
import { aheadTimetable } from './timetable-ahead.ts';
import { onDemandTimetable } from './timetable-on-demand.ts';

/** The versions that are simulated: the last of the old scheduler, and the last tagged release of the new one. */
export const dialects: Readonly<Record<ChronosVersion, Dialect>> = {
  '2.5.1': {
    version: '2.5.1',
    prefix: '/scheduler',
    namePattern: /^[\w \t\n\v\f\r.#-]+$/,
    allowedNames: '([\\w\\s\\.#_-]+)',
    storesAnyName: false,
    rootStatus: 403,
    fields: { epsilon: true, async: true, concurrent: false, outputFile: false },
    requiresCommand: true,
    extractsFetched: false,
    parseContainer: dockerContainer,
    runOnceSchedule: () => 'R1//PT24H',
    earliestStartAt: Number.NEGATIVE_INFINITY,
    createsAtOnce: true,
    storesLaunches: false,
    dedupesQueue: false,
    knowsStarting: true,
    killsStaging: false,
    missingAtKill: 'bare',
    missingName: 'Job',
    runningState: () => 'running',
    timetable: aheadTimetable,
    errorReply: plainErrorReply,
    compresses: false,
  },
  '3.0.2': {
    version: '3.0.2',
    prefix: '/v1/scheduler',
    namePattern: /^[\w.-]+$/,
    allowedNames: '([\\w\\.-]+)',
    storesAnyName: true,
    rootStatus: 404,
    fields: { epsilon: false, async: false, concurrent: true, outputFile: true },
    requiresCommand: false,
    extractsFetched: true,
    parseContainer: mesosContainer,
    runOnceSchedule: (now) => `R1/${new Date(now).toISOString()}/PT24H`,
    earliestStartAt: 1000,
    createsAtOnce: false,
    storesLaunches: true,
    dedupesQueue: true,
    knowsStarting: false,
    killsStaging: true,
    missingAtKill: 'requirement',
    missingName: 'JobSchedule',
    runningState: (tasks) => `${tasks} running`,
    timetable: onDemandTimetable,
    errorReply: jsonErrorReply,
    compresses: true,
  },
};

/** 2.x: a sentence that claims to be JSON, or nothing that claims to be JSON. */
function plainErrorReply({ kind, message }: ChronosError, path: string): HttpReply {
  if (kind === 'deserialization') return servletPage(500, path, 'Server Error');
  if (kind === 'bare') return bare(500);
  const body = kind === 'requirement' ? message : '';
  return { status: kind === 'server' ? 500 : 400, body, contentType: 'application/json' };
}

/** 3.x: an object whose message is, but for schedules, a whole stack trace. */
function jsonErrorReply(error: ChronosError, path: string): HttpReply {
  const { kind, message } = error;
  if (kind === 'deserialization') return servletPage(500, path, `${error.exception}: ${message}`);
  if (kind === 'bare') return bare(500);
  const body = {
    message: kind === 'schedule' ? message : stackTrace(error),
    status: kind === 'server' ? 'Internal Server Error' : 'Bad Request',
  };
  return {
    status: kind === 'server' ? 500 : 400,
    body: JSON.stringify(body),
    contentType: 'application/json',
  };
}

/** A trace of the real servers has some sixty frames, 5 kB of them. */
function stackTrace({ exception, message }: ChronosError): string {
  const frames = [
    'scala.Predef$.require(Predef.scala:224)',
    'org.apache.mesos.chronos.scheduler.api.JobManagementResource.handle(JobManagementResource.scala)',
    ...Array.from({ length: 50 }, (_, i) => `org.eclipse.jetty.server.handler.HandlerWrapper.handle(${i})`),
    'org.eclipse.jetty.server.Server.handle(Server.java)',
    'java.lang.Thread.run(Thread.java:745)',
  ];
  return [`${exception}: ${message}`, ...frames.map((frame) => `\tat ${frame}`), ''].join('\n');
}
