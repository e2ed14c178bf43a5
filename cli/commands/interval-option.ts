import type { Command } from 'commander';
import * as z from 'zod';
import { durationInput } from '../../lib/request/duration.ts';
import { parse } from '../../lib/request/parse.ts';

const options = z.object({ interval: durationInput(0.1, 3600) });

/** Adds the option that says how often a watched job is looked at. */
export function intervalOption(command: Command): Command {
  return command.option('--interval <time>', 'how often to poll a watched job', '2s');
}

/** What that option says, in milliseconds. */
export function intervalMsOf(command: Command): number {
  return parse(options, command.opts(), 'command line').interval * 1000;
}
