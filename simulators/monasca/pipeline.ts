import { type AlarmStore, openAlarmStore } from './alarm-store.ts';
import { type Kafka, kafka } from './kafka.ts';
import { type LoggedMetric, openMetricLog } from './metric-log.ts';
import { type Notifier, notifier } from './notifier.ts';
import type { MonascaState } from './route.ts';
import { thresholdEngine } from './thresholds/threshold-engine.ts';
import type { WebhookPatience } from './webhook.ts';

export interface PipelineOptions {
  /** Where all is kept: the metrics as JSON lines, the rest as JSON. */
  directory: string;
  /** Epoch milliseconds; the machine's clock unless given. */
  now?: () => number;
  /** How often what was taken is stored so that it can be read: at once unless given, every 30 s at the real one. */
  storeEveryMs?: number;
  /** How long a request waits for a Kafka that is away: two seconds unless given, as at the real one. */
  kafkaFlushMs?: number;
  webhooks?: Partial<WebhookPatience>;
}

export interface Pipeline {
  state: MonascaState;
  kafka: Kafka;
  notifier: Notifier;
  /** Lets the engine do the looks at the clock that are due. */
  look(): Promise<void>;
}

/** What stands behind Monasca's API: Kafka, the store of metrics, the threshold engine and the notifications. */
export async function openPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { directory, now = Date.now, storeEveryMs = 0 } = options;
  const metrics = await openMetricLog(directory, { now, storeEveryMs });
  const alarms = await openAlarmStore(directory);
  const telling = notifier(alarms, options.webhooks);
  const engine = thresholdEngine({ alarms, now, tell: telling.notify });
  const broker = kafka(options.kafkaFlushMs);
  const metricsTopic = broker.producer<LoggedMetric>(async (came) => {
    await metrics.append(came);
    for (const metric of came) engine.measure(metric);
    await saveIfChanged(engine, alarms);
  });
  const eventsTopic = broker.producer<string>(async (ids) => {
    for (const id of ids) engine.learn(id);
  });
  const look = () => {
    engine.advance();
    return saveIfChanged(engine, alarms);
  };
  return { state: { metrics, alarms, metricsTopic, eventsTopic }, kafka: broker, notifier: telling, look };
}

async function saveIfChanged(engine: { hasChanged(): boolean }, alarms: AlarmStore): Promise<void> {
  if (engine.hasChanged()) await alarms.save();
}
