"""Drives a Chronos with the client chronos-python: prints, as one line of JSON, what it saw.

Arguments: the address (host:port), the version of the API ('v1' or 'none'), the user and the password.
"""

import json
import sys
import time

import chronos

address, version, user, password = sys.argv[1:]
api = None if version == "none" else version
client = chronos.connect(
    address, username=user, password=password, scheduler_api_version=api
)


def wait(condition):
    while not condition():
        time.sleep(0.02)


def named(name):
    return next((job for job in client.list() if job["name"] == name), None)


job = {
    "name": "contract",
    "command": "true",
    "owner": "someone@example.com",
    "disabled": False,
    "schedule": "R/2099-01-01T00:00:00Z/PT24H",
}
if api is None:
    job["async"] = False

seen = {"before": client.list(), "metrics": "gauges" in client.metrics()}
client.add(job)
wait(lambda: named("contract"))
seen["found"] = [found["name"] for found in client.search(name="CONTR")]
seen["fresh"] = client.job_stat("contract")
client.update({**job, "cpus": 0.5})
seen["updated"] = named("contract")["cpus"]
client.run("contract")
wait(lambda: named("contract")["successCount"] == 1)
seen["count"] = client.job_stat("contract")["histogram"]["count"]
seen["slowest"] = client.scheduler_stat_mean()[0]["jobNameLabel"]
seen["graph"] = client.scheduler_graph()
try:
    client.run("unknown")
    seen["unknown"] = "accepted"
except chronos.ChronosAPIError as error:
    seen["unknown"] = str(error)
client.delete_tasks("contract")
client.delete("contract")
seen["after"] = client.list()
try:
    chronos.connect(
        address, username=user, password="wrong", scheduler_api_version=api
    ).list()
    seen["unauthorized"] = "accepted"
except chronos.ChronosAPIError as error:
    seen["unauthorized"] = str(error)
print(json.dumps(seen))
