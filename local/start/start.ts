import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DetailedJob, ShownJob } from '../../cli/api/answers.ts';
import { apiCaller } from '../../cli/api/api-caller.ts';
import { portFile } from '../../cli/api/api-url.ts';
import { type JobsApi, jobsApi } from '../../cli/api/jobs-api.ts';
import { type Dashboard, startDashboard } from '../../cli/dashboard/server.ts';
import { takesEscapeCodes } from '../../cli/terminal.ts';
import { launchedLines } from '../../cli/text/launched-lines.ts';
import { howMany } from '../../lib/control/wording.ts';
import { readableLine } from '../log-line.ts';
import { type Stack, startStack } from '../stack.ts';
import { lockDirectory } from './directory-lock.ts';
import { follow } from './follow.ts';
import { busyMeter, gotCpus } from './got-cpus.ts';
import { launchRequests } from './launch-requests.ts';
import { parseOptions, type StartOptions, usage, usualDirectory } from './options.ts';
import { distinct, eventLines, metricCounts, summary, toldLines } from './summary.ts';

const repository = join(import.meta.dirname, '..', '..');
/** A scheduled minute lasts two seconds here. */
const timeScale = 30;
const usualPort = 8880;
const tidyingMs = 25_000;

/** Set by the first signal: what fails from then on fails because everything is being closed. */
let isStopping = false;

if (process.argv.includes('--help')) console.log(usage);
else {
  try {
    process.exitCode = await start(parseOptions(process.argv.slice(2)));
  } catch (error) {
    if (!isStopping) {
      console.error(`${explained(error as StartError)}\nnpm start -- --help lists the options.`);
      process.exit(1);
    }
  }
}

