//! Asks whether deliveries had an effect: a URL, or a command, whose answer changes with it.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use super::effect::Reading;
use crate::child::variables_of_keys;
use crate::outbound::{Call, Endpoint, Sender};

/// How long a command may take.
const WITHIN: Duration = Duration::from_secs(10);

/// The longest answer that is read.
const LONGEST: usize = 64 * 1024;

/// What is asked.
#[derive(Clone, Debug)]
pub enum Probe {
    /// A GET of this URL; its answer's body. The sender limits its time and how much is read.
    Url { endpoint: Endpoint, sender: Sender },
    /// A program and its arguments, run without a shell; what it prints.
    Command(Vec<String>),
}

/// Why there is no reading.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// Another answer than a 2xx.
    #[error("it answered {0}")]
    Status(u16),
    /// No answer at all.
    #[error("it gave no answer")]
    NoAnswer,
    /// The command can't be started.
    #[error("it can't be run: {0}")]
    Unstarted(#[source] io::Error),
    /// The command's output can't be read.
    #[error("its output can't be read: {0}")]
    Unread(#[source] io::Error),
    /// The command is not done in time.
    #[error("it was not done in {0} s")]
    Late(u64),
    /// The command says that it failed.
    #[error("it ended with {0}")]
    Ended(std::process::ExitStatus),
    /// It says something else each time.
    #[error("what it says does not come to rest")]
    Restless,
    /// More than an answer may have.
    #[error("it says more than {LONGEST} bytes")]
    TooLong,
}

impl Probe {
    /// Asks once.
    pub(super) async fn read(&self) -> Result<Reading, ProbeError> {
        let said = match self {
            Self::Url { endpoint, sender } => fetch(endpoint, sender).await?,
            Self::Command(words) => {
                timeout(WITHIN, run(words)).await.map_err(|_| ProbeError::Late(WITHIN.as_secs()))??
            }
        };
        Ok(Reading::of(&said))
    }

    /// Asks once, to see whether it can be asked at all.
    pub async fn try_out(&self) -> Result<(), ProbeError> {
        self.read().await.map(drop)
    }
}

async fn fetch(endpoint: &Endpoint, sender: &Sender) -> Result<Vec<u8>, ProbeError> {
    match sender.send(endpoint, Call::get()).await.response {
        Some(response) if response.truncated || response.body.len() > LONGEST => Err(ProbeError::TooLong),
        Some(response) if (200..300).contains(&response.status) => Ok(response.body.to_vec()),
        Some(response) => Err(ProbeError::Status(response.status)),
        None => Err(ProbeError::NoAnswer),
    }
}

/// Runs the command; it ends with this future at the latest.
async fn run(words: &[String]) -> Result<Vec<u8>, ProbeError> {
    let (program, arguments) = words.split_first().ok_or(ProbeError::NoAnswer)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    for name in variables_of_keys() {
        command.env_remove(name);
    }
    let mut child = command.spawn().map_err(ProbeError::Unstarted)?;
    let mut said = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        stdout.take(LONGEST as u64 + 1).read_to_end(&mut said).await.map_err(ProbeError::Unread)?;
    }
    if said.len() > LONGEST {
        return Err(ProbeError::TooLong);
    }
    let ended = child.wait().await.map_err(ProbeError::Unread)?;
    if ended.success() { Ok(said) } else { Err(ProbeError::Ended(ended)) }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Probe, ProbeError, Reading};

    fn command(words: &[&str]) -> Probe {
        Probe::Command(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[tokio::test]
    async fn a_commands_words_reach_it_as_they_are_and_what_it_prints_is_the_reading() {
        let reading = command(&["printf", "%s", "two words; $HOME"]).read().await.unwrap();
        assert_eq!(reading, Reading::of(b"two words; $HOME"));
        assert_eq!(command(&["echo", " 12 "]).read().await.unwrap(), Reading::Number(12.0));
    }

    #[tokio::test]
    async fn a_command_that_fails_or_is_not_there_or_never_stops_talking_is_told() {
        assert!(matches!(command(&["false"]).read().await, Err(ProbeError::Ended(_))));
        assert!(matches!(command(&["/nowhere/probe"]).read().await, Err(ProbeError::Unstarted(_))));
        assert!(matches!(command(&["yes"]).read().await, Err(ProbeError::TooLong)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_command_that_hangs_is_given_up() {
        assert!(matches!(command(&["sleep", "3600"]).read().await, Err(ProbeError::Late(10))));
    }
}
