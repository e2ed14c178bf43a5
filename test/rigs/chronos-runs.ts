import { type TestRig, until } from './chronos-simulator.ts';

/** What tests of runs do and wait for, on the rig of the moment. */
export const runSteps = (rig: () => TestRig) => ({
  force: (name: string, query = '') => rig().call('PUT', `job/${name}${query}`),
  hasState: (name: string, state: string) => until(async () => (await rig().state(name)) === state),
  hasCount: (name: string, field: 'successCount' | 'errorCount', count: number) =>
    until(async () => (await rig().job(name))[field] === count),
});
