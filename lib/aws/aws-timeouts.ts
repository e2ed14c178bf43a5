/** How long one attempt of a call to AWS may take, in milliseconds; by itself the SDK waits for ever. */
export const awsTimeouts = { connectionTimeout: 3_000, requestTimeout: 4_000, throwOnRequestTimeout: true };
