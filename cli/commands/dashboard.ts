import { once } from 'node:events';
import { Command } from 'commander';
import * as z from 'zod';
import { parse } from '../../lib/request/parse.ts';
import { startDashboard } from '../dashboard/server.ts';
import { type Cli, openSession } from '../session.ts';
import { examples } from './examples.ts';

const options = z.object({ port: z.coerce.number().int().min(0).max(65_535).optional() });

/** `pacer dashboard`: the page, on a port of this machine, until it is interrupted. */
export function dashboardCommand(cli: Cli): Command {
  return new Command('dashboard')
    .description('serve the page with all jobs to the browser of this machine, until Ctrl-C')
    .option('--port <number>', 'of this machine (default: 8881, or a free one)')
    .addHelpText(
      'after',
      examples('dashboard', 'dashboard --url https://abc.execute-api.eu-west-1.amazonaws.com'),
    )
    .action(async (_, command: Command) => {
      const session = openSession(cli, command);
      const { port = null } = parse(options, command.opts(), 'command line');
      const { link, close } = await startDashboard({ access: session.access, port });
      session.print({ link }, [`See the jobs of ${session.apiUrl} at`, link]);
      session.note(
        'Keep the link to yourself: it lets others use the page with your credentials. Ctrl-C ends the page.',
      );
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await close();
    });
}
