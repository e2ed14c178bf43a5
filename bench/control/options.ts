import { parseArgs } from 'node:util';
import { z } from 'zod';
import { seeds } from './scenario.ts';

export const USAGE = `npm run bench:control -- [options]

Runs control laws on simulated jobs, side by side on the same draws, and prints
deadlines met and core-seconds over those of a clairvoyant.

  --quick               few trials and the floors that guard the law; exit code 1 below one of them
  --trials N            jobs per scenario (400)
  --seed N              first seed (${seeds.reporting}; tuning uses ${seeds.tuning} and up)
  --scenario TEXT       only scenarios whose name contains TEXT (may be repeated)
  --ablation            the adaptive law with each of its parts taken away, instead of the other policies
  --plots FOLDER        write the plots there
  --json                print JSON instead of tables

  --trace FILE.csv      replay measurements: columns cpus,seconds and perhaps deploy_seconds (may be repeated)
  --noise FILE.csv      multiply consecutive factors on top: column factor
  --iterations N        of the replayed job (20)
  --deadline-cpus C     the deadline is the mean total at C cpus (the middle level)...
  --deadline-factor F   ...times F (1)
  --declared SECONDS    declared duration of one iteration (the mean at the initial cpus)
  --initial-cpus C      (the middle level)
  --restart SECONDS     what a change of cpus costs: 0 replays Chronos, more replays Marathon (0)
  --target P            promised probability (0.985)
  --help`;

const number = z.coerce.number();
const schema = z.object({
  quick: z.boolean().default(false),
  json: z.boolean().default(false),
  ablation: z.boolean().default(false),
  help: z.boolean().default(false),
  trials: number.int().min(1).max(100_000).optional(),
  seed: number.int().min(0).default(seeds.reporting),
  scenario: z.array(z.string()).default([]),
  plots: z.string().optional(),
  trace: z.array(z.string()).default([]),
  noise: z.string().optional(),
  iterations: number.int().min(1).max(100_000).default(20),
  'deadline-cpus': number.positive().optional(),
  'deadline-factor': number.positive().default(1),
  declared: number.positive().optional(),
  'initial-cpus': number.positive().optional(),
  restart: number.min(0).default(0),
  target: number.min(0.5).max(0.9999).default(0.985),
});

export type Options = z.infer<typeof schema>;

const flag = { type: 'boolean' } as const;
const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;

/** The options of the command line; what is not understood is an error that says so. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: flag,
      json: flag,
      ablation: flag,
      help: flag,
      scenario: texts,
      trace: texts,
      trials: text,
      seed: text,
      plots: text,
      noise: text,
      iterations: text,
      declared: text,
      'deadline-cpus': text,
      'deadline-factor': text,
      'initial-cpus': text,
      restart: text,
      target: text,
    },
  });
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RangeError(`--${issue?.path.join('.')}: ${issue?.message}`);
}
