"""Runs in Label Studio's own environment: a project with our configuration, tasks through its API, and its export."""

import json
import os
import sys
from pathlib import Path

import label_studio

tasks, configuration, folder = sys.argv[1:4]
sys.path.insert(0, str(Path(label_studio.__file__).parent))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "core.settings.label_studio",
    "LABEL_STUDIO_BASE_DATA_DIR": folder,
    "DJANGO_DB": "sqlite",
    "COLLECT_ANALYTICS": "False",
    "LATEST_VERSION_CHECK": "False",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "LOG_LEVEL": "ERROR",
}

import django

django.setup()

from django.core.management import call_command
from organizations.models import Organization
from rest_framework.test import APIClient
from users.models import User

call_command("migrate", verbosity=0)
user = User.objects.create_user(email="reviewer@localhost.example", password="unused")
user.active_organization = Organization.create_organization(created_by=user, title="Study")
user.save()
client = APIClient()
client.force_login(user)
client.force_authenticate(user=user)
label_config = Path(configuration).read_text(encoding="utf-8")
made = client.post("/api/projects/", {"title": "Study", "label_config": label_config}, format="json")
assert made.status_code == 201, made.content
place = f"/api/projects/{made.json()['id']}"
sent = client.post(f"{place}/import", json.loads(Path(tasks).read_text(encoding="utf-8")), format="json")
assert sent.status_code == 201, sent.content
export = client.get(f"{place}/export?exportType=JSON&download_all_tasks=true")
back = json.loads(b"".join(export.streaming_content) if export.streaming else export.content)
results = [
    (task["data"], result) for task in back for annotation in task["annotations"] for result in annotation["result"]
]
answer = {
    "tasks": len(back),
    "skipped": sum(annotation["was_cancelled"] for task in back for annotation in task["annotations"]),
    "annotations": sum(len(task["annotations"]) for task in back),
    "choices": sorted(result["value"]["choices"][0] for _data, result in results if result["type"] == "choices"),
    "spans": [
        data[result["to_name"]][result["value"]["start"] : result["value"]["end"]]
        for data, result in results
        if result["type"] == "labels"
    ],
}
sys.stdout.write("\n" + json.dumps(answer))
