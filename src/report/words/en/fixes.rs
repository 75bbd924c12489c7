//! What mends a failure: a sentence, and where the fix is a framework's, its line of code.

use super::hints;
use crate::activity::Framework::{Django, Express, FastApi, Nest, Next, Spring};
use crate::activity::{Fix, Framework, Hint, Rule};
use crate::report::words::FixWords;

/// A framework's line of code.
type Code = &'static [(Framework, &'static str)];

const ANSWER_200: Code = &[
    (Nest, "@HttpCode(200) beside @Post(), which by itself answers 201"),
    (Spring, "return ResponseEntity.ok().build();"),
    (Express, "res.sendStatus(200);"),
    (Next, "return new Response(null, { status: 200 });"),
    (FastApi, "@app.post(\"/webhooks/toss\", status_code=200)"),
    (Django, "return HttpResponse(status=200)"),
];

const ANSWER_FIRST: Code = &[
    (Nest, "await this.queue.add(event); // and nothing else before the answer"),
    (Spring, "@Async on the method that does the work"),
    (Express, "res.sendStatus(200); queue.add(req.body);"),
    (Next, "after(() => handle(event)); // from next/server"),
    (FastApi, "background_tasks.add_task(handle, event)"),
    (Django, "transaction.on_commit(lambda: handle.delay(event))"),
];

const NO_LOGIN: Code = &[
    (Nest, "@Public() on the handler, as your guard knows it"),
    (Spring, ".requestMatchers(\"/webhooks/toss\").permitAll()"),
    (Express, "app.post(\"/webhooks/toss\", handler); // above app.use(auth)"),
    (Next, "matcher: [\"/((?!api/webhooks).*)\"] // in the middleware's config"),
    (FastApi, "@app.post(\"/webhooks/toss\", dependencies=[])"),
    (Django, "no @login_required on the view; DRF: permission_classes = [AllowAny]"),
];

const SIGNED_ONLY: Code = &[
    (Nest, "if (/^(payout|seller)\\.changed$/.test(body.eventType)) this.verify(req);"),
    (Spring, "if (Set.of(\"payout.changed\", \"seller.changed\").contains(eventType)) verify(request);"),
    (Express, "if (/^(payout|seller)\\.changed$/.test(req.body.eventType)) verify(req);"),
    (Next, "if (/^(payout|seller)\\.changed$/.test(body.eventType)) verify(request, text);"),
    (FastApi, "if event.get(\"eventType\") in (\"payout.changed\", \"seller.changed\"): verify(request)"),
    (Django, "if event.get(\"eventType\") in (\"payout.changed\", \"seller.changed\"): verify(request)"),
];

const NO_CSRF: Code = &[
    (Spring, ".csrf(csrf -> csrf.ignoringRequestMatchers(\"/webhooks/toss\"))"),
    (Express, "app.post(\"/webhooks/toss\", handler); // above app.use(csrf)"),
    (Django, "@csrf_exempt"),
];

const FINAL_URL: Code = &[
    (Next, "register the URL without the slash at its end, or set skipTrailingSlashRedirect: true"),
    (FastApi, "FastAPI(redirect_slashes=False)"),
    (Django, "register the URL with the slash at its end (APPEND_SLASH)"),
];

const LOOSE: Code = &[
    (Nest, "new ValidationPipe({ whitelist: true, forbidNonWhitelisted: false })"),
    (Spring, "@JsonIgnoreProperties(ignoreUnknown = true)"),
    (Express, "z.looseObject({ … }) for z.strictObject({ … })"),
    (Next, "z.looseObject({ … }) for z.strictObject({ … })"),
    (FastApi, "model_config = ConfigDict(extra=\"ignore\")"),
    (Django, "a form or serializer that names what it needs, and no more"),
];

const NULLABLE: Code = &[
    (Nest, "@IsOptional() on every field that can be null"),
    (Spring, "Integer and String for what can be null, no int"),
    (Express, "card: cardSchema.nullish()"),
    (Next, "card: cardSchema.nullish()"),
    (FastApi, "card: Card | None = None"),
    (Django, "serializers.DictField(allow_null=True, required=False)"),
];

const FLAT_DEPOSIT: Code = &[
    (Nest, "const isDeposit = !(\"eventType\" in body) && \"transactionKey\" in body;"),
    (Spring, "boolean isDeposit = !body.has(\"eventType\") && body.has(\"transactionKey\");"),
    (Express, "const isDeposit = !(\"eventType\" in req.body) && \"transactionKey\" in req.body;"),
    (Next, "const isDeposit = !(\"eventType\" in body) && \"transactionKey\" in body;"),
    (FastApi, "is_deposit = \"eventType\" not in body and \"transactionKey\" in body"),
    (Django, "is_deposit = \"eventType\" not in body and \"transactionKey\" in body"),
];

const DEFAULT_BRANCH: Code = &[
    (Nest, "default: return; // with @HttpCode(200)"),
    (Spring, "default -> ResponseEntity.ok().build();"),
    (Express, "default: return res.sendStatus(200);"),
    (Next, "default: return new Response(null, { status: 200 });"),
    (FastApi, "case _: return Response(status_code=200)"),
    (Django, "case _: return HttpResponse(status=200)"),
];

