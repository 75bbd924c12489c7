// The same, mended: what a webhook says is looked up, and each order is paid once.
const express = require("express");

const app = express();
app.use(express.json({ type: () => true, limit: "1mb" }));

const api = process.env.TOSS_API ?? "https://api.tosspayments.com";
const authorization = `Basic ${Buffer.from(`${process.env.TOSS_SECRET_KEY}:`).toString("base64")}`;
const paid = new Set();

async function lookUp(orderId) {
  const answer = await fetch(`${api}/v1/payments/orders/${encodeURIComponent(orderId)}`, {
    headers: { authorization },
  });
  return answer.ok ? answer.json() : null;
}

app.post("/webhooks/toss", async (req, res) => {
  const event = req.body ?? {};
  // The flat event has its order at the top.
  const orderId = event.data?.orderId ?? event.orderId;
  if (event.eventType === undefined && orderId === undefined) return res.sendStatus(400);
  if (orderId === undefined) return res.sendStatus(200);
  const payment = await lookUp(orderId);
  if (payment === null) return res.sendStatus(404);
  if (payment.status === "DONE") paid.add(orderId);
  if (payment.status === "WAITING_FOR_DEPOSIT") paid.delete(orderId);
  res.sendStatus(200);
});

app.get("/paid", (req, res) => res.json(paid.size));

app.listen(process.env.PORT, "127.0.0.1");
