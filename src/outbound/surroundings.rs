//! Where this process runs, as far as that changes what `localhost` means.

use std::path::Path;

/// Where this process runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Surroundings {
    /// Straight on the machine.
    #[default]
    Host,
    /// In a container, whose `localhost` is its own.
    Container,
    /// In the Windows Subsystem for Linux, whose `localhost` may not be Windows'.
    Wsl,
}

impl Surroundings {
    /// Looks at the marks that container engines and WSL leave in the file system.
    pub fn detect() -> Self {
        Self::under(Path::new("/"))
    }

    fn under(root: &Path) -> Self {
        let in_container = [".dockerenv", "run/.containerenv"].iter().any(|mark| root.join(mark).exists());
        if in_container {
            return Self::Container;
        }
        let kernel = std::fs::read_to_string(root.join("proc/version")).unwrap_or_default();
        if kernel.to_ascii_lowercase().contains("microsoft") { Self::Wsl } else { Self::Host }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Surroundings;

    #[test]
    fn each_engine_leaves_its_mark() {
        for (mark, content, expected) in [
            ("proc/version", "Linux version 6.1.0-generic", Surroundings::Host),
            ("proc/version", "Linux version 5.15.153.1-microsoft-standard-WSL2", Surroundings::Wsl),
            (".dockerenv", "", Surroundings::Container),
            ("run/.containerenv", "", Surroundings::Container),
        ] {
            let root = tempfile::tempdir().unwrap();
            let file = root.path().join(mark);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
            assert_eq!(Surroundings::under(root.path()), expected, "{mark} {content}");
        }
    }

    #[test]
    fn without_marks_it_is_the_machine() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(Surroundings::under(root.path()), Surroundings::Host);
    }
}
