//! What Linux says of file systems and of the events they send. Elsewhere nothing is known, and nothing is asked.

use std::path::{Path, PathBuf};

/// File systems on which a change made elsewhere (on another machine, outside the container, on the Windows side)
/// sends no event here.
const SILENT: &[&str] = &[
    "9p",
    "afs",
    "ceph",
    "cifs",
    "drvfs",
    "fakeowner",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "overlay",
    "prl_fs",
    "smb2",
    "smb3",
    "smbfs",
    "v9fs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
];

/// The file system that holds a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSystem {
    /// As `ext4`.
    pub kind: String,
    /// Where it is mounted.
    pub mounted_at: PathBuf,
}

impl FileSystem {
    /// The one that holds `dir`, where the system tells.
    pub fn of(dir: &Path) -> Option<Self> {
        let dir = std::fs::canonicalize(dir).ok()?;
        let mounts = std::fs::read_to_string("/proc/self/mounts").ok()?;
        Self::find(&mounts, &dir)
    }

    /// The last mount whose directory holds `dir`: a later one hides an earlier one.
    fn find(mounts: &str, dir: &Path) -> Option<Self> {
        mounts
            .lines()
            .filter_map(|line| {
                let mut fields = line.split(' ');
                let mounted_at = PathBuf::from(unescaped(fields.nth(1)?));
                let kind = fields.next()?.to_owned();
                dir.starts_with(&mounted_at)
                    .then_some(Self { kind, mounted_at })
            })
            .max_by_key(|found| found.mounted_at.components().count())
    }

    /// Whether files are to be looked at now and then, since events may be missing.
    pub fn may_be_silent(&self) -> bool {
        SILENT.contains(&self.kind.as_str()) || self.kind.starts_with("fuse.")
    }
}

/// Blanks and backslashes in `/proc/mounts` are octal.
fn unescaped(field: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(field.to_owned(), |text, (code, sign)| {
        text.replace(code, sign)
    })
}

/// How many file events this user may listen to, and does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watches {
    /// How many listeners there may be.
    pub max_listeners: usize,
    /// How many there are, as far as can be seen.
    pub listeners: usize,
    /// How many files and directories may be listened to.
    pub max_watches: usize,
    /// How many are.
    pub watches: usize,
}

impl Watches {
    /// Asks the system.
    pub fn of_this_user() -> Option<Self> {
        let limit = |name: &str| -> Option<usize> {
            let path = format!("/proc/sys/fs/inotify/{name}");
            std::fs::read_to_string(path).ok()?.trim().parse().ok()
        };
        let mut found = Self {
            max_listeners: limit("max_user_instances")?,
            max_watches: limit("max_user_watches")?,
            ..Self::default()
        };
        // Other users' processes do not let themselves be looked into, and do not count.
        for process in std::fs::read_dir("/proc").ok()?.flatten() {
            let Ok(open) = std::fs::read_dir(process.path().join("fd")) else {
                continue;
            };
            for file in open.flatten() {
                let target = std::fs::read_link(file.path());
                if target.is_ok_and(|target| target == Path::new("anon_inode:inotify")) {
                    found.listeners += 1;
                    let info = process.path().join("fdinfo").join(file.file_name());
                    let info = std::fs::read_to_string(info).unwrap_or_default();
                    found.watches += info
                        .lines()
                        .filter(|line| line.starts_with("inotify "))
                        .count();
                }
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
C:\\134 /mnt/c 9p rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
me@host: /far fuse.sshfs rw 0 0
overlay /box overlay rw 0 0
tmpfs /box/tmp tmpfs rw 0 0
";

    #[test]
    fn the_file_system_of_a_directory_is_the_innermost_mount() {
        for (dir, kind, silent) in [
            ("/books/one", "ext4", false),
            ("/mnt/c/books", "9p", true),
            ("/mnt/cc", "ext4", false),
            ("/mnt/my share/book", "cifs", true),
            ("/far/book", "fuse.sshfs", true),
            ("/box/book", "overlay", true),
            ("/box/tmp/book", "tmpfs", false),
        ] {
            let found = FileSystem::find(MOUNTS, Path::new(dir)).expect("there is a root");
            assert_eq!(
                (found.kind.as_str(), found.may_be_silent()),
                (kind, silent),
                "{dir}"
            );
        }
        assert_eq!(FileSystem::find("", Path::new("/books")), None);
        assert_eq!(FileSystem::find("nonsense\n\n", Path::new("/books")), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_system_answers() {
        assert!(FileSystem::of(Path::new("/")).is_some());
        let watches = Watches::of_this_user().expect("Linux has limits");
        assert!(watches.max_listeners > 0 && watches.max_watches > 0);
    }
}
