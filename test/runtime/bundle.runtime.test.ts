import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { builtBySam } from '../../local/lambda/built-by-sam.ts';
import { bundled } from '../../local/lambda/bundle.ts';
import { readTemplate } from '../../local/template.ts';
import { repository } from './task-root.ts';

for (const lambda of readTemplate(repository, (name) => name).functions) {
  const built = builtBySam(repository, lambda);
  const skip = built === null && 'sam build has not been run since the sources changed';
  test(`${lambda.id} is deployed as it is bundled here, so that its logged stacks can be read`, {
    skip,
  }, async () => {
    const { code } = await bundled(repository, lambda);
    assert.ok(code === readFileSync(built ?? '', 'utf8'), 'sam build made other code');
  });
}
