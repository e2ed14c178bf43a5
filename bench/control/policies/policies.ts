import { laws } from '../../../lib/control/laws.ts';
import { ancestorDocumented, ancestorLater, ancestorMeasured } from './ancestor.ts';
import { informed } from './informed.ts';
import { jockey } from './jockey.ts';
import type { Policy } from './policy.ts';
import { proportional } from './proportional.ts';
import { meanOracle, p98Oracle, staticMax } from './static.ts';

export const adaptivePolicy: Policy = { name: 'adaptive', lawFor: () => laws.adaptive };
const stepPolicy: Policy = { name: 'step', lawFor: () => laws.step };

/** All contenders in the order of the report. */
export const policies: Policy[] = [
  staticMax,
  meanOracle,
  p98Oracle,
  ancestorDocumented,
  ancestorLater,
  ancestorMeasured,
  proportional(),
  jockey,
  stepPolicy,
  adaptivePolicy,
  informed,
];
