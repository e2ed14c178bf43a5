import type { Replayed, ReplayOrder } from './replay.ts';
import type { Told } from './worker.ts';

/** Who waits for a replay. */
export interface Waiting {
  onProgress(share: number): void;
  onDone(replayed: Replayed): void;
  /** What is wrong with a file, or that the simulation failed. */
  onProblem(problem: string): void;
}

/** Starts the simulation beside the page, which goes on; the function that is returned ends it. */
export function startReplay(order: ReplayOrder, waiting: Waiting): () => void {
  const worker = new Worker(scriptUrl('replay.js'), { type: 'module' });
  const end = () => worker.terminate();
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if ('share' in data) return waiting.onProgress(data.share);
    end();
    if ('refused' in data) waiting.onProblem(data.refused);
    else waiting.onDone(data.replayed);
  });
  worker.addEventListener('error', (event) => {
    end();
    waiting.onProblem(
      `The simulation failed: ${event.message || 'its script, replay.js, could not be loaded.'}`,
    );
  });
  worker.postMessage(order);
  return end;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

let make: ((url: string) => string) | null = null;

/** The policy names our own script, and nothing else: where a browser knows trusted types, a worker starts with no other address. */
function scriptUrl(file: 'replay.js'): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return file;
  if (!make) {
    const policy = trustedTypes.createPolicy('pacer-replay', { createScriptURL: () => 'replay.js' });
    make = (url) => policy.createScriptURL(url);
  }
  return make(file);
}
