import { UpstreamError } from '../../http/upstream-error.ts';
import { RefusedDefinitionError } from '../../job/errors.ts';

/** Answers to a definition that will not change when it is sent again. */
const refusals = new Set([400, 415, 422]);
/** So often must Chronos fail to read a definition in the same way before it counts as refused, with these pauses between. */
const pausesMs = [300, 700];

/**
 * Sends a definition. Chronos answers one that it cannot read with a 500 and a page whose reason is an exception, where its own
 * troubles are JSON (3.x), empty, or a page without one: RefusedDefinitionError after three equal such answers.
 */
export async function submitDefinition(
  send: () => Promise<void>,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
  let first: string | null = null;
  for (const pauseMs of [...pausesMs, null]) {
    const error = await failureOf(send);
    if (error === null) return;
    const reason = unreadableReason(error);
    first ??= reason;
    if (reason === null || reason !== first) throw explained(error);
    if (pauseMs === null) throw new RefusedDefinitionError(`Chronos cannot read the job: ${reason}`);
    await sleep(pauseMs);
  }
}

async function failureOf(send: () => Promise<void>): Promise<UpstreamError | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (!refusals.has(error.status)) return error;
    throw new RefusedDefinitionError(`Chronos refused the job: ${error.excerpt || error.status}`);
  }
}

/** What the deserializer of a job throws, as a page shows it; nothing that a network or ZooKeeper could throw. */
const deserialization =
  /^(com\.fasterxml\.jackson\.[\w.$]+|org\.joda\.time\.[\w.$]+|scala\.MatchError|java\.util\.(NoSuchElementException|regex\.PatternSyntaxException)|java\.lang\.(NullPointer|IllegalArgument|NumberFormat|ClassCast|(Array|String)?IndexOutOfBounds)Exception)\b/;

function unreadableReason({ status, pageReason }: UpstreamError): string | null {
  if (status !== 500 || pageReason === null || !deserialization.test(pageReason)) return null;
  // An object's address is another one each time.
  return pageReason.replace(/@[0-9a-f]+/g, '');
}

/** Chronos 2 gives no reason: it may be in trouble, or the definition may. */
function explained(error: UpstreamError): Error {
  if (error.status !== 500 || error.pageReason !== 'Server Error') return error;
  const sentence = `${error.message}. Either Chronos is in trouble, or it cannot read the job: look at its container, constraints, fetch, environmentVariables and epsilon`;
  return new Error(sentence, { cause: error });
}