const READ_DATES: Code = &[
    (Nest, "new Date(/[Zz]|[+-]\\d\\d:\\d\\d$/.test(text) ? text : `${text}+09:00`)"),
    (Spring, "ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from)"),
    (Express, "new Date(/[Zz]|[+-]\\d\\d:\\d\\d$/.test(text) ? text : `${text}+09:00`)"),
    (Next, "new Date(/[Zz]|[+-]\\d\\d:\\d\\d$/.test(text) ? text : `${text}+09:00`)"),
    (FastApi, "datetime.fromisoformat(text) # Python 3.11; strptime knows one form only"),
    (Django, "datetime.fromisoformat(text) # Python 3.11; strptime knows one form only"),
];

const UNIQUE_ID: Code = &[
    (Nest, "INSERT … ON CONFLICT (transmission_id) DO NOTHING, in the work's own transaction"),
    (Spring, "@Transactional, and @Column(unique = true) on the transmission id"),
    (Express, "INSERT … ON CONFLICT (transmission_id) DO NOTHING, in the work's own transaction"),
    (Next, "INSERT … ON CONFLICT (transmission_id) DO NOTHING, in the work's own transaction"),
    (FastApi, "insert(Event).on_conflict_do_nothing() in the work's own transaction"),
    (Django, "with transaction.atomic(): Event.objects.get_or_create(transmission_id=…)"),
];

const RAW_BODY: Code = &[
    (Nest, "NestFactory.create(AppModule, { rawBody: true }), then req.rawBody"),
    (Spring, "@RequestBody byte[] body"),
    (Express, "express.raw({ type: \"application/json\" }) on this route"),
    (Next, "const body = await request.text();"),
    (FastApi, "body = await request.body()"),
    (Django, "request.body"),
];

const ANY_VALUE: Code = &[
    (Nest, "header.split(\",\").some((value) => matches(value.trim()))"),
    (Spring, "Arrays.stream(header.split(\",\")).anyMatch(value -> matches(value.trim()))"),
    (Express, "header.split(\",\").some((value) => matches(value.trim()))"),
    (Next, "header.split(\",\").some((value) => matches(value.trim()))"),
    (FastApi, "any(matches(value.strip()) for value in header.split(\",\"))"),
    (Django, "any(matches(value.strip()) for value in header.split(\",\"))"),
];

const COMPARE: Code = &[
    (Nest, "crypto.timingSafeEqual(expected, given)"),
    (Spring, "MessageDigest.isEqual(expected, given)"),
    (Express, "crypto.timingSafeEqual(expected, given)"),
    (Next, "crypto.timingSafeEqual(expected, given)"),
    (FastApi, "hmac.compare_digest(expected, given)"),
    (Django, "hmac.compare_digest(expected, given)"),
];

const BAD_REQUEST: Code = &[
    (Nest, "throw new BadRequestException();"),
    (Spring, "leave HttpMessageNotReadableException to Spring, which answers 400"),
    (Express, "app.use((err, req, res, next) => res.sendStatus(err.status ?? 500));"),
    (Next, "try { … await request.json() } catch { return new Response(null, { status: 400 }); }"),
    (FastApi, "raise HTTPException(status_code=400)"),
    (Django, "except json.JSONDecodeError: return HttpResponse(status=400)"),
];

const POST_ONLY: Code = &[
    (Nest, "@Post(), not @All()"),
    (Spring, "@PostMapping"),
    (Express, "app.post(\"/webhooks/toss\", …), not app.use or app.all"),
    (Next, "export POST alone; pages/api: if (req.method !== \"POST\") return res.status(405).end();"),
    (FastApi, "@app.post(\"/webhooks/toss\")"),
    (Django, "@require_POST"),
];

const ANY_TYPE: Code = &[
    (Nest, "app.useBodyParser(\"json\", { type: () => true });"),
    (Spring, "no consumes on @PostMapping, and a byte[] body"),
    (Express, "express.json({ type: () => true })"),
];

const LARGER: Code = &[
    (Nest, "app.useBodyParser(\"json\", { limit: \"1mb\" });"),
    (Express, "express.json({ limit: \"1mb\" })"),
    (Next, "export const config = { api: { bodyParser: { sizeLimit: \"1mb\" } } };"),
    (Django, "DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576"),
];

const HANG_UP: Code = &[
    (Express, "app.use((err, req, res, next) => res.sendStatus(err.status ?? 500));"),
    (FastApi, "except ClientDisconnect: return Response(status_code=400)"),
    (Django, "except UnreadablePostError: return HttpResponse(status=400)"),
];

const NO_CODE: Code = &[];

