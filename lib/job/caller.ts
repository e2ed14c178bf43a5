/** What SDKs name a session of a role by themselves, as in `botocore-session-1767268801`: the next process has another. */
const madeUpSession = /^(arn:[^:]*:sts::\d*:assumed-role\/.*)\/[^/]*\d{9,}[^/]*$/;

/** The ARN of a signer without the name that an SDK made up for the session; '' where nobody signs, who is one caller. */
export function callerOf(signer: string | null): string {
  return signer === null ? '' : (madeUpSession.exec(signer)?.[1] ?? signer);
}
