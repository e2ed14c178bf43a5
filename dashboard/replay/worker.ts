import { TraceError } from '../../bench/control/trace.ts';
import { type Replayed, type ReplayOrder, replayed } from './replay.ts';

/** What the worker tells the page. `refused` is the fault of a file, and says of which. */
export type Told = { share: number } | { replayed: Replayed } | { refused: string };

const tell = (told: Told) => postMessage(told);

let percent = 0;
/** A message for each per cent is enough. */
function progress(share: number): void {
  if (Math.floor(100 * share) === percent) return;
  percent = Math.floor(100 * share);
  tell({ share });
}

// The first message of the page, and the only one: a worker for each replay. Another error reaches the page as an event.
addEventListener('message', ({ data }: MessageEvent<ReplayOrder>) => {
  try {
    tell({ replayed: replayed(data, progress) });
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    tell({ refused: error.message });
  }
});
