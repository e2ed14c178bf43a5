#!/usr/bin/env node
import { run } from './run.ts';

// A reader such as `head` that has seen enough ends the command.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await run(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  environment: process.env,
});
