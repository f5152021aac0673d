# SPDX-License-Identifier: MIT-0
"""A stand-in for Amazon Transcribe, Bedrock and Polly that judges what clients send.

It shares no code with the product: HTTP by h2 and h11, signatures, event streams and service models
by botocore. Start it with `python -m standin --help`.
"""
