import type { LawName } from '../job/job.ts';
import { adaptive } from './adaptive/adaptive.ts';
import type { Law } from './law.ts';
import { step } from './step.ts';

/** Every control law, by the name under which a job asks for it. */
export const laws: Record<LawName, Law> = { adaptive, step };
