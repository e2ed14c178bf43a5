import { servletPage } from '../servlet-page.ts';
import type { ApiError } from './api-error.ts';
import { dockerContainer, mesosContainer } from './container.ts';
import type { ChronosVersion, Dialect } from './dialect.ts';
import type { HttpReply } from './http-reply.ts';
import { aheadTimetable } from './timetable-ahead.ts';
import { onDemandTimetable } from './timetable-on-demand.ts';

/** The versions that are simulated: the last of the old scheduler, and the last tagged release of the new one. */
export const dialects: Readonly<Record<ChronosVersion, Dialect>> = {
  '2.5.1': {
    version: '2.5.1',
    prefix: '/scheduler',
    namePattern: /^[\w\s.#_-]+$/,
    fields: { epsilon: true, async: true, concurrent: false, outputFile: false },
    requiresCommand: true,
    extractsFetched: false,
    parseContainer: dockerContainer,
    runOnceSchedule: () => 'R1//PT24H',
    earliestStartAt: Number.NEGATIVE_INFINITY,
    createsAtOnce: true,
    dedupesQueue: false,
    killsStaging: false,
    missingAtKill: 'server',
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
    fields: { epsilon: false, async: false, concurrent: true, outputFile: true },
    requiresCommand: false,
    extractsFetched: true,
    parseContainer: mesosContainer,
    runOnceSchedule: (now) => `R1/${new Date(now).toISOString()}/PT24H`,
    earliestStartAt: 1000,
    createsAtOnce: false,
    dedupesQueue: true,
    killsStaging: true,
    missingAtKill: 'requirement',
    missingName: 'JobSchedule',
    runningState: (tasks) => `${tasks} running`,
    timetable: onDemandTimetable,
    errorReply: jsonErrorReply,
    compresses: true,
  },
};

/** 2.x: a sentence that claims to be JSON, or nothing at all. */
function plainErrorReply({ kind, message }: ApiError, path: string): HttpReply {
  if (kind === 'deserialization') return servletPage(500, path);
  if (kind === 'requirement') return { status: 400, body: message, contentType: 'application/json' };
  return { status: kind === 'schedule' ? 400 : 500, body: '' };
}

/** 3.x: an object whose message is, but for schedules, a whole stack trace. */
function jsonErrorReply({ kind, message }: ApiError, path: string): HttpReply {
  if (kind === 'deserialization') return servletPage(500, path);
  const status = kind === 'server' ? 500 : 400;
  const body = {
    status: status === 500 ? 'Internal Server Error' : 'Bad Request',
    message: kind === 'schedule' ? message : stackTrace(kind, message),
  };
  return { status, body: JSON.stringify(body), contentType: 'application/json' };
}

function stackTrace(kind: 'requirement' | 'server', message: string): string {
  const exception = kind === 'server' ? 'java.lang.RuntimeException' : 'java.lang.IllegalArgumentException';
  const frames = [
    'scala.Predef$.require(Predef.scala:224)',
    'org.apache.mesos.chronos.scheduler.api.JobManagementResource.handle(JobManagementResource.scala)',
    'com.sun.jersey.server.impl.application.WebApplicationImpl.handleRequest(WebApplicationImpl.java)',
    'org.eclipse.jetty.server.Server.handle(Server.java)',
    'java.lang.Thread.run(Thread.java:745)',
  ];
  return [`${exception}: ${message}`, ...frames.map((frame) => `\tat ${frame}`), ''].join('\n');
}
