"""OpenStack's own Monasca API on 127.0.0.1, without Kafka and InfluxDB.

Arguments: a directory of its own, the URL of its Keystone (without /v3), the port; and the address of a Kafka (which need
not be there), if its own publisher is to look for one.
SERVICE_USER, SERVICE_PASSWORD and SERVICE_PROJECT are the account that it checks tokens with.
What it publishes goes into the file `published` of the directory, one line of JSON a message.
"""

import json
import os
import sqlite3
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

directory, keystone_url, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
kafka = sys.argv[4] if len(sys.argv) > 4 else ""
publisher = (
    "monasca_api.common.messaging.kafka_publisher:KafkaPublisher"
    if kafka
    else "__main__:FilePublisher"
)
configuration = os.path.join(directory, "monasca-api.conf")
database = f"sqlite:///{directory}/monasca.db"

with open(configuration, "w") as file:
    file.write(f"""
[DEFAULT]
region = RegionOne
[messaging]
driver = {publisher}
[kafka]
uri = {kafka}
[repositories]
metrics_driver = __main__:NoMetrics
[database]
connection = {database}
[keystone_authtoken]
www_authenticate_uri = {keystone_url}/v3
auth_url = {keystone_url}/v3
auth_type = password
interface = public
username = {os.environ["SERVICE_USER"]}
password = {os.environ["SERVICE_PASSWORD"]}
project_name = {os.environ["SERVICE_PROJECT"]}
user_domain_name = Default
project_domain_name = Default
""")

# The API reads its own command line when it is imported.
sys.argv = ["monasca-api", "--config-file", configuration]

import sqlalchemy  # noqa: E402
from monasca_api import config  # noqa: E402
from monasca_api.api import server  # noqa: E402
from monasca_api.common.repositories.sqla import models  # noqa: E402
from monasca_api.healthcheck import keystone_protocol  # noqa: E402


class FilePublisher:
    """In the place of Kafka."""

    def __init__(self, topic):
        self.topic = topic

    def send_message(self, messages):
        with open(os.path.join(directory, "published"), "a") as published:
            for message in messages if isinstance(messages, list) else [messages]:
                line = {"topic": self.topic, "message": json.loads(message)}
                published.write(json.dumps(line) + "\n")


class NoMetrics:
    """In the place of InfluxDB: nothing was ever stored."""

    def list_metrics(self, *_):
        return []

    list_metric_names = measurement_list = metrics_statistics = list_metrics

    @staticmethod
    def check_status():
        return True, "OK"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *_):
        pass


# It writes names as UTF-8 bytes, which MySQL takes for text and SQLite does not.
sqlite3.register_adapter(bytes, bytes.decode)

config.parse_args(["--config-file", configuration])
tables = models.get_all_metadata()
engine = sqlalchemy.create_engine(database)
tables.create_all(engine)
with engine.begin() as connection:
    types = tables.tables["notification_method_type"].insert()
    connection.execute(
        types, [{"name": name} for name in ("EMAIL", "WEBHOOK", "PAGERDUTY")]
    )

application = keystone_protocol.filter_factory({})(server.launch({}))
make_server("127.0.0.1", port, application, Server, Handler).serve_forever()
