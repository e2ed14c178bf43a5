"""Drives a Marathon with the client python3-marathon: prints, as one line of JSON, what it saw.

Arguments: the URL, the user and the password.
"""

import json
import logging
import sys
import time

from marathon import MarathonApp, MarathonClient, MarathonHttpError
from marathon.models import MarathonGroup

logging.disable(logging.CRITICAL)
url, user, password = sys.argv[1:]
client = MarathonClient(url, username=user, password=password)


def wait(condition):
    while not condition():
        time.sleep(0.02)


def settle():
    wait(lambda: not client.list_deployments())


def refusal(call):
    try:
        call()
    except MarathonHttpError as error:
        return [type(error).__name__, error.status_code]
    return "accepted"


def running():
    return [task for task in client.list_tasks("/contract") if task.state == "TASK_RUNNING"]


strategy = {"minimumHealthCapacity": 0, "maximumOverCapacity": 0}
docker = {"image": "some/image", "network": "BRIDGE"}
app = MarathonApp(
    cmd="sleep 60",
    cpus=0.5,
    mem=32,
    upgrade_strategy=strategy,
    container={"type": "DOCKER", "docker": docker},
)
seen = {"ping": client.ping().decode(), "before": client.list_apps()}
seen["version"] = client.get_info().version
seen["metrics"] = "gauges" in client.get_metrics()
seen["leader"] = list(client.get_leader())
seen["created"] = client.create_app("contract", app).id
settle()
seen["listed"] = [shown.id for shown in client.list_apps(embed_failures=True, embed_task_stats=True)]
seen["tasks"] = [task.state for task in running()]

fetched = client.get_app("/contract", embed_tasks=True)
seen["networks"] = fetched.networks
seen["echo"] = sorted(client.update_app("/contract", fetched))
seen["untouched"] = client.get_app("/contract").version_info.last_config_change_at == (
    fetched.version_info.last_config_change_at
)
client.update_app("/contract", MarathonApp(cpus=1))
settle()
seen["cpus"] = client.get_app("/contract").cpus
before = running()[0].id
client.restart_app("/contract")
settle()
seen["restarted"] = running()[0].id != before

client.scale_app("/contract", instances=2)
settle()
seen["scaled"] = len(running())
killed = running()[0].id
seen["killed"] = client.kill_task("/contract", killed).app_id
# Marathon shows a task that is being ended as one that runs.
wait(lambda: len([task for task in running() if task.id != killed]) == 2)
client.kill_tasks("/contract", scale=True)
settle()
seen["instances"] = client.get_app("/contract").instances

client.update_app("/contract", MarathonApp(cpus=4, instances=1))
deployment = client.list_deployments()[0]
wait(lambda: client.list_queue()[0].processed_offers_summary["unusedOffersCount"] > 0)
item = client.list_queue(embed_last_unused_offers=True)[0]
seen["stuck"] = [deployment.affected_apps, deployment.current_actions[0].action]
seen["queued"] = [item.app.id, item.count, item.delay.overdue]
seen["locked"] = refusal(lambda: client.delete_app("/contract"))
client.reset_delay("/contract")
seen["rollback"] = client.delete_deployment(deployment.id)["deploymentId"] != deployment.id
settle()
client.rollback_app("/contract", client.list_versions("/contract")[-1])
settle()
first = client.get_version("/contract", client.list_versions("/contract")[-1])
seen["first"] = [first.cpus, client.get_app("/contract").cpus]
seen["given"] = client.kill_given_tasks([running()[0].id], scale=True)
settle()

client.update_apps([MarathonApp(id="/contract", cmd="exit 3", instances=1, backoff_seconds=60)])
wait(lambda: client.get_app("/contract").last_task_failure)
seen["failure"] = client.get_app("/contract").last_task_failure.state
seen["delayed"] = [item.delay.overdue for item in client.list_queue()]

client.create_group(MarathonGroup(id="/group", apps=[MarathonApp(id="one", cmd="sleep 60", mem=32)]))
settle()
seen["groups"] = [group.id for group in client.list_groups()]
seen["group"] = [shown.id for shown in client.get_group("/group").apps]
client.delete_group("/group")
client.delete_app("/contract", force=True)
settle()
seen["after"] = client.list_apps()
seen["unknown"] = refusal(lambda: client.get_app("/contract"))
seen["invalid"] = refusal(lambda: client.create_app("x", MarathonApp(cpus=-1)))
wrong = MarathonClient(url, username=user, password="wrong")
seen["unauthorized"] = refusal(wrong.list_apps)
print(json.dumps(seen))
