import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostileCases } from '../../../test/rigs/hostile-cases.ts';
import { sh } from '../../../test/rigs/shells.ts';
import { wrappedCommand, wrappedLoop } from './wrapped-command.ts';

test('the wrapper is short beside what a framework and a process take', () => {
  for (const wrapper of [wrappedCommand, wrappedLoop]) assert.ok(wrapper.length < 9_000, `${wrapper.length}`);
});

hostileCases(sh);
