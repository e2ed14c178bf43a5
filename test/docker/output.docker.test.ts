import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { wrappedCommand, wrappedEnvironment } from '../../lib/frameworks/wrapper/wrapped-command.ts';
import { serve, token } from '../rigs/wrapped-command.ts';
import { ran, startAgents, task } from './agents.ts';
import { skip } from './real-engine.ts';

describe('a failed run in a container', { timeout: 120_000, skip }, () => {
  test('reports the end of its stderr, which Docker brings to the sandbox', async (t) => {
    const agents = await startAgents(t);
    const { reportUrl, reports } = await serve(t);
    const command = 'echo out; echo "cannot open data" >&2; exit 7';
    const env = wrappedEnvironment({ command, reportUrl, token, jobId: '1', reportOutput: true });
    const { status, stderr } = await ran(agents, task('failing', wrappedCommand, { env }));
    assert.equal(status.message, 'Container exited with status 7');
    const shown = Buffer.from(reports[0]?.stderrHex ?? '', 'hex').toString();
    assert.deepEqual(
      [shown, stderr, reports[0]?.sandbox],
      ['cannot open data\n', 'cannot open data\n', undefined],
    );
  });
});