async function start(options: StartOptions): Promise<number> {
  const directory = resolve(options.directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  lockDirectory(directory);
  const stack = await openStack(options, directory);
  const api = jobsApi(apiCaller({ apiUrl: stack.apiUrl, token: stack.apiToken }));
  console.log(`Pacer is at ${stack.apiUrl}/jobs; its state is in ${options.directory}, with functions.log`);
  if (stack.docker) console.log(`Jobs run in containers of Docker ${stack.docker}`);
  const page = await openPage(stack);
  const machineBusy = busyMeter();
  const jobIds = await liveJobs(api, options);
  stopOnSignal(stack, api, options.keep ? [] : jobIds);
  if (options.keep) showCommands(stack, options.directory);
  const jobs = await follow({
    api,
    jobIds,
    output: process.stdout,
    // What the functions log would tear the lines that are drawn over.
    isLive: takesEscapeCodes({ out: process.stdout, environment: process.env }) && !options.verbose,
    isStopping: () => isStopping,
  });
  if (isStopping) return 130;
  if (jobIds.length === 0) return 0;
  await tidiedUp(stack, api, jobIds);
  showEnds(stack, jobs, machineBusy());
  console.log(
    `${directory} keeps the state, events.jsonl, what the law learned, and in sandboxes/ the output of the last runs`,
  );
  if (options.keep) {
    console.log('The stack stays up until Ctrl-C.');
    return 0;
  }
  await page.close();
  await stack.close();
  return jobs.every(({ onTime }) => onTime) ? 0 : 1;
}

/** The page with all jobs, which this machine's browser can open as long as the stack is there. */
async function openPage({ apiUrl, apiToken }: Stack): Promise<Dashboard> {
  const page = await startDashboard({ access: { apiUrl, token: apiToken }, port: null });
  console.log(`See the jobs in a browser: ${page.link}`);
  return page;
}

/** How the jobs went, and whom Monasca and EventBridge told. */
function showEnds(stack: Stack, jobs: DetailedJob[], machineBusy: number): void {
  const jobIds = jobs.map(({ jobId }) => jobId);
  console.log();
  for (const job of jobs) console.log(summary(job, gotCpus(stack, job, machineBusy)).join('\n'));
  const received = distinct(stack.monasca.received()).filter(({ dimensions }) =>
    jobIds.includes(dimensions.job_id ?? ''),
  );
  console.log(`Monasca received ${received.length} metrics: ${metricCounts(received)}`);
  for (const line of toldLines(stack.monasca.notifications(), jobs)) console.log(line);
  for (const line of eventLines(stack.bus.received(), jobs)) console.log(line);
}

async function openStack(options: StartOptions, directory: string): Promise<Stack> {
  const { port, callbackUrl, docker, verbose } = options;
  const logFile = join(directory, 'functions.log');
  const file = join(directory, portFile);
  const lastPort = existsSync(file) ? Number(readFileSync(file, 'utf8')) : usualPort;
  return startStack({
    directory,
    timeScale,
    port: port ?? lastPort,
    callbackUrl,
    docker,
    onLine: (name, line) => {
      appendFileSync(logFile, `${readableLine(name, line)}\n`);
      if (verbose) console.log(readableLine(name, line));
    },
  });
}

/** The jobs that a stack before this one left unfinished, and those that are asked for: by default the examples, if none is left. */
async function liveJobs(api: JobsApi, options: StartOptions): Promise<string[]> {
  const left = (await active(api)).filter(({ finishedAt }) => !finishedAt);
  for (const { name, completed, iterations } of left)
    console.log(`Continuing ${name}: ${completed} of ${howMany(iterations, 'iteration')} done`);
  const goingOn = left.map(({ jobId }) => jobId);
  if (options.bare || (goingOn.length > 0 && options.job === null)) return goingOn;
  const requests = launchRequests(options, repository);
  const launched = requests.map(async (request) => showLaunch(await api.launchJob(request, randomUUID())));
  return [...goingOn, ...(await Promise.all(launched))];
}

async function active(api: JobsApi): Promise<ShownJob[]> {
  return (await api.listJobs({ state: 'active', limit: 100 })).jobs;
}

async function ending(api: JobsApi): Promise<ShownJob[]> {
  return (await api.listJobs({ state: 'ending', limit: 100 })).jobs;
}

type Launch = Awaited<ReturnType<JobsApi['launchJob']>>;

function showLaunch({ launched }: Launch): string {
  for (const line of launchedLines(launched, { isNew: true, now: Date.now() })) console.log(line);
  return launched.jobId;
}

/** A job that has ended still has to leave the cluster and to send its last numbers. */
async function tidiedUp(stack: Stack, api: JobsApi, jobIds: string[]): Promise<void> {
  const hasLastNumbers = (jobId: string) =>
    stack.monasca
      .received()
      .some(
        ({ name, value, dimensions }) => name === 'pacer.status' && value >= 2 && dimensions.job_id === jobId,
      );
  if (jobIds.length === 0) return;
  for (const until = Date.now() + tidyingMs; Date.now() < until; await sleep(100)) {
    const isLeft = (await active(api)).length > 0 || (await ending(api)).length > 0;
    if (!isLeft && jobIds.every(hasLastNumbers)) return;
  }
}

/** Ctrl-C ends what this demonstration launched, and the stack with it; the jobs of a stack that is kept go on when it is started again. */
function stopOnSignal(stack: Stack, api: JobsApi, jobIds: string[]): void {
  const stop = async () => {
    isStopping = true;
    console.log(
      jobIds.length > 0
        ? '\nCancelling the jobs and stopping …'
        : '\nStopping; live jobs continue at the next start …',
    );
    await Promise.all(jobIds.map((jobId) => api.cancelJob(jobId)));
    await tidiedUp(stack, api, jobIds);
    await stack.close();
    process.exit(130);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function showCommands({ apiUrl, tokenFile }: Stack, directory: string): void {
  const at = `-i ${apiUrl}${directory === usualDirectory ? '' : ` --directory ${directory}`}`;
  console.log(`The stack stays up until Ctrl-C. Another terminal can use it:
  launch   npm run --silent pacer -- launch ${at} -j examples/pi.marathon.json --deadline 1m --watch
  list     npm run --silent pacer -- list ${at}
  show     npm run --silent pacer -- show ${at} JOB_ID
  cancel   npm run --silent pacer -- cancel ${at} JOB_ID
  or       curl -H "Authorization: Bearer $(cat ${tokenFile})" ${apiUrl}/jobs
`);
}

interface StartError extends Error {
  code?: string;
}

function explained(error: StartError): string {
  if (error.code === 'EADDRINUSE') return 'Another program listens on the port: choose one with --port.';
  return error.message;
}
