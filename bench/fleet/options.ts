import { parseArgs } from 'node:util';
import { z } from 'zod';
import { seeds } from '../control/scenario.ts';
import { policies } from './policies.ts';

export const USAGE = `npm run bench:fleet -- [options]

Many jobs with deadlines share a small cluster: ways of coordination side by side on the same jobs.

  --quick          few trials, and floors; exit code 1 below one of them
  --trials N       fleets of each load (20)
  --seed N         first seed (${seeds.reporting}; tuning uses ${seeds.tuning} and up)
  --load PERCENT   only this offered load (may be repeated; 50, 70, 85, 100 and 120)
  --policy NAME    only this policy besides "off" (may be repeated)
  --jobs N         jobs of a fleet (120)
  --agents N       agents of 4 cpus each (4)
  --json           print JSON instead of tables
  --help

Policies: ${policies.map(({ name }) => `"${name}"`).join(', ')}`;

const number = z.coerce.number();
const schema = z.object({
  quick: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
  trials: number.int().min(1).max(10_000).optional(),
  seed: number.int().min(0).default(seeds.reporting),
  load: z.array(number.min(1).max(1000)).optional(),
  policy: z.array(z.enum(policies.map(({ name }) => name))).optional(),
  jobs: number.int().min(1).max(10_000).optional(),
  agents: number.int().min(1).max(1000).optional(),
});

export type Options = z.infer<typeof schema>;

const flag = { type: 'boolean' } as const;
const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;

/** The options of the command line; what is not understood is an error that says so. */
export function readOptions(args: string[]): Options {
  const options = {
    quick: flag,
    json: flag,
    help: flag,
    trials: text,
    seed: text,
    load: texts,
    policy: texts,
    jobs: text,
    agents: text,
  };
  const parsed = schema.safeParse(parseArgs({ args, options }).values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RangeError(`--${issue?.path[0]?.toString()}: ${issue?.message}`);
}
