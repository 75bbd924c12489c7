//! The likely cause of a failure, and what helps.

use crate::activity::Hint;

/// The hint's sentence.
pub const fn hint(hint: Hint) -> &'static str {
    match hint {
        Hint::Nest201 => "NestJS answers @Post with 201: add @HttpCode(200)",
        Hint::Other2xx => "answer exactly 200, with or without a body",
        Hint::RedirectToLogin => {
            "a login stands in front of the webhook, most likely; Spring Security: permitAll() for its path"
        }
        Hint::RedirectElsewhere => "forward to the final URL: mind https and the slash at its end",
        Hint::Unauthorized => {
            "is a signature demanded? Toss signs only payout.changed and seller.changed; Spring Security: permitAll()"
        }
        Hint::Forbidden => "CSRF protection, most likely: exempt the webhook's path from it",
        Hint::NotFound => "the dev server has no such path: check the one in ENDPOINT and the route's prefix",
        Hint::MethodNotAllowed => "the route takes no POST, and webhooks are POSTs",
        Hint::StrictBody => {
            "a check that is stricter than the events, most likely: let null and unknown fields pass"
        }
        Hint::BodyLimit => "the dev server limits bodies: a whole payment takes several kilobytes",
        Hint::MediaType => "the route takes another content type: let it take application/json",
        Hint::ServerError => "the handler failed, its own log says why; answer 200 first, work afterwards",
        Hint::AnswerFirst => "answer 200 first, work afterwards; at a breakpoint: --timeout 0",
        Hint::NotRunning => {
            "does it run, and on this port? --connect-wait 10s holds events while it starts again"
        }
        Hint::ContainerLocalhost => {
            "in a container, localhost is the container: use the service's name or host.docker.internal"
        }
        Hint::WslLocalhost => {
            "in WSL, localhost may not reach Windows: use the address that `ip route show default` names"
        }
        Hint::UnknownHost => "check the host's name in ENDPOINT",
        Hint::Certificate => "for a certificate of your own: --ca-cert FILE, or --insecure on a private host",
        Hint::SpeaksTls => "it speaks TLS: forward to https://…",
        Hint::SpeaksPlain => "it speaks plain HTTP: forward to http://…",
    }
}
