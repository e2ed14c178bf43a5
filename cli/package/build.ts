import { join } from 'node:path';
import { buildPackage, packageName } from './build-package.ts';

const folder = join(import.meta.dirname, '..', '..', 'dist', packageName);
await buildPackage(folder);
console.log(
  `Built dist/${packageName}: "npm install --global ./dist/${packageName}" installs the command pacer.`,
);
