import { sh } from '../../../test/rigs/shells.ts';
import { loopCases } from '../../../test/rigs/wrapped-loop-cases.ts';

loopCases(sh);
