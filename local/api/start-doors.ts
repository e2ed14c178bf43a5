import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { apiTokenFile, keptApiToken } from '../../cli/api/api-token.ts';
import { portFile } from '../../cli/api/api-url.ts';
import type { Listening } from '../../simulators/http/listen.ts';
import type { DockerEngine } from '../../simulators/mesos/docker/engine.ts';
import { machineFromContainers } from '../../simulators/mesos/docker/run-arguments.ts';
import type { Admission } from './admission.ts';
import type { FunctionRoute } from './function-route.ts';
import { ownRoutes } from './own-routes.ts';
import { startApi, startReportDoor } from './start-api.ts';

export interface DoorOptions {
  directory: string;
  port: number;
  /** Where containers reach the API, when the user says so. */
  callbackUrl?: string | null;
  docker: DockerEngine | null;
}

export interface Doors {
  api: Listening;
  /** Where containers of a bridge report, when that is another address. */
  reports: Listening | null;
  admission: Admission;
  /** Where containers reach the API; null when that is its own address. */
  callbackUrl: string | null;
}

/** Opens the API, and with Docker what leads to it from containers. */
export async function startDoors(routes: readonly FunctionRoute[], options: DoorOptions): Promise<Doors> {
  const { directory, port, docker } = options;
  const admission = admissionTo(directory);
  const asked = options.callbackUrl ?? (docker ? `http://${machineFromContainers}` : null);
  const settings = { admission, callbackHosts: asked === null ? [] : [new URL(asked).hostname] };
  const api = await startApi([...ownRoutes, ...routes], { port, ...settings });
  const taken = Number(new URL(api.url).port);
  // By it the command line finds the API, and the next start takes the same: jobs that live on call back where they were launched.
  writeFileSync(join(directory, portFile), String(taken));
  const gateway = docker?.gateway ?? null;
  const reports =
    gateway === null ? null : await startReportDoor(routes, { port: taken, address: gateway, ...settings });
  const fromContainers = docker ? `http://${machineFromContainers}:${taken}` : null;
  return { api, reports, admission, callbackUrl: options.callbackUrl ?? fromContainers };
}

function admissionTo(directory: string): Admission {
  const file = join(directory, apiTokenFile);
  const fromHere = relative('', file);
  return { token: keptApiToken(directory), tokenFile: fromHere.startsWith('..') ? file : fromHere };
}
