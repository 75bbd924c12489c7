//! Hides what belongs to a payment's or a customer's secrets, by the name of its field.
//!
//! A screen is shared, a log is pasted into an issue: formats made for people mask unless
//! `--reveal`, exact formats only with `--mask`.

use std::borrow::Cow;

use crate::json::{self, Document, Shape, Step};

/// Whether secrets and customers' data are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reveal {
    /// Masked.
    #[default]
    Masked,
    /// Shown as they are.
    Revealed,
}

/// What a masked field holds, which decides how much of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// A key or a secret: the prefix that tells its kind.
    Key,
    /// An account: the first characters (test ones start with X).
    Account,
    /// A person's name: the family name.
    Name,
    /// A phone number: the network's prefix.
    Phone,
    /// An e-mail address: its first character.
    Email,
}

impl Secret {
    /// The secret that a member of this name holds, given the name of the object around it
    /// (sections 4 and 5 of the facts).
    pub fn of_field(name: &str, around: &str) -> Option<Self> {
        match name {
            "secret" | "billingKey" => Some(Self::Key),
            "accountNumber" => Some(Self::Account),
            "customerName" | "depositorName" | "holderName" | "representativeName" => Some(Self::Name),
            "name" if matches!(around, "company" | "individual") => Some(Self::Name),
            "customerMobilePhone" | "customerPhoneNumber" | "phone" | "phoneNumber" | "mobilePhone" => {
                Some(Self::Phone)
            }
            "email" | "customerEmail" => Some(Self::Email),
            _ => None,
        }
    }

    /// The value with all but its first characters hidden, and its length too.
    pub fn mask(self, value: &str) -> String {
        let kept = match self {
            Self::Key | Self::Account | Self::Phone => 3,
            Self::Name | Self::Email => 1,
        };
        // Of a short value, a few characters are much.
        let kept = kept.min(value.chars().count() / 2);
        let mut masked: String = value.chars().take(kept).collect();
        masked.push_str("*****");
        masked
    }
}

/// Follows a walk through a document and says of each value whether it is a secret.
#[derive(Debug, Default)]
pub struct Names<'a> {
    /// Of each open container its shape and name; an array's items carry its name.
    open: Vec<(Cow<'a, str>, Shape)>,
    key: Option<Cow<'a, str>>,
}

impl<'a> Names<'a> {
    /// Takes the next step. For a scalar that is to be masked, gives what it is.
    pub fn step(&mut self, step: &Step<'a>) -> Option<Secret> {
        match step {
            Step::Key(token) => self.key = Some(json::plain(token).unwrap_or((*token).into())),
            Step::Begin(shape) => {
                let name = self.name();
                self.open.push((name, *shape));
            }
            Step::End(_) => {
                self.open.pop();
            }
            Step::Scalar(token) => {
                let name = self.name();
                let around = self.open.last().map_or("", |(name, _)| name);
                let secret = Secret::of_field(&name, around);
                return secret.filter(|_| !matches!(*token, "null" | "true" | "false" | "\"\""));
            }
        }
        None
    }

    /// The name just stepped over; empty where none was.
    pub fn key(&self) -> &str {
        self.key.as_deref().unwrap_or_default()
    }

    /// The name of the value that comes next.
    fn name(&mut self) -> Cow<'a, str> {
        match (self.key.take(), self.open.last()) {
            (Some(key), _) => key,
            (None, Some((array, Shape::Array))) => array.clone(),
            _ => Cow::default(),
        }
    }
}

/// A JSON text in compact form, token for token but for its secrets; none where it isn't JSON.
pub fn json(bytes: &[u8]) -> Option<Vec<u8>> {
    let compact = json::compact(bytes)?;
    let document = Document::read(&compact)?;
    let mut names = Names::default();
    let mut out = String::with_capacity(compact.len());
    let mut rest = document.as_str();
    for step in document.steps() {
        let secret = names.step(&step);
        let (Step::Key(token) | Step::Scalar(token)) = step else { continue };
        // Between two tokens stand only brackets, commas and colons, which no token can be found in.
        let (before, after) = rest.split_once(token)?;
        out.push_str(before);
        match secret {
            Some(secret) => {
                let masked = secret.mask(&json::plain(token).unwrap_or(token.into()));
                out.push_str(&serde_json::Value::String(masked).to_string());
            }
            None => out.push_str(token),
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::{Secret, json};

    fn masked(text: &str) -> String {
        String::from_utf8(json(text.as_bytes()).expect("JSON")).expect("UTF-8")
    }

    #[test]
    fn keeps_a_little_and_hides_the_length() {
        assert_eq!(Secret::Key.mask("ps_Z1aOwX7K8mBnRQpDo2dZ8yQxzvNPr"), "ps_*****");
        assert_eq!(Secret::Account.mask("X6505636518308"), "X65*****");
        assert_eq!(Secret::Name.mask("김토페"), "김*****");
        assert_eq!(Secret::Name.mask("김"), "*****");
        assert_eq!(Secret::Phone.mask("01012345678"), "010*****");
        assert_eq!(Secret::Email.mask("kim@example.com"), "k*****");
        assert_eq!(Secret::Key.mask("abcd"), "ab*****");
    }

    #[test]
    fn secrets_go_and_every_other_token_stays() {
        assert_eq!(
            masked(
                r#"{ "totalAmount": 5000.0, "secret": "ps_Z1aOwX7K", "virtualAccount": {"accountNumber": "X6505636518308",
                "customerName": "박토스", "depositorName": null}, "mobilePhone": {"customerMobilePhone": "01012345678",
                "settlementStatus": "DONE"}, "a": [1, {"billingKey": "Z_tjtvJ1"}]}"#
            ),
            r#"{"totalAmount":5000.0,"secret":"ps_*****","virtualAccount":{"accountNumber":"X65*****","customerName":"박*****","depositorName":null},"mobilePhone":{"customerMobilePhone":"010*****","settlementStatus":"DONE"},"a":[1,{"billingKey":"Z_t*****"}]}"#
        );
    }

    #[test]
    fn a_name_is_a_persons_only_in_a_company_or_an_individual() {
        assert_eq!(
            masked(
                r#"{"name":"plan A","company":{"name":"토스상점"},"individual":{"name":"김토페","email":"a@b.kr"}}"#
            ),
            r#"{"name":"plan A","company":{"name":"토*****"},"individual":{"name":"김*****","email":"a*****"}}"#
        );
    }

    #[test]
    fn escapes_lists_and_numbers_hide_nothing_from_it() {
        assert_eq!(
            masked(
                r#"{"\u0073ecret":"ps_abcdef","accountNumber":[6505636518,"110-123"],"secret":"ps_abcdef"}"#
            ),
            r#"{"\u0073ecret":"ps_*****","accountNumber":["650*****","110*****"],"secret":"ps_*****"}"#
        );
    }

    #[test]
    fn what_is_not_json_is_not_masked() {
        assert_eq!(json(b"secret=ps_abcdef"), None);
    }
}
