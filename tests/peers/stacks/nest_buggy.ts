// A shop's webhook controller, with bugs that many shops have.
import "reflect-metadata";
import { Body, Controller, Module, Post, ValidationPipe } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { Type } from "class-transformer";
import { IsObject, IsString, ValidateNested } from "class-validator";

class TossEvent {
  @IsString()
  eventType: string;

  @IsString()
  createdAt: string;

  @IsObject()
  data: Record<string, unknown>;
}

class Payment {
  @IsString()
  paymentKey: string;

  @IsString()
  status: string;

  @IsString()
  orderId: string;
}

// What the documentation of 2022 had.
class OldEvent {
  @IsString()
  eventType: string;

  @IsString()
  createdAt: string;

  @ValidateNested()
  @Type(() => Payment)
  data: Payment;
}

@Controller("webhooks")
class WebhookController {
  // 201, as @Post answers where nothing else is said.
  @Post("toss")
  async event(@Body() event: TossEvent) {
    return { received: event.eventType };
  }

  @Post("old")
  async old(@Body() event: OldEvent) {
    return { received: event.data.orderId };
  }
}

@Module({ controllers: [WebhookController] })
class ShopModule {}

async function main() {
  const app = await NestFactory.create(ShopModule, { logger: false });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
  await app.listen(process.env.PORT ?? 3000, "127.0.0.1");
}

void main();