/// In the order of the rules.
const OF_RULES: [(Rule, &str, Code); 31] = [
    (Rule::Exactly200, hints::hint(Hint::Other2xx), ANSWER_200),
    (Rule::NoRedirect, "answer under the URL that is registered, without a redirect", FINAL_URL),
    (Rule::Within10s, "answer 200 first, work afterwards", ANSWER_FIRST),
    (Rule::DepositFlatBody, "know DEPOSIT_CALLBACK by its fields, and read them at the top", FLAT_DEPOSIT),
    (
        Rule::UnsignedAccepted,
        "check the signature of payout.changed and seller.changed alone: nothing else has one",
        SIGNED_ONLY,
    ),
    (Rule::UnknownEvent, "answer 200 to what you don't handle", DEFAULT_BRANCH),
    (Rule::UnknownField, "let fields pass that you don't read", LOOSE),
    (
        Rule::CreatedAtForms,
        "read 0 to 9 digits of a second; without an offset, it is Korean time",
        READ_DATES,
    ),
    (Rule::KeyOrder, "parse the JSON, and don't search its text", NO_CODE),
    (Rule::WholePayment, "take the whole Payment, in which nearly every field may be null", NULLABLE),
    (
        Rule::ResendSameId,
        "keep the transmission id with the work, and answer 200 when it comes again",
        UNIQUE_ID,
    ),
    (
        Rule::ConcurrentDuplicate,
        "let the database decide who comes first, in the transaction that does the work",
        UNIQUE_ID,
    ),
    (
        Rule::CutOffDuplicate,
        "finish what a sender that hung up has asked for, and answer 200 when it comes again",
        UNIQUE_ID,
    ),
    (
        Rule::FailedFirstTry,
        "note the transmission id in the transaction that does the work, and answer 500 where that fails",
        UNIQUE_ID,
    ),
    (
        Rule::DoubleSubscription,
        "do the work once per order and status, not per transmission; or subscribe to one of the two",
        NO_CODE,
    ),
    (
        Rule::LateOldState,
        "compare createdAt with that of the newest state you have, or ask the API, and keep what is newer",
        NO_CODE,
    ),
    (
        Rule::DepositReversal,
        "take WAITING_FOR_DEPOSIT after DONE as the deposit taken back, and hold what was paid for",
        NO_CODE,
    ),
    (Rule::CancelRest, "read what is left from balanceAmount, not from the status", NO_CODE),
    (
        Rule::SignatureValid,
        "HMAC-SHA-256 with the security key over the bytes as received, a colon and the transmission time",
        RAW_BODY,
    ),
    (Rule::SignatureTwoValues, "split the header at its commas, and let one match be enough", ANY_VALUE),
    (Rule::SignatureForged, "answer 401 unless a signature is there and matches", COMPARE),
    (Rule::SignatureStale, "sign with the transmission time of this very request", NO_CODE),
    (
        Rule::SecretRight,
        "save the secret that the confirm call returns with the order, and compare with that one",
        NO_CODE,
    ),
    (
        Rule::SecretWrong,
        "compare secret with the one that the confirm call returned for this order, and answer 401",
        COMPARE,
    ),
    (Rule::MalformedJson, "answer 400 to what can't be read", BAD_REQUEST),
    (Rule::EmptyBody, "answer 400 where no body came, before anything reads one", BAD_REQUEST),
    (Rule::GetRequest, "answer POST alone, and 405 to the rest", POST_ONLY),
    (Rule::WrongContentType, "read the body as JSON whatever its type says, or answer 415", ANY_TYPE),
    (Rule::LargeBody, "let bodies of 1 MB pass", LARGER),
    (Rule::ClientGone, "let a broken request end alone", HANG_UP),
    (
        Rule::Burst,
        "answer first and work from a queue, so that events don't wait for each other",
        ANSWER_FIRST,
    ),
];

/// What a framework is called.
pub fn framework(framework: Framework) -> &'static str {
    match framework {
        Nest => "NestJS",
        Spring => "Spring",
        Express => "Express",
        Next => "Next.js",
        FastApi => "FastAPI",
        Django => "Django",
    }
}

/// What mends it.
pub fn fix(fix: Fix) -> FixWords {
    let (sentence, code) = match fix {
        Fix::Likely(hint) => (hints::hint(hint), of_hint(hint)),
        Fix::OfRule(rule) => {
            let (_, sentence, code) = OF_RULES[rule as usize];
            (sentence, code)
        }
    };
    FixWords { sentence, code }
}

/// The code behind a hint, whose sentence `forward` says too.
fn of_hint(hint: Hint) -> Code {
    match hint {
        Hint::Nest201 | Hint::Other2xx => ANSWER_200,
        Hint::RedirectToLogin | Hint::Unauthorized => NO_LOGIN,
        Hint::RedirectElsewhere => FINAL_URL,
        Hint::Forbidden => NO_CSRF,
        Hint::MethodNotAllowed => POST_ONLY,
        Hint::StrictBody => NULLABLE,
        Hint::BodyLimit => LARGER,
        Hint::MediaType => ANY_TYPE,
        Hint::AnswerFirst => ANSWER_FIRST,
        _ => NO_CODE,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_has_its_own_fix() {
        assert!(super::OF_RULES.iter().map(|(rule, ..)| *rule).eq(super::Rule::all()));
    }
}
