/** The access key id with which a call was signed; empty when it was not. The signature itself is not checked. */
export function signerOf(authorization: string | undefined): string {
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';
}
