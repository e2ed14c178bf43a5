import { MonascaAnswerError } from './errors.ts';
import { type MonascaCall, noBody } from './monasca-call.ts';

/** Deletes what has the id below the path; false when there is nothing of that id. */
export async function deleteById(call: MonascaCall, path: string, id: string): Promise<boolean> {
  try {
    await call({ method: 'DELETE', path: `${path}/${encodeURIComponent(id)}`, reply: noBody });
    return true;
  } catch (error) {
    if (error instanceof MonascaAnswerError && error.status === 404) return false;
    throw error;
  }
}
