// A shop's webhook handlers, with bugs that many shops have.
const express = require("express");

const app = express();
app.use(express.json());

let paid = 0;

// No payment event carries a signature, under whatever name.
app.post("/webhooks/signed", (req, res) => {
  if (!req.get("toss-signature")) {
    return res.status(401).json({ message: "invalid signature" });
  }
  res.sendStatus(200);
});

// Nobody remembers which transmissions were worked off, and the flat event has no eventType.
app.post("/webhooks/toss", (req, res) => {
  const { eventType, data } = req.body;
  switch (eventType) {
    case "PAYMENT_STATUS_CHANGED":
    case "DEPOSIT_CALLBACK":
      if (data.status === "DONE") paid += 1;
      break;
    default:
      return res.status(400).json({ message: `unknown event ${eventType}` });
  }
  res.sendStatus(200);
});

app.get("/paid", (req, res) => res.json(paid));

app.listen(process.env.PORT, "127.0.0.1");
