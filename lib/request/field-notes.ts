import type { JobSpec } from '../job/job.ts';

/** An option of `pacer launch`, by its long name; `value` says in its help what follows it: without it the option stands for true. */
export interface LaunchOption {
  name: string;
  value?: string;
  help: string;
  /** The values that it takes, which the API checks. */
  choices?: readonly string[];
  isNumber?: true;
}

/** What is to be known of a field of the launch request besides its schema. */
export interface FieldNotes {
  /** What it means, for the description of the API. */
  description: string;
  /** Absent where only the job file and `--set` give the field as a whole. */
  option?: LaunchOption;
  /** Options that give a part of it, by the name of the part. */
  partOptions?: Readonly<Record<string, LaunchOption>>;
  /** Where the job keeps it: in the spec as it is given, in a field of the spec that is worked out from it, or elsewhere. */
  kept: 'as given' | { in: keyof JobSpec } | { elsewhere: string };
}
