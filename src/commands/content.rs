//! The bytes that an option names: a file's, or standard input's.

use std::io::Read;
use std::path::Path;

use bytes::Bytes;

use crate::exit::{Exit, Failure};

/// The bytes of a file that an option names, or with `-` of standard input; at most so many.
pub(super) fn content(option: &str, path: &Path, most: u64) -> Result<Bytes, Failure> {
    let mut content = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(most + 1).read_to_end(&mut content)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut content))
    };
    match read {
        Ok(length) if length as u64 > most => {
            Err(Failure::new(Exit::Usage, format!("{option} {}: over {most} bytes", path.display())))
        }
        Ok(_) => Ok(content.into()),
        Err(error) => {
            Err(Failure::new(Exit::Usage, format!("could not read {option} {}: {error}", path.display())))
        }
    }
}
