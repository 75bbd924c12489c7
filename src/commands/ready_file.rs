//! `--ready-file`: how a script learns where the listener is, without reading its output.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::exit::{Exit, Failure};

/// A ready file; removed when dropped, unless another listener has put its own in its place.
#[derive(Debug)]
pub(super) struct ReadyFile {
    path: PathBuf,
    file: File,
}

impl ReadyFile {
    /// Writes the URL into a new file beside `path` (mode 0600) and renames it, so that whoever sees
    /// the file sees all of it.
    pub(super) fn write(path: &Path, url: &str) -> Result<Self, Failure> {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = folder.join(format!(".{name}.{:016x}", fastrand::u64(..)));
        let written = write_private(&beside, url).and_then(|file| fs::rename(&beside, path).map(|()| file));
        match written {
            Ok(file) => Ok(Self { path: path.to_owned(), file }),
            Err(error) => {
                // What could not be renamed is of no use to anybody.
                let _ = fs::remove_file(&beside);
                let message = format!("--ready-file: could not write {}: {error}", path.display());
                Err(Failure::new(Exit::Usage, message))
            }
        }
    }
}

impl Drop for ReadyFile {
    fn drop(&mut self) {
        if is_at(&self.file, &self.path).unwrap_or(false) {
            // Somebody may have taken it away already.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether the file is still the one at this path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (written, found) = (file.metadata()?, fs::symlink_metadata(path)?);
    Ok((written.dev(), written.ino()) == (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> std::io::Result<bool> {
    Ok(true)
}

fn write_private(path: &Path, url: &str) -> std::io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{url}")?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::ReadyFile;

    #[test]
    fn the_file_holds_the_url_while_the_listener_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ready");
        let ready = ReadyFile::write(&path, "http://127.0.0.1:1").expect("written");
        assert_eq!(std::fs::read_to_string(&path).expect("readable"), "http://127.0.0.1:1\n");
        drop(ready);
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn a_listener_that_drains_leaves_the_file_of_its_successor() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ready");
        let first = ReadyFile::write(&path, "http://127.0.0.1:1").expect("written");
        let second = ReadyFile::write(&path, "http://127.0.0.1:1").expect("written");
        drop(first);
        assert!(path.exists());
        drop(second);
        assert!(!path.exists());
    }
}
