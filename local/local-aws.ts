interface Urls {
  dynamodb: string;
  lambda: string;
  scheduler: string;
}

const region = 'us-east-1';
const account = '000000000000';
const tableName = 'pacer-local';
const scheduleGroup = 'pacer-local';

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const functionArn = (name: string) => arn('lambda', `function:${name}`);
const tableArn = (name: string) => arn('dynamodb', `table/${name}`);

/** What stands for AWS on this machine: names, ARNs, credentials that may do everything, and where the services are. */
export const localAws = {
  region,
  tableName,
  scheduleGroup,
  functionArn,
  tableArn,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },

  /** The environment of every function: what its SDK reads. */
  environment: ({ dynamodb, scheduler, lambda }: Urls): Record<string, string> => ({
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_SCHEDULER: scheduler,
    AWS_ENDPOINT_URL_LAMBDA: lambda,
  }),

  resolve,
};

const standIns: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::AccountId': account,
  JobsTable: tableName,
  'JobsTable.Arn': tableArn(tableName),
  ScheduleGroup: scheduleGroup,
  EvaluateFunction: 'EvaluateFunction',
  'EvaluateFunction.Arn': functionArn('EvaluateFunction'),
  'ScheduleRole.Arn': `arn:aws:iam::${account}:role/pacer-local-schedules`,
  'ScheduleDeadLetters.Arn': arn('sqs', 'pacer-local-schedule-dead-letters'),
  'EvaluationDeadLetters.Arn': arn('sqs', 'pacer-local-evaluation-dead-letters'),
  CallbackKey: arn('secretsmanager', 'secret:pacer/callback-key'),
};

/** What the references of the template mean here, also those within a text. */
function resolve(text: string): string {
  if (text.includes('${')) return text.replaceAll(/\$\{([^}]+)\}/g, (_, name) => resolve(name));
  const value = standIns[text];
  if (value === undefined) throw new Error(`The template refers to ${text}, which nothing stands for here.`);
  return value;
}
