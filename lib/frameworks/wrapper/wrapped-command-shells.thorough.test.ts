import { hostileCases } from '../../../test/rigs/hostile-cases.ts';
import { otherShells } from '../../../test/rigs/shells.ts';

for (const shell of otherShells) hostileCases(shell);
