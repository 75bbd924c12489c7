"""A shop's webhook handler, with bugs that many shops have."""

import hashlib
import hmac
import json
import os
from datetime import datetime
from base64 import b64encode

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

app = FastAPI()

# One secret for all payments, of which each has its own.
SECRET = "ps_of_the_first_payment"
SECURITY_KEY = os.environ["SECURITY_KEY"]


class Card(BaseModel):
    issuerCode: str


class Payment(BaseModel):
    paymentKey: str
    orderId: str
    status: str
    # Only payments by card have one.
    card: Card


@app.post("/webhooks/toss")
async def event(request: Request):
    body = await request.json()
    created_at = datetime.strptime(body["createdAt"][:26], "%Y-%m-%dT%H:%M:%S.%f")
    if body["eventType"] == "PAYMENT_STATUS_CHANGED":
        payment = Payment(**body["data"])
        return {"order": payment.orderId, "at": created_at}
    if body["eventType"] == "DEPOSIT_CALLBACK" and body["data"]["secret"] != SECRET:
        raise HTTPException(401)
    return {}


@app.post("/webhooks/payouts")
async def payout(request: Request):
    body = await request.json()
    if body.get("eventType") == "payout.changed":
        # The bytes were signed, not what they mean.
        time = request.headers["tosspayments-webhook-transmission-time"]
        message = f"{json.dumps(body)}:{time}".encode()
        expected = b64encode(hmac.digest(SECURITY_KEY.encode(), message, hashlib.sha256)).decode()
        if request.headers.get("tosspayments-webhook-signature") != f"v1:{expected}":
            raise HTTPException(401)
    elif "eventType" not in body and body["secret"] != SECRET:
        raise HTTPException(401)
    return {}
