import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiTokenFile, keptApiToken } from '../../cli/api/api-token.ts';
import { callbackToken } from '../../lib/job/token.ts';
import { functionRoute } from '../../local/api/function-route.ts';
import { startApi } from '../../local/api/start-api.ts';
import type { LocalFunction } from '../../local/lambda/function.ts';
import { localAws } from '../../local/local-aws.ts';
import { readTemplate, type TemplateFunction } from '../../local/template.ts';
import { startCloud } from './cloud.ts';
import { startMesos } from './mesos.ts';
import { type Open, opened } from './opened.ts';
import { runtimeFunction } from './runtime-function.ts';
import { taskRoot } from './task-root.ts';

/** All functions of the template in the runtime of Lambda, with all that they talk to on this machine. */
export interface Rig {
  /** By logical id; resolves to what the handler returned. */
  invoke(functionId: string, event: unknown): Promise<unknown>;
  /** All that the functions wrote, and what made those fail for which nobody waited. */
  lines: readonly string[];
  tokenOf(jobId: string): string;
  close(): Promise<void>;
}

export async function startRig(): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-runtime-'));
  const parts = opened();
  const close = async () => {
    await parts.close();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    return { ...(await startParts(directory, parts.open)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(directory: string, open: Open): Promise<Omit<Rig, 'close'>> {
  const template = readTemplate(join(import.meta.dirname, '../..'), localAws.resolve);
  const lambdas = template.functions;
  const functions = new Map<string, LocalFunction>();
  const lines: string[] = [];
  const onLine = (_: string, line: string) => void lines.push(line);
  const onFailure = (name: string, { message }: Error) => void lines.push(`${name} failed: ${message}`);
  const secrets = await startMesos(directory, open);
  const cloud = await startCloud(template, { directory, open, functions, onFailure });
  const common: Record<string, string> = { ...cloud, SECRETS_DIRECTORY: secrets };
  for (const lambda of lambdas) {
    functions.set(lambda.id, await open(inRuntime(lambda, { directory, onLine, common })));
  }
  const admission = { token: keptApiToken(directory), tokenFile: join(directory, apiTokenFile) };
  const api = await open(startApi(routesOf(lambdas, functions), { port: 0, admission, callbackHosts: [] }));
  common.CALLBACK_BASE_URL = api.url;
  const key = () => readFileSync(join(secrets, 'callback-key'), 'utf8').trim();
  return {
    invoke: (functionId, event) => named(functions, functionId).invoke(event),
    lines,
    tokenOf: (jobId) => callbackToken(key(), jobId),
  };
}

interface Surroundings {
  directory: string;
  onLine: (functionName: string, line: string) => void;
  /** The environment of all functions, besides what the template gives to each. */
  common: Record<string, string>;
}

async function inRuntime(lambda: TemplateFunction, { directory, onLine, common }: Surroundings) {
  const { id: name, timeoutSeconds, environment } = lambda;
  const root = await taskRoot(lambda, directory);
  // The key id tells the services who calls.
  const variables = () => ({ ...environment, ...common, AWS_ACCESS_KEY_ID: name });
  return runtimeFunction({ name, timeoutSeconds, variables, onLine, taskRoot: root });
}

function routesOf(lambdas: TemplateFunction[], functions: ReadonlyMap<string, LocalFunction>) {
  return lambdas.flatMap(({ id, routes }) => routes.map((key) => functionRoute(key, named(functions, id))));
}

function named(functions: ReadonlyMap<string, LocalFunction>, id: string): LocalFunction {
  const found = functions.get(id);
  if (!found) throw new Error(`The template has no function ${id}.`);
  return found;
}
