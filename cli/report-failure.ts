import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { NoAnswerError } from '../lib/http/http.ts';
import { CallerError, type FieldProblem } from '../lib/job/errors.ts';
import { frameworkNames, frameworkTraits } from '../lib/job/frameworks.ts';
import { ApiError } from './api/api-error.ts';
import { exitCodes } from './exit-codes.ts';
import { fieldOptions } from './launch-options.ts';
import type { Terminal } from './terminal.ts';

/** What is told of a failure, and the exit code that it ends with. */
interface Failure {
  code: string;
  message: string;
  exitCode: number;
  fields?: FieldProblem[];
  status?: number;
  /** What to do. */
  next?: string;
}

/** Tells on stderr what went wrong and what to do next; resolves to the exit code. */
export function reportFailure(error: unknown, { err }: Terminal, json: boolean): number {
  const { exitCode, ...failure } = failureOf(error);
  const lines = [...linesOf(error, failure), ...(failure.next ? [failure.next] : [])];
  const text = `${styleText('red', 'pacer:', { stream: err })} ${lines.join('\n')}`;
  err.write(`${json ? JSON.stringify({ error: failure }) : text}\n`);
  return exitCode;
}

/** What the API says of several fields is in one message; a line for each is easier to read. */
function linesOf(error: unknown, { message, fields }: Omit<Failure, 'exitCode'>): string[] {
  if (!fields || !(error instanceof ApiError)) return [message];
  return [error.place, ...fields.map(({ field, problem }) => `  ${field} ${problem}`)];
}

function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return usageFailure(error);
  if (error instanceof CallerError) return { ...essence(error), exitCode: exitCodes.usage };
  if (error instanceof ApiError) return apiFailure(error);
  if (error instanceof NoAnswerError) {
    const next = 'Check the address (--url or PACER_URL); "npm start -- --keep" starts a local stack.';
    return { code: error.code, message: error.message, exitCode: exitCodes.notAnswered, next };
  }
  return awsFailure(error) ?? faultOf(error);
}

function essence({ code, message, fields }: CallerError | ApiError) {
  return { code, message, ...(fields.length > 0 ? { fields } : {}) };
}

function usageFailure({ code, message }: CommanderError): Failure {
  const next = 'pacer --help shows the commands, pacer COMMAND --help their options.';
  // Without a command the help itself has been written.
  const sentence = code === 'commander.help' ? 'which command?' : message.replace(/^error: /, '');
  return { code: 'usage', message: sentence, exitCode: exitCodes.usage, next };
}

const signIn =
  'Sign in to AWS (AWS_PROFILE, aws sso login) as somebody with execute-api:Invoke on the API; ' +
  '--sign also signs for an address that is not one of API Gateway.';
const nextOfStatus: Record<number, string> = {
  401: signIn,
  403: signIn,
  413: 'Make the job smaller.',
  415: 'Send the body as it is, without Content-Encoding.',
  429: 'Too many calls at once: try again in a moment.',
};

function apiFailure(error: ApiError): Failure {
  const { status, code } = error;
  const exitCode = exitCodeOf(status);
  const next =
    nextOfCode[code] ?? nextOfStatus[status] ?? optionsFor(error) ?? (status >= 500 ? tryAgain : undefined);
  return { ...essence(error), status, exitCode, ...(next ? { next } : {}) };
}

/** The same mistake ends with the same code, whether this program or the API notices it. */
function exitCodeOf(status: number): number {
  if (status === 400 || status === 413) return exitCodes.usage;
  return status > 400 && status < 500 && status !== 429 ? exitCodes.refused : exitCodes.notAnswered;
}

const nameFields = new Set(frameworkNames.map((name) => `job.${frameworkTraits[name].nameField}`));

/** The options of `launch` that give a field of its request, or the parts of it. */
function optionsOf(field: string): string[] {
  if (nameFields.has(field)) return ['--name'];
  const exact = fieldOptions.filter(({ path }) => path.join('.') === field);
  const given = exact.length > 0 ? exact : fieldOptions.filter(({ path: [whole] }) => whole === field);
  return given.map(({ option }) => `--${option.name}`);
}

function optionsFor({ method, fields }: ApiError): string | undefined {
  const options = [...new Set(fields.flatMap(({ field }) => optionsOf(field)))];
  if (options.length === 0) return undefined;
  if (method === 'POST') return `Change the file, or use ${options.join(', ')}.`;
  // "pacer deadline" has no option for it.
  const others = options.filter((option) => option !== '--deadline');
  return others.length > 0 ? `Give another value with ${others.join(', ')}.` : undefined;
}

const tryAgain = 'Try again in a moment. If the error persists, see the logs of the functions.';
const restoreSecret = 'Restore it with "aws secretsmanager restore-secret --secret-id NAME", then try again.';
const checkNetwork = 'Check the network and AWS_REGION, then try again.';
const nextOfCode: Record<string, string> = {
  'unknown-job': '"pacer list --all" shows the jobs that there are.',
  'unknown-recurring-job': '"pacer recurring list" shows those that there are.',
  'recurring-name-in-use':
    '"pacer recurring change NAME" changes it, "pacer recurring remove NAME" removes it; or give another --name.',
  'ambiguous-name': 'Give the id instead of the name.',
  'name-in-use':
    '"pacer show NAME" shows it, "pacer cancel NAME" ends it if it is live; or give another --name.',
  'name-taken-in-framework': 'Give another --name, or remove that job from the framework.',
  'idempotency-key-used': 'Give another --idempotency-key, or none.',
  'changed-meanwhile': 'Try again; "pacer show JOB" tells what others have changed.',
  'job-finished': '"pacer show JOB" tells how it ended; "pacer launch" launches it again.',
  'not-pacer': 'Is the address (--url, PACER_URL) the API of Pacer?',
  'no-api-token': 'The token is read from the state of the stack: give its directory with --directory.',
};

/** A failure of the AWS SDK; undefined for anything else. */
function awsFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    const next = 'Sign in to AWS: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
    return { code: 'no-aws-credentials', message, exitCode: exitCodes.usage, next };
  }
  if (message === 'Region is missing')
    return { code: 'no-aws-region', message, exitCode: exitCodes.usage, next: 'Set AWS_REGION.' };
  if ('$fault' in error) {
    const exitCode = error.$fault === 'client' ? exitCodes.refused : exitCodes.notAnswered;
    const failure = { code: 'aws', message: `AWS Secrets Manager: ${name}: ${message}`, exitCode };
    return /marked.* for deletion/.test(message) ? { ...failure, next: restoreSecret } : failure;
  }
  if ('$metadata' in error || 'syscall' in error)
    return {
      code: 'no-answer',
      message: `AWS: ${message}`,
      exitCode: exitCodes.notAnswered,
      next: checkNetwork,
    };
  return undefined;
}

function faultOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'fault', message: `unexpected: ${message}`, exitCode: exitCodes.fault };
}
