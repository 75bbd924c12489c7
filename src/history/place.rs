//! Where a project's history lies, so that two projects never share one by accident.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use sha2::{Digest, Sha256};

use super::HistoryError;

/// How many characters of the folder's name a file name shows.
const SLUG: usize = 40;

/// The history's file for the project that holds `folder`: in `tosshook/` of the user's data
/// folder, named after the nearest folder above that holds `.git`, or else after `folder` itself.
pub fn project_file(folder: &Path) -> Result<PathBuf, HistoryError> {
    let failed = |reason: String| HistoryError::Open { path: folder.to_owned(), reason };
    let data = etcetera::base_strategy::Xdg::new().map_err(|error| failed(error.to_string()))?.data_dir();
    let folder = folder.canonicalize().map_err(|error| failed(error.to_string()))?;
    Ok(file_in(&data.join("tosshook"), project_root(&folder)))
}

/// The nearest folder that holds `.git` (a file in a worktree or submodule), else `folder` itself.
fn project_root(folder: &Path) -> &Path {
    folder.ancestors().find(|above| above.join(".git").exists()).unwrap_or(folder)
}

/// `<slug>-<12 hex digits of the path's SHA-256>.db`
fn file_in(data: &Path, root: &Path) -> PathBuf {
    let digest = Sha256::digest(root.as_os_str().as_encoded_bytes());
    let mut name = slug(root);
    name.push('-');
    for byte in &digest[..6] {
        // Writing to a String never fails.
        let _ = write!(name, "{byte:02x}");
    }
    name.push_str(".db");
    data.join(name)
}

/// The folder's name in lower case: letters and digits of any script, one `-` for all between.
fn slug(root: &Path) -> String {
    let name = root.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let words: Vec<_> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(SLUG).collect();
    if slug.is_empty() { "project".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{file_in, project_root, slug};

    #[test]
    fn a_file_is_named_after_the_folder_and_its_whole_path() {
        let one = file_in(Path::new("/data"), Path::new("/home/a/My Shop!"));
        let other = file_in(Path::new("/data"), Path::new("/home/b/My Shop!"));
        let name = one.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("my-shop-") && one.extension().is_some_and(|ext| ext == "db"), "{name}");
        assert_eq!(name.len(), "my-shop-".len() + 12 + ".db".len());
        assert_ne!(one, other);
        assert_eq!(one, file_in(Path::new("/data"), Path::new("/home/a/My Shop!")));
    }

    #[test]
    fn a_slug_is_never_empty_long_or_a_path() {
        assert_eq!(slug(Path::new("/")), "project");
        assert_eq!(slug(Path::new("/a/...")), "project");
        assert_eq!(slug(Path::new("/a/결제 서버")), "결제-서버");
        assert_eq!(slug(Path::new(&"x".repeat(300))).len(), 40);
    }

    #[test]
    fn the_project_is_the_nearest_folder_with_git_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("outer/inner/src");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::create_dir(folder.path().join("outer/.git")).unwrap();
        assert_eq!(project_root(&deep), folder.path().join("outer"));
        std::fs::write(folder.path().join("outer/inner/.git"), "gitdir: elsewhere").unwrap();
        assert_eq!(project_root(&deep), folder.path().join("outer/inner"));
    }
}
