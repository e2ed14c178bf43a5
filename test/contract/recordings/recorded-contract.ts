import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type PlayedStep, type Playing, playRecording } from './play-recording.ts';

/** A request whose answer here is known to differ. The same is said, with the reason, in docs/simulators.md. */
export type KnownDifference = { session: string; n: number; why: string };

export type RecordedContract = Playing & {
  /** Whose answers were recorded. */
  server: string;
  knownDifferences: readonly KnownDifference[];
  /** The least share of answers that are wholly the same. */
  leastShare: number;
};

/** Declares the tests that hold a simulator to what a real server answered. */
export function recordedContract({
  server,
  knownDifferences,
  leastShare,
  ...playing
}: RecordedContract): void {
  describe(`the simulator answers as ${server} did`, () => {
    let played: PlayedStep[];
    before(async () => {
      played = await playRecording(playing);
    });

    test('with the same status', () => {
      assert.deepEqual(
        told(played.filter(({ differences }) => differences.some((each) => each.startsWith('status ')))),
        [],
      );
    });

    test('and with the same headers and body, but for the differences that are known by name', () => {
      const known = new Set(knownDifferences.map(place));
      const differing = played.filter(({ differences }) => differences.length > 0);
      assert.deepEqual(told(differing.filter((step) => !known.has(place(step)))), []);
      const stillThere = new Set(differing.map(place));
      assert.deepEqual(
        [...known].filter((step) => !stillThere.has(step)),
        [],
        'known, and no longer so',
      );
    });

    test(`so that ${leastShare * 100} % of the answers are wholly the same`, (t) => {
      const same = played.filter(({ differences }) => differences.length === 0).length;
      t.diagnostic(`${same} of ${played.length} answers are wholly the same`);
      assert.ok(same >= leastShare * played.length, `${same} of ${played.length}`);
    });
  });
}

const place = ({ session, n }: { session: string; n: number }): string => `${session} #${n}`;

const told = (steps: readonly PlayedStep[]): string[] =>
  steps.map((step) => `${place(step)} ${step.request}: ${step.differences.join('; ')}`);
