//! The history's file before SQLite sees it: made private, and proven to be ours and nobody's trap.
//!
//! All that is checked here is read from the file system, never written to a file that is not ours.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::HistoryError;
use super::store::APPLICATION_ID;

/// The files that this process has open.
///
/// Closing any descriptor of a file drops all locks that the process holds on it (POSIX), SQLite's
/// too. So a file that is open here already is not opened a second time just to be looked at, and a
/// descriptor of our own stays open as long as any of SQLite's.
static OPEN: Mutex<BTreeMap<PathBuf, Open>> = Mutex::new(BTreeMap::new());

/// A file that is open.
#[derive(Debug, Default)]
struct Open {
    times: usize,
    /// Our own descriptor, where one was asked for.
    descriptor: Option<Arc<File>>,
}

/// A file that was checked, and stays marked as open until this is dropped.
#[derive(Debug)]
pub(super) struct Checked {
    path: PathBuf,
    identity: Option<Identity>,
}

/// What tells a file from another one of the same name: device and inode, where there are such.
type Identity = (u64, u64);

impl Checked {
    /// Makes the folder (0700) and the file (0600) where they are missing, and checks both.
    pub(super) fn make(path: &Path) -> Result<Self, HistoryError> {
        let name = path.file_name().ok_or_else(|| failed(path, &"it names no file"))?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        private_folder(folder).map_err(|error| failed(folder, &error))?;
        let folder = folder.canonicalize().map_err(|error| failed(folder, &error))?;
        let path = folder.join(name);
        let mut open = open_files();
        match private_file().open(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, &error)),
        }
        check(&path, &folder, &open)?;
        Ok(Self::mark(path, &mut open))
    }

    /// Checks an existing file; none where there is no file, or an empty one.
    pub(super) fn existing(path: &Path) -> Result<Option<Self>, HistoryError> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(None) };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let folder = match folder.canonicalize() {
            Ok(folder) => folder,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(folder, &error)),
        };
        let path = folder.join(name);
        let mut open = open_files();
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&path, &error)),
            Ok(about) if about.is_file() && about.len() == 0 => return Ok(None),
            Ok(_) => check(&path, &folder, &open)?,
        }
        Ok(Some(Self::mark(path, &mut open)))
    }

    /// The file, free of symbolic links.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn mark(path: PathBuf, open: &mut BTreeMap<PathBuf, Open>) -> Self {
        open.entry(path.clone()).or_default().times += 1;
        let identity = identity(&path);
        Self { path, identity }
    }

    /// A descriptor of the file, to be given back before this is dropped.
    pub(super) fn descriptor(&self) -> io::Result<Arc<File>> {
        let mut files = open_files();
        let open = files.entry(self.path.clone()).or_default();
        if let Some(descriptor) = &open.descriptor {
            return Ok(Arc::clone(descriptor));
        }
        let descriptor = Arc::new(OpenOptions::new().write(true).open(&self.path)?);
        Ok(Arc::clone(open.descriptor.insert(descriptor)))
    }

    /// Whether the file was removed, or another one put in its place.
    pub(super) fn is_gone(&self) -> bool {
        self.identity.is_some() && identity(&self.path) != self.identity
    }
}

impl Drop for Checked {
    fn drop(&mut self) {
        let mut open = open_files();
        if let Some(file) = open.get_mut(&self.path) {
            file.times -= 1;
            if file.times == 0 {
                open.remove(&self.path);
            }
        }
    }
}

fn open_files() -> MutexGuard<'static, BTreeMap<PathBuf, Open>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(path: &Path, reason: &dyn Display) -> HistoryError {
    HistoryError::Open { path: path.to_owned(), reason: reason.to_string() }
}

/// Everything that can be said against an existing file.
fn check(path: &Path, folder: &Path, open: &BTreeMap<PathBuf, Open>) -> Result<(), HistoryError> {
    let about = fs::symlink_metadata(path).map_err(|error| failed(path, &error))?;
    if about.is_symlink() {
        return Err(HistoryError::Symlink { path: path.to_owned() });
    }
    if !about.is_file() {
        return Err(HistoryError::NotAHistory { path: path.to_owned() });
    }
    let folder_about = fs::metadata(folder).map_err(|error| failed(folder, &error))?;
    if anyone_may_replace(&folder_about) {
        return Err(HistoryError::Foreign { path: folder.to_owned() });
    }
    if !is_ours(&about).map_err(|error| failed(path, &error))? {
        return Err(HistoryError::Foreign { path: path.to_owned() });
    }
    if !open.contains_key(path) && !is_history(path).map_err(|error| failed(path, &error))? {
        return Err(HistoryError::NotAHistory { path: path.to_owned() });
    }
    match make_private(path, &about).map_err(|error| HistoryError::opening(path, &error)) {
        // What can't be changed can still be read.
        Err(HistoryError::ReadOnly { .. }) => Ok(()),
        made => made,
    }
}

/// Whether the file is empty, or an SQLite file with our application id. Read by hand, because
/// SQLite would already recover a foreign file's journal, or leave its own files beside it.
fn is_history(path: &Path) -> io::Result<bool> {
    let mut head = Vec::with_capacity(100);
    File::open(path)?.take(100).read_to_end(&mut head)?;
    let application_id = head.get(68..72).and_then(|bytes| bytes.try_into().ok()).map(i32::from_be_bytes);
    Ok(head.is_empty() || (head.starts_with(b"SQLite format 3\0") && application_id == Some(APPLICATION_ID)))
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Takes the rights of others from a file of ours (a copy that was made by hand, say).
#[cfg(unix)]
fn make_private(path: &Path, about: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    const OTHERS: u32 = 0o077;
    if about.permissions().mode() & OTHERS == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

/// Whether the folder is open to everybody, and not sticky as `/tmp` is.
#[cfg(unix)]
fn anyone_may_replace(folder: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    folder.permissions().mode() & 0o1002 == 0o002
}

/// Whether the file belongs to this process' user.
#[cfg(unix)]
fn is_ours(about: &Metadata) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(about.uid() == own_user()?)
}

/// This process' user: the owner of `/proc/self`, or of a file just made where there is no `/proc`.
#[cfg(unix)]
fn own_user() -> io::Result<u32> {
    use std::os::unix::fs::MetadataExt;
    if let Ok(process) = fs::metadata("/proc/self") {
        return Ok(process.uid());
    }
    let probe = std::env::temp_dir().join(format!("tosshook-{:032x}", fastrand::u128(..)));
    let made = private_file().open(&probe)?;
    let user = made.metadata().map(|about| about.uid());
    fs::remove_file(&probe)?;
    user
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).ok().map(|about| (about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Identity> {
    None
}

#[cfg(not(unix))]
fn make_private(_: &Path, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn anyone_may_replace(_: &Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn is_ours(_: &Metadata) -> io::Result<bool> {
    Ok(true)
}
