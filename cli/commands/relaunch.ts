import { Command } from 'commander';
import * as z from 'zod';
import { launchFields } from '../../lib/request/launch-fields.ts';
import { parse } from '../../lib/request/parse.ts';
import { addFollowOptions, followOptions, launchAndFollow } from '../launch-and-follow.ts';
import { addOption } from '../launch-options.ts';
import { type Cli, openSession } from '../session.ts';
import { examples } from './examples.ts';
import { intervalMsOf, intervalOption } from './interval-option.ts';

const options = z.object({ ...followOptions.shape, deadline: z.string().optional() });

/** `pacer relaunch JOB`: launches a job as an earlier one was. */
export function relaunchCommand(cli: Cli): Command {
  const relaunch = new Command('relaunch')
    .description(
      'launch a job as an earlier one was, with what was learned; by default it has as long as that one had',
    )
    .argument('<job>', 'its id or its name');
  addFollowOptions(addOption(relaunch, launchFields.deadline.option));
  return intervalOption(relaunch)
    .addHelpText('after', examples('relaunch nightly', 'relaunch nightly --deadline 2h --watch'))
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const { deadline, ...following } = parse(options, command.opts(), 'command line');
      const request = deadline === undefined ? {} : { deadline };
      const how = { ...following, intervalMs: intervalMsOf(command) };
      cli.exitCode = await launchAndFollow(session, how, (key) =>
        session.api.relaunchJob(idOrName, request, key),
      );
    });
}
