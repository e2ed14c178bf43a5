import { after, before, describe } from 'node:test';
import { type Rig, startRig } from '../e2e/rig.ts';
import { byHand } from './by-hand.ts';
import { chronosWeather } from './chronos-weather.ts';
import { monascaWeather } from './monasca-weather.ts';
import { runWeather } from './run-weather.ts';

/** Enough to fill the long waits of some with others, few enough for a small machine. */
const atOnce = 10;

describe('a job survives when', { concurrency: atOnce, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  for (const register of [byHand, runWeather, chronosWeather, monascaWeather]) register(() => rig);
});
