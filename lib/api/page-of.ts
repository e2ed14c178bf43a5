import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { pageQuery } from '../request/page-query.ts';
import { parse } from '../request/parse.ts';

/** Which jobs are listed, and how many. */
export function pageOf({ queryStringParameters }: APIGatewayProxyEventV2) {
  const { state, limit, before } = parse(pageQuery, queryStringParameters ?? {}, 'query');
  return { listed: state, limit, before: before ?? null };
}
