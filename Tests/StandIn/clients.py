# SPDX-License-Identifier: MIT-0
"""AWS's own clients, pointed at a stand-in."""

from __future__ import annotations

import asyncio

import boto3
import botocore.config
from amazon_transcribe.auth import StaticCredentialResolver
from amazon_transcribe.client import TranscribeStreamingClient
from amazon_transcribe.endpoints import StaticEndpointResolver
from amazon_transcribe.httpsession import AwsCrtHttpSessionManager
from awscrt import io

FAST = {
    "bedrock": {"first_token": 0.02, "tokens_per_second": 1000},
    "polly": {"first_byte": 0.02, "pace": 200},
}


def boto(standin, service: str, region: str = "us-east-1", secret: str | None = None, **more):
    """A boto3 client without retries."""
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=standin.endpoint,
        verify=standin.ca,
        aws_access_key_id=standin.access_key,
        aws_secret_access_key=secret or standin.secret_key,
        config=botocore.config.Config(
            retries={"total_max_attempts": 1}, read_timeout=5, proxies={}
        ),
        **more,
    )


def transcribe(standin, region: str = "us-east-1", secret: str | None = None):
    """amazon-transcribe's client; the CA is the one thing it has no parameter for."""
    client = TranscribeStreamingClient(
        region=region,
        endpoint_resolver=StaticEndpointResolver(standin.endpoint),
        credential_resolver=StaticCredentialResolver(
            standin.access_key, secret or standin.secret_key
        ),
    )
    client._session_manager = _Trusting(client._eventloop, standin.ca)
    return client


class _Trusting(AwsCrtHttpSessionManager):
    """Trusts the stand-in's authority."""

    def __init__(self, eventloop, ca: str):
        super().__init__(eventloop)
        options = io.TlsContextOptions()
        options.override_default_trust_store_from_path(None, ca)
        self._tls_ctx = io.ClientTlsContext(options)


async def hold(client, audio: bytes, chunk: int = 3200, pace: float = 0.1, **options) -> list:
    """A whole transcription: sends `audio` in chunks, gives the results that came."""
    options = {
        "language_code": "en-US", "media_sample_rate_hz": 16000, "media_encoding": "pcm", **options
    }
    stream = await client.start_stream_transcription(**options)

    async def send():
        due = asyncio.get_running_loop().time()
        for at in range(0, len(audio), chunk):
            await stream.input_stream.send_audio_event(audio_chunk=audio[at : at + chunk])
            due += pace
            await asyncio.sleep(due - asyncio.get_running_loop().time())
        await stream.input_stream.end_stream()

    results = []

    async def receive():
        async for event in stream.output_stream:
            results.append(event.transcript.results)

    await asyncio.wait_for(asyncio.gather(send(), receive()), 10)
    return results
