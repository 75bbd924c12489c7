use std::process::{Command, Stdio};

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use proptest::prelude::*;
use serde_json::json;

use super::{Form, RenderError, Shown, render};

const URL: &str = "http://localhost:3000/hook?ids[]=1&name='x'";

fn headers(lines: &[(&str, &[u8])]) -> HeaderMap {
    let line = |(name, value): &(&str, &[u8])| {
        (HeaderName::try_from(*name).unwrap(), HeaderValue::from_bytes(value).unwrap())
    };
    lines.iter().map(line).collect()
}

fn shown<'a>(headers: &'a HeaderMap, body: &'a [u8]) -> Shown<'a> {
    Shown { method: &Method::POST, url: URL, headers, body }
}

fn text(request: &Shown<'_>, form: Form) -> String {
    String::from_utf8(render(request, form).unwrap()).unwrap()
}

/// What curl would be called with, and what it would read: the command, run by a real shell with
/// another curl.
fn run_by_a_shell(command: &str) -> (Vec<Vec<u8>>, Vec<u8>) {
    let curl = r#"curl() { for word in "$@"; do printf '%s\0' "$word"; done; printf 'body\0'; cat; }"#;
    let output = Command::new("sh")
        .args(["-c", &format!("{curl}\n{command}")])
        .stdin(Stdio::null())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut words: Vec<_> = output.stdout.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
    let start = words.iter().position(|word| word == b"body").unwrap();
    let piped = words.split_off(start + 1).join(&0);
    words.pop();
    (words, piped)
}

/// The body that the command gives to curl.
fn body_of(words: &[Vec<u8>], piped: Vec<u8>) -> Vec<u8> {
    match words {
        [.., option, body] if option == b"--data-raw" => body.clone(),
        [.., option, place] if option == b"--data-binary" && place == b"@-" => piped,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_webhook_is_one_readable_command() {
    let headers = headers(&[("content-type", b"application/json"), ("x-empty", b"")]);
    let command = text(&shown(&headers, r#"{"reason":"고객 변심, it's"}"#.as_bytes()), Form::Curl);
    assert_eq!(
        command,
        r#"curl --globoff --request 'POST' 'http://localhost:3000/hook?ids[]=1&name='\''x'\''' \
  --header 'content-type: application/json' \
  --header 'x-empty;' \
  --data-raw '{"reason":"고객 변심, it'\''s"}'"#
    );
}

#[test]
fn a_shell_gives_curl_every_hostile_body_byte_for_byte() {
    let bodies: [&[u8]; 16] = [
        b"",
        b"-n \x01",
        b"--\x01",
        b"@/etc/passwd",
        b"-d",
        b"it's",
        b"'; touch /tmp/never; '",
        b"$(id) `id` $HOME \\n %s !!",
        b"two\nlines\n\n",
        b"tab\tcr\r\nnul\x00 bell\x07 esc\x1b[2J\x7f",
        b"\x00",
        b"\xff\xfe not text \xc3",
        "오른쪽\u{202e}왼쪽\u{200b}".as_bytes(),
        b"control\x01 at 7\x017 with 'quote' 100% \\ and newline\n",
        "{\"a\":\"\u{2028}\"}".as_bytes(),
        b"\n",
    ];
    for body in bodies {
        let headers = headers(&[("content-type", b"application/json")]);
        let command = text(&shown(&headers, body), Form::Curl);
        let hidden = command.chars().find(|letter| *letter != '\n' && !super::is_visible(*letter));
        assert_eq!(hidden, None, "{command:?}");
        let (words, piped) = run_by_a_shell(&command);
        assert_eq!(body_of(&words, piped), body, "{command}");
        assert_eq!(words[3], URL.as_bytes());
    }
}

#[test]
fn a_body_that_is_too_long_for_an_argument_goes_through_a_pipe() {
    let headers = headers(&[("content-type", b"application/json")]);
    let command = |length: usize| text(&shown(&headers, &vec![b'\''; length]), Form::Curl);
    assert!(command(100 * 1024).starts_with("curl "));
    let piped = command(100 * 1024 + 1);
    assert!(piped.starts_with("printf '") && piped.ends_with("--data-binary @-"), "{}", &piped[..40]);
}

#[test]
fn a_shell_gives_curl_every_header_byte_for_byte() {
    let hostile = "a'b\t\u{202e}%s\\".as_bytes();
    let headers = headers(&[("x-a", hostile), ("x-b", b"\xff'"), ("host", b"elsewhere"), ("x-a", b"2")]);
    let (words, _) = run_by_a_shell(&text(&shown(&headers, b"{}"), Form::Curl));
    let given: Vec<_> =
        words.windows(2).filter(|pair| pair[0] == b"--header").map(|pair| pair[1].clone()).collect();
    let line = |name: &[u8], value: &[u8]| [name, b": ", value].concat();
    assert_eq!(
        given,
        [line(b"x-a", hostile), line(b"x-a", b"2"), line(b"x-b", b"\xff'"), b"content-type:".to_vec()]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn no_bytes_escape_the_shell_s_quotes(body in prop::collection::vec(any::<u8>(), 0..60)) {
        let headers = HeaderMap::new();
        let (words, piped) = run_by_a_shell(&text(&shown(&headers, &body), Form::Curl));
        prop_assert_eq!(body_of(&words, piped), body);
    }
}

#[test]
fn an_http_client_gets_head_blank_line_and_body() {
    let headers = headers(&[("content-type", b"application/json"), ("content-length", b"2")]);
    assert_eq!(
        text(&shown(&headers, b"{}"), Form::Http),
        format!("POST {URL}\ncontent-type: application/json\n\n{{}}")
    );
}

#[test]
fn what_an_http_client_would_read_as_its_own_is_refused() {
    let none = HeaderMap::new();
    let bodies: [&[u8]; 9] = [
        b" ",
        b"{}\n",
        b"\n{}",
        b"{\"a\":\"{{secret}}\"}",
        b"{}\n### next",
        b"< /etc/passwd",
        b"> {% script %}",
        b"\xff",
        b"\x1b[2J",
    ];
    for body in bodies {
        assert_eq!(render(&shown(&none, body), Form::Http), Err(RenderError::NotForHttpClients));
    }
    let variable = headers(&[("x-a", b"{{secret}}")]);
    assert_eq!(render(&shown(&variable, b"{}"), Form::Http), Err(RenderError::NotForHttpClients));
}

#[test]
fn json_holds_the_body_token_for_token_or_in_base64() {
    let headers = headers(&[("x-a", b"1"), ("x-a", b"2")]);
    assert_eq!(
        text(&shown(&headers, b"{ \"b\":5000.0,\n\"a\" :1E2 }"), Form::Json),
        format!(
            r#"{{"method":"POST","url":"{URL}","headers":[["x-a","1"],["x-a","2"]],"body":{{"b":5000.0,"a":1E2}}}}"#
        )
    );
    let line = text(&shown(&HeaderMap::new(), b"\xff"), Form::Json);
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value, json!({"method": "POST", "url": URL, "headers": [], "body_base64": "/w=="}));
}

#[test]
fn a_markdown_block_can_t_be_ended_from_within() {
    let block = text(&shown(&HeaderMap::new(), b"```\n````\x1b[2J"), Form::Markdown);
    assert_eq!(block, format!("`````http\nPOST {URL}\n\n```\n````\\u{{1b}}[2J\n`````"));
}
