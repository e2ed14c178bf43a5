import type { Command } from 'commander';
import * as z from 'zod';
import { parse } from '../lib/request/parse.ts';
import { type ApiAccess, apiCaller } from './api/api-caller.ts';
import { readApiToken } from './api/api-token.ts';
import { apiUrlOf, isOfLocalStack } from './api/api-url.ts';
import { type JobsApi, jobsApi } from './api/jobs-api.ts';
import { type Paint, paintOn, type Terminal } from './terminal.ts';

/** One run of the program; a command sets the exit code where it is not 0. */
export interface Cli {
  terminal: Terminal;
  exitCode: number;
}

/** What every command works with once the options that all have are read. */
export interface Session extends Terminal {
  api: JobsApi;
  apiUrl: string;
  /** How the API is called: signed, with a token, or neither. */
  access: ApiAccess;
  json: boolean;
  /** The directory of the local stack's state. */
  directory: string;
  /** Writes the answer: as one line of JSON with `--json`, else the lines. */
  print(answer: unknown, lines: string[]): void;
  /** Tells on stderr what a user should know besides. */
  note(text: string): void;
  paint: Paint;
}

const options = z.object({
  url: z.string().optional(),
  sign: z.boolean().default(false),
  json: z.boolean().default(false),
  directory: z.string().min(1),
});

/** Adds the options that every command has. */
export function globalOptions(command: Command): Command {
  return command
    .option(
      '-i, --url <url>',
      'URL of the API (default: PACER_URL, or the local stack of "npm start -- --keep")',
    )
    .option('--sign', 'sign with AWS credentials even if the URL is not one of API Gateway')
    .option('--json', 'write JSON: answers to stdout, errors to stderr')
    .option('--directory <path>', 'where the local stack keeps its state', '.pacer');
}

export function openSession({ terminal }: Cli, command: Command): Session {
  const { json, sign, url, directory } = parse(options, command.optsWithGlobals(), 'command line');
  const { out, err, environment } = terminal;
  const apiUrl = apiUrlOf({ url: url ?? environment.PACER_URL, directory });
  const token = isOfLocalStack(apiUrl, directory) && !sign ? readApiToken(directory) : null;
  const access = { apiUrl, sign, environment, token };
  return {
    out,
    err,
    environment,
    json,
    apiUrl,
    access,
    directory,
    api: jobsApi(apiCaller(access)),
    print: (answer, lines) => void out.write(`${json ? JSON.stringify(answer) : lines.join('\n')}\n`),
    note: (text) => void err.write(`${json ? JSON.stringify({ note: text }) : text}\n`),
    paint: paintOn(terminal),
  };
}
