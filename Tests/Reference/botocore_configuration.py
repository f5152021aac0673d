"""Says as JSON what botocore makes of regions, of shared files and environments, and of retries.

usage: botocore_configuration.py hosts|configured|credentials|delays

`hosts` and `delays` print tables. The others read a JSON list of {"environment", "config",
"credentials", "service"} on stdin and print a list of answers, null for what botocore refuses.
"""

# SPDX-License-Identifier: MIT-0
import itertools
import json
import os
import sys
import tempfile

os.environ["AWS_NEW_RETRIES_2026"] = "true"  # looked at by the imports

import botocore.loaders
import botocore.session
from botocore.endpoint_provider import EndpointProvider
from botocore.regions import EndpointResolver
from botocore.retries import standard

SERVICES = {
    "polly": "polly", "sts": "sts", "sso": "sso", "sso_oidc": "sso-oidc",
    "bedrock_runtime": "bedrock-runtime", "bedrock_agent_runtime": "bedrock-agent-runtime",
}


def hosts():
    loader = botocore.loaders.create_loader()
    partitions = loader.load_data("partitions")
    regions = [name for part in partitions["partitions"] for name in part["regions"]]
    regions = [name for name in regions if not name.endswith("-global")]
    regions += ["eu-nowhere-9", "cn-nowhere-9", "us-gov-nowhere-9", "us-isof-nowhere-9", "moon-1"]
    flags = list(itertools.product([False, True], repeat=2))
    rows = []
    for key, name in SERVICES.items():
        rules = loader.load_service_model(name, "endpoint-rule-set-1")
        provider = EndpointProvider(rules, partitions)
        for region, (fips, dual) in itertools.product(regions, flags):
            found = provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual)
            rows.append([key, region, fips, dual, found.url])
    # botocore has no client for Transcribe's streams, but its table of hosts knows them.
    resolver = EndpointResolver(loader.load_data("endpoints"))
    for part in ["aws", "aws-cn", "aws-us-gov"]:
        for region in resolver.get_available_endpoints("transcribestreaming", part):
            for fips, dual in flags:
                try:
                    found = resolver.construct_endpoint(
                        "transcribestreaming", region, part,
                        use_dualstack_endpoint=dual, use_fips_endpoint=fips)
                except botocore.exceptions.EndpointVariantError:
                    continue
                rows.append(
                    ["transcribe_streaming", region, fips, dual, "https://" + found["hostname"]])
    return rows


def each(answer):
    """Calls `answer` for each case on stdin with a session in its environment."""
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        for case in json.load(sys.stdin):
            os.environ.clear()
            os.environ.update(
                PATH="/usr/bin:/bin", HOME=folder, AWS_EC2_METADATA_DISABLED="true",
                AWS_CONFIG_FILE=folder + "/config",
                AWS_SHARED_CREDENTIALS_FILE=folder + "/credentials", **case["environment"])
            for name in ["config", "credentials"]:
                with open(os.path.join(folder, name), "w") as file:
                    file.write(case[name])
            try:
                answers.append(answer(botocore.session.Session(), case))
            except Exception as error:
                print(type(error).__name__, error, file=sys.stderr)
                answers.append(None)
    return answers


LOADER = botocore.loaders.create_loader()


def configured(session, case):
    session.register_component("data_loader", LOADER)
    client = session.create_client(
        SERVICES[case["service"]], aws_access_key_id="a", aws_secret_access_key="b")
    return client.meta.endpoint_url.rstrip("/")


def credentials(session, case):
    session.get_scoped_config()  # refuses an unknown profile
    found = session.get_credentials()
    if found is None:
        return ["none"]
    if found.method in ("env", "shared-credentials-file", "config-file", "custom-process"):
        frozen = found.get_frozen_credentials()
        return [found.method, frozen.access_key, frozen.secret_key, frozen.token or ""]
    return [found.method]


def delays():
    class Response:
        def __init__(self, headers):
            self.headers, self.status_code = headers, 400

    rows = []
    for attempt, throttled, hint, random in itertools.product(
            range(1, 9), [False, True], ["", "0", "300", "9000", "x", "-1"], [0.0, 0.3, 1.0]):
        backoff = standard.ExponentialBackoff(
            random=lambda: random,
            throttling_detector=standard.ThrottlingErrorDetector(standard.RetryEventAdapter()))
        code = "ThrottlingException" if throttled else "InternalFailure"
        context = standard.RetryContext(
            attempt, parsed_response={"Error": {"Code": code}},
            http_response=Response({"x-amz-retry-after": hint} if hint else {}))
        rows.append([attempt, throttled, hint, random, backoff.delay_amount(context)])
    return rows


tables = {
    "hosts": hosts, "delays": delays, "configured": lambda: each(configured),
    "credentials": lambda: each(credentials),
}
json.dump(tables[sys.argv[1]](), sys.stdout)
