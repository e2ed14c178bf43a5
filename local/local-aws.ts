interface Urls {
  dynamodb: string;
  lambda: string;
  scheduler: string;
  events: string;
}

const region = 'us-east-1';
const account = '000000000000';
const tableName = 'pacer-local';
const scheduleGroup = 'pacer-local';

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const functionArn = (name: string) => arn('lambda', `function:${name}`);
const tableArn = (name: string) => arn('dynamodb', `table/${name}`);
const stackName = 'pacer-local';

/** What stands for AWS on this machine: names, ARNs, credentials that may do everything, and where the services are. */
export const localAws = {
  region,
  account,
  tableName,
  scheduleGroup,
  functionArn,
  tableArn,
  /** Of the default bus. */
  busArn: arn('events', 'event-bus/default'),
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },

  /** The environment of every function: what its SDK reads. */
  environment: ({ dynamodb, scheduler, lambda, events }: Urls): Record<string, string> => ({
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_SCHEDULER: scheduler,
    AWS_ENDPOINT_URL_LAMBDA: lambda,
    AWS_ENDPOINT_URL_EVENTBRIDGE: events,
    WEBHOOK_NETWORKS: '127.0.0.0/8,::1/128',
  }),

  resolve,
};

const standIns: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::AccountId': account,
  'AWS::StackName': stackName,
  JobsTable: tableName,
  'JobsTable.Arn': tableArn(tableName),
  'JobsTable.StreamArn': `${tableArn(tableName)}/stream/2030-01-01T00:00:00.000`,
  ScheduleGroup: scheduleGroup,
  EvaluateFunction: 'EvaluateFunction',
  'EvaluateFunction.Arn': functionArn('EvaluateFunction'),
  'LaunchFunction.Arn': functionArn('LaunchFunction'),
  'ScheduleRole.Arn': `arn:aws:iam::${account}:role/pacer-local-schedules`,
  'ScheduleDeadLetters.Arn': arn('sqs', 'pacer-local-schedule-dead-letters'),
  'EvaluationDeadLetters.Arn': arn('sqs', 'pacer-local-evaluation-dead-letters'),
  'TellDeadLetters.Arn': arn('sqs', 'pacer-local-tell-dead-letters'),
  CallbackKey: arn('secretsmanager', 'secret:pacer/callback-key'),
};

/** What the references of the template mean here, also those within a text. */
function resolve(text: string): string {
  if (text.includes('${')) return text.replaceAll(/\$\{([^}]+)\}/g, (_, name) => resolve(name));
  const value = standIns[text];
  if (value === undefined) throw new Error(`The template refers to ${text}, which nothing stands for here.`);
  return value;
}
