#!/usr/bin/env bash
# monasca-common 3.8.0 with confluent-kafka 2.6.1 (PyPI): KafkaProducer.publish() raises nothing while no broker can be reached.
# It waits two seconds and returns the number of messages that are still to be sent, which monasca-api 11.0.0 does not look at:
# that is why POST /v2.0/metrics answers 204 while Kafka is down. When the process ends, the message is gone.
# Seen: "raised: nothing, returned: 1, seconds: 2.0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check monasca-common==3.8.0 confluent-kafka==2.6.1
cat >"$folder/publish.py" <<'PYTHON'
import time

from monasca_common.confluent_kafka import producer

# Port 1 of this machine: nothing listens there.
kafka = producer.KafkaProducer('127.0.0.1:1')
began, raised, returned = time.monotonic(), 'nothing', None
try:
    returned = kafka.publish('metrics', ['{"metric": {"name": "a", "value": 1}}'])
except Exception as error:
    raised = type(error).__name__
print(f'raised: {raised}, returned: {returned}, seconds: {time.monotonic() - began:.1f}')
PYTHON
said=$(timeout 60 "$folder/venv/bin/python" "$folder/publish.py" 2>/dev/null)
echo "$said"
[[ $said =~ ^"raised: nothing, returned: 1, seconds: "[12]\.[0-9]$ ]] || { echo 'This has changed.' >&2; exit 1; }
