import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { cancelCommand } from './commands/cancel.ts';
import { changeCommand } from './commands/change.ts';
import { completionCommand } from './commands/completion.ts';
import { credentialsCommand } from './commands/credentials.ts';
import { dashboardCommand } from './commands/dashboard.ts';
import { deadlineCommand } from './commands/deadline.ts';
import { historyCommand } from './commands/history.ts';
import { launchCommand } from './commands/launch.ts';
import { listCommand } from './commands/list.ts';
import { logsCommand } from './commands/logs.ts';
import { metricsCommand } from './commands/metrics.ts';
import { pauseCommand, resumeCommand } from './commands/pause.ts';
import { recurringCommand } from './commands/recurring.ts';
import { relaunchCommand } from './commands/relaunch.ts';
import { showCommand } from './commands/show.ts';
import { traceCommand } from './commands/trace.ts';
import { watchCommand } from './commands/watch.ts';
import { exitCodes } from './exit-codes.ts';
import { reportFailure } from './report-failure.ts';
import { type Cli, globalOptions } from './session.ts';
import type { Terminal } from './terminal.ts';

const commands = [
  launchCommand,
  relaunchCommand,
  recurringCommand,
  listCommand,
  showCommand,
  watchCommand,
  dashboardCommand,
  logsCommand,
  historyCommand,
  traceCommand,
  cancelCommand,
  deadlineCommand,
  changeCommand,
  pauseCommand,
  resumeCommand,
  metricsCommand,
  credentialsCommand,
  completionCommand,
];

const exitCodesHelp = `
Exit codes: 0 done, 1 not on time (watch; launch and relaunch with --watch or --wait; launch --dry-run),
2 something given is invalid, 3 refused by the API or AWS, 4 no answer or a fault there, 70 a fault of pacer

Examples:
  $ pacer launch -j job.json --deadline 10m --iterations 20 --watch
  $ pacer list --url https://abc.execute-api.eu-west-1.amazonaws.com
  $ pacer list --json | jq -r '.jobs[].name'`;

/** Runs one command line (without the program's name); resolves to its exit code. What fails is told on `err`. */
export async function run(args: string[], terminal: Terminal): Promise<number> {
  const cli: Cli = { terminal, exitCode: exitCodes.done };
  const json = args.includes('--json');
  try {
    await program(cli, json).parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    return reportFailure(error, terminal, json);
  }
}

function program(cli: Cli, json: boolean): Command {
  const { out, err } = cli.terminal;
  const pacer = globalOptions(new Command('pacer'))
    .description(
      'Finishes Dockerized jobs on Apache Mesos by their deadline, with as little CPU as possible.',
    )
    .version(manifest.version)
    .addHelpText('after', exitCodesHelp);
  for (const command of commands) pacer.addCommand(command(cli));
  for (const each of withSubcommands(pacer)) {
    each
      .exitOverride()
      .configureHelp({ showGlobalOptions: true, helpWidth: 100 })
      .configureOutput({
        writeOut: (text) => void out.write(text),
        // The help after a wrong use, which would be no JSON.
        writeErr: (text) => void (json || err.write(text)),
        // Told by reportFailure, as JSON where that is asked for.
        outputError: () => {},
      });
  }
  return pacer;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
