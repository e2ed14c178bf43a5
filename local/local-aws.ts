interface Urls {
  dynamodb: string;
  lambda: string;
  scheduler: string;
}

const region = 'us-east-1';
const account = '000000000000';
const tableName = 'pacer-local';
const scheduleGroup = 'pacer-local';

/** What stands for AWS on this machine: names, ARNs, credentials that nobody checks, and where the services are. */
export const localAws = {
  region,
  tableName,
  scheduleGroup,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },

  /** The environment that the SDK of every function reads. */
  environment: ({ dynamodb, scheduler }: Urls): Record<string, string> => ({
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_SCHEDULER: scheduler,
  }),

  /** What the references of the template mean here. */
  resolve: ({ lambda }: Urls) => {
    const values: Record<string, string> = {
      JobsTable: tableName,
      ScheduleGroup: scheduleGroup,
      EvaluateFunction: 'EvaluateFunction',
      'EvaluateFunction.Arn': `arn:aws:lambda:${region}:${account}:function:EvaluateFunction`,
      'ScheduleRole.Arn': `arn:aws:iam::${account}:role/pacer-local-schedules`,
      'https://lambda.${AWS::Region}.${AWS::URLSuffix}': lambda,
    };
    return (name: string): string => {
      const value = values[name];
      if (value === undefined)
        throw new Error(`The template refers to ${name}, which nothing stands for here.`);
      return value;
    };
  },
};
