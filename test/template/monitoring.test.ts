import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionsOf, ofType, propertiesOf, readTemplateFile } from './read-template-file.ts';

const functions = functionsOf(readTemplateFile('template.yaml'));
const monitoring = readTemplateFile('infra/monitoring.yaml');
const alarms = ofType(monitoring, 'AWS::CloudWatch::Alarm');
const body = String(Object(propertiesOf(monitoring, 'Dashboard').DashboardBody)['Fn::Sub']);

for (const [id, { Timeout }] of functions) {
  test(`an alarm tells when ${id} takes more than 80 % of its time`, () => {
    const alarm = alarms.get(id.replace('Function', 'SlowAlarm'));
    assert.deepEqual(
      [alarm?.MetricName, alarm?.Statistic, alarm?.Threshold, alarm?.Dimensions],
      ['Duration', 'Maximum', Timeout * 800, [{ Name: 'FunctionName', Value: { Ref: id } }]],
    );
  });

  for (const [alarm, metric] of [
    ['ErrorsAlarm', 'Errors'],
    ['ThrottlesAlarm', 'Throttles'],
  ] as const) {
    test(`${alarm} counts those of ${id}`, () => {
      const metrics = JSON.stringify(alarms.get(alarm)?.Metrics);
      const dimension = JSON.stringify([{ Name: 'FunctionName', Value: { Ref: id } }]);
      assert.ok(metrics.includes(`"MetricName":"${metric}","Dimensions":${dimension}`));
    });
  }
}

test('there are alarms for dead letters, for evaluations that stopped, for jobs held up, for jobs without evaluations and for a failing API', () => {
  for (const [id, metric] of [
    ['ScheduleDeadLettersAlarm', 'ApproximateNumberOfMessagesVisible'],
    ['EvaluationDeadLettersAlarm', 'ApproximateNumberOfMessagesVisible'],
    ['TellDeadLettersAlarm', 'ApproximateNumberOfMessagesVisible'],
    ['EvaluationsStoppedAlarm', 'InvocationAttemptCount'],
    ['JobsHeldUpAlarm', 'JobsHeldUp'],
    ['JobsSilentAlarm', 'JobsSilent'],
    ['OccurrencesFailedAlarm', 'OccurrencesFailed'],
    ['ApiErrorsAlarm', '5xx'],
  ] as const) {
    assert.ok(JSON.stringify(alarms.get(id)).includes(`"MetricName":"${metric}"`), id);
  }
});

for (const [id, alarm] of alarms) {
  test(`${id} says what to do, tells its recipient, and is on the dashboard`, () => {
    assert.ok(String(alarm.AlarmDescription).length > 60);
    assert.match(JSON.stringify(alarm.AlarmName), /\$\{StackName\} /);
    assert.equal(Object(alarm.AlarmActions)['Fn::If'][0], 'Notifies');
    assert.deepEqual(alarm.OKActions, alarm.AlarmActions);
    assert.equal(alarm.TreatMissingData, 'notBreaching');
    assert.ok(body.includes(`"\${${id}.Arn}"`));
  });
}

test('the dashboard is JSON, and no two of its widgets cover each other', () => {
  const { widgets } = JSON.parse(body) as { widgets: Record<'x' | 'y' | 'width' | 'height', number>[] };
  const cells = widgets.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, i) => `${x + (i % width)}/${y + Math.floor(i / width)}`),
  );
  assert.equal(new Set(cells).size, cells.length);
  assert.ok(widgets.every(({ x, width }) => x + width <= 24));
});
