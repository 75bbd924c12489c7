// The same, mended: exactly 200, no field is too many, secrets and signatures are compared as documented.
import "reflect-metadata";
import { createHmac, timingSafeEqual } from "node:crypto";
import {
  BadRequestException, Controller, Get, Headers, HttpCode, Module, Post, RawBodyRequest, Req, UnauthorizedException,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { NestExpressApplication } from "@nestjs/platform-express";
import type { Request } from "express";

type Event = { eventType?: string; secret?: string; orderId?: string; status?: string; data?: Event };

const SIGNED = ["payout.changed", "seller.changed"];
const PREFIX = "tosspayments-webhook-";

@Controller()
class WebhookController {
  /** The secrets that the confirm calls returned, by order. */
  private readonly secrets = new Map([[process.env.ORDER_ID, process.env.ORDER_SECRET]]);
  private readonly transmissions = new Set<string>();
  private readonly paid = new Set<string>();

  @Post("webhooks/toss")
  @HttpCode(200)
  event(@Req() request: RawBodyRequest<Request>, @Headers() headers: Record<string, string>) {
    const event = this.read(request.rawBody);
    if (SIGNED.includes(event.eventType ?? "")) {
      this.verify(request.rawBody!, headers);
    }
    const change = event.eventType === undefined ? event : event.data;
    if (change?.orderId !== undefined) this.compare(change.orderId, change.secret);
    const id = headers[`${PREFIX}transmission-id`];
    if (!this.transmissions.has(id)) {
      this.transmissions.add(id);
      if (change?.orderId !== undefined && change.status === "DONE") this.paid.add(change.orderId);
    }
    return "ok";
  }

  @Get("paid")
  count() {
    return this.paid.size;
  }

  private read(body: Buffer | undefined): Event {
    try {
      return JSON.parse(body?.toString() ?? "");
    } catch {
      throw new BadRequestException("not JSON");
    }
  }

  private compare(orderId: string, secret: string | undefined) {
    const expected = this.secrets.get(orderId);
    if (expected === undefined || secret !== expected) throw new UnauthorizedException("wrong secret");
  }

  /** HMAC over the bytes as received, a colon and the transmission time; one of the values must match. */
  private verify(body: Buffer, headers: Record<string, string>) {
    const hmac = createHmac("sha256", process.env.SECURITY_KEY!);
    const expected = hmac.update(body).update(`:${headers[`${PREFIX}transmission-time`]}`).digest();
    const values = (headers[`${PREFIX}signature`] ?? "").split(",").map((value) => value.trim().replace(/^v1:/, ""));
    const matches = (value: string) => {
      const given = Buffer.from(value, "base64");
      return given.length === expected.length && timingSafeEqual(given, expected);
    };
    if (!values.some(matches)) throw new UnauthorizedException("wrong signature");
  }
}

@Module({ controllers: [WebhookController] })
class ShopModule {}

async function main() {
  const app = await NestFactory.create<NestExpressApplication>(ShopModule, { logger: false, bodyParser: false });
  // Every body is kept as it came, whatever it says that it is.
  app.useBodyParser("raw", { type: () => true, limit: "1mb" });
  app.use((request: Request & { rawBody?: Buffer }, _: unknown, next: () => void) => {
    request.rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    next();
  });
  await app.listen(process.env.PORT ?? 3000, "127.0.0.1");
}

void main();
