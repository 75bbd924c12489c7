//! Keys and secrets from the command line: a value, `@FILE` or `env:NAME`.

use std::fs;
use std::io::Read;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::report::words;
use crate::toss::{SecretKey, SecurityKey};

/// The longest file that is taken for a key.
const KEY_FILE_MAX: u64 = 4096;

/// Reads what was given for `flag`: the text itself, or what `@FILE` or `env:NAME` holds, without
/// white space around it.
pub(super) fn resolve(flag: &str, given: &str) -> Result<String, Failure> {
    if let Some(path) = given.strip_prefix('@') {
        return match read_key(path) {
            Ok(text) if text.len() as u64 > KEY_FILE_MAX => {
                let message =
                    format!("{flag}: the file {path} is over {KEY_FILE_MAX} bytes, which is no key");
                Err(Failure::new(Exit::Usage, message))
            }
            Ok(text) => Ok(text.trim().to_owned()),
            Err(error) => {
                Err(Failure::new(Exit::Usage, format!("{flag}: could not read the file {path}: {error}"))
                    .hint("@FILE reads the key from a file; a key itself is given without the @"))
            }
        };
    }
    if let Some(name) = given.strip_prefix("env:") {
        return match std::env::var(name) {
            Ok(text) => Ok(text.trim().to_owned()),
            Err(_) => Err(Failure::new(Exit::Usage, format!("{flag}: the variable {name} is not set"))
                .hint(format!("export {name}=… first, or give @FILE"))),
        };
    }
    Ok(given.trim().to_owned())
}

/// Reads a little more than a key has; the file may be a pipe or a device that never ends.
fn read_key(path: &str) -> std::io::Result<String> {
    let mut text = String::new();
    fs::File::open(path)?.take(KEY_FILE_MAX + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// Whether what was given can be seen by others: it stood on the command line itself.
fn is_exposed(given: &str, variable: &str) -> bool {
    let is_reference = given.starts_with('@') || given.starts_with("env:");
    !is_reference && std::env::var(variable).as_deref() != Ok(given)
}

/// The security key that was given, if any.
pub(super) fn security_key(given: Option<&str>, context: &Context) -> Result<Option<SecurityKey>, Failure> {
    let Some(given) = given else { return Ok(None) };
    SecurityKey::parse(&security_key_text(given, context)?)
        .map(Some)
        .map_err(|error| words::failure::security_key(context.language, &error))
}

/// What was given as the security key, whatever it is.
pub(super) fn security_key_text(given: &str, context: &Context) -> Result<String, Failure> {
    key("--security-key", "TOSSHOOK_SECURITY_KEY", given, context)
}

/// The secret key that was given, if any.
pub(super) fn secret_key(given: Option<&str>, context: &Context) -> Result<Option<SecretKey>, Failure> {
    let Some(given) = given else { return Ok(None) };
    SecretKey::parse(&key("--secret-key", "TOSSHOOK_SECRET_KEY", given, context)?)
        .map(Some)
        .map_err(|error| words::failure::secret_key(context.language, error))
}

/// The text of a key. One that others can see is said to be so, once.
fn key(flag: &str, variable: &str, given: &str, context: &Context) -> Result<String, Failure> {
    let text = resolve(flag, given)?;
    if is_exposed(given, variable) {
        context.say(&context.language.key_on_command_line(flag));
    }
    Ok(text)
}
