import { otherShells } from '../../../test/rigs/shells.ts';
import { loopCases } from '../../../test/rigs/wrapped-loop-cases.ts';

for (const shell of otherShells) loopCases(shell);
