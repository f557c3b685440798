//! Progress on disk: read afresh for every change, under a lock, written beside and renamed.

use super::{read_text, write_atomic};
use crate::error::{Error, Place, Problem};
use crate::progress::Progress;
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// How long to wait for another process that is writing progress; a write takes milliseconds.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);

/// Far more than a progress file of a thousand exercises has.
const MAX_LEN: u64 = 16 << 20;

/// The progress file of a workbook.
#[derive(Clone, Debug)]
pub struct ProgressStore {
    dir: PathBuf,
    /// From former names of exercises to those of today.
    names: Arc<BTreeMap<String, String>>,
}

/// Progress that nobody else can change until this is dropped.
pub(super) struct Locked<'s> {
    store: &'s ProgressStore,
    /// To be changed, and then saved.
    pub(super) progress: Progress,
    before: Progress,
    said: Option<String>,
    _lock: File,
}

impl Locked<'_> {
    /// Writes what has changed. Returns the new progress, and a sentence when an unreadable file had to be put aside.
    pub(super) fn save(self) -> Result<(Progress, Option<String>), Error> {
        if self.progress != self.before || self.said.is_some() {
            let text = self.progress.render();
            write_atomic(&self.store.path(), text.as_bytes())?;
        }
        Ok((self.progress, self.said))
    }
}

impl ProgressStore {
    pub(super) fn new(dir: &Path, names: Arc<BTreeMap<String, String>>) -> Self {
        Self {
            dir: dir.to_owned(),
            names,
        }
    }

    /// The file.
    pub fn path(&self) -> PathBuf {
        self.dir.join("progress")
    }

    /// Reads the progress; an absent file is an empty one. An unreadable file is left alone here; the next
    /// [`ProgressStore::update`] puts it aside.
    pub fn read(&self) -> Progress {
        self.try_read().unwrap_or_default()
    }

    /// As [`ProgressStore::read`], or why the file cannot be read.
    ///
    /// # Errors
    /// A sentence that says why.
    pub fn try_read(&self) -> Result<Progress, String> {
        if !self.path().exists() {
            return Ok(Progress::default());
        }
        let text = read_text(&self.path(), MAX_LEN).map_err(|reason| reason.sentence())?;
        let mut progress =
            Progress::parse(&text).map_err(|line| format!("line {line} makes no sense"))?;
        progress.rename(&self.names);
        Ok(progress)
    }

    /// Changes the progress: what other processes wrote in the meantime is kept. Returns the new progress, and a
    /// sentence when an unreadable file had to be put aside.
    ///
    /// # Errors
    /// The file is locked by another process for too long, or cannot be written; then nothing was changed.
    pub fn update(
        &self,
        change: impl FnOnce(&mut Progress),
    ) -> Result<(Progress, Option<String>), Error> {
        let mut locked = self.open()?;
        change(&mut locked.progress);
        locked.save()
    }

    /// Locks the progress and reads it; an unreadable file is put aside.
    ///
    /// # Errors
    /// As [`ProgressStore::update`].
    pub(super) fn open(&self) -> Result<Locked<'_>, Error> {
        let lock = self.lock()?;
        let (before, said) = match self.try_read() {
            Ok(progress) => (progress, None),
            Err(reason) => {
                let kept = self.put_aside()?;
                (
                    Progress::default(),
                    Some(format!(
                        "the progress file could not be read ({reason}); it is kept as {}, and progress starts anew",
                        kept.display()
                    )),
                )
            }
        };
        Ok(Locked {
            store: self,
            progress: before.clone(),
            before,
            said,
            _lock: lock,
        })
    }

    /// Gives an unreadable file another name, which is returned.
    fn put_aside(&self) -> Result<PathBuf, Error> {
        let time = humantime::format_rfc3339_seconds(SystemTime::now())
            .to_string()
            .replace(':', "-");
        let kept = (0..)
            .map(|n: u32| self.dir.join(format!("progress-unreadable-{time}-{n}")))
            .find(|path| !path.exists())
            .expect("some number is free");
        std::fs::rename(self.path(), &kept).map_err(|source| {
            Error::file("put the unreadable progress aside", &self.path(), &source)
        })?;
        Ok(kept)
    }

    fn lock(&self) -> Result<File, Error> {
        let path = self.dir.join("lock");
        let failed = |source: &std::io::Error| Error::file("lock the progress", &path, source);
        let file = File::create(&path).map_err(|source| failed(&source))?;
        let deadline = Instant::now() + LOCK_PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    std::thread::park_timeout(Duration::from_millis(5));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::cannot_check(
                        Problem::new("the progress is locked by another process")
                            .at(Place::file(&path))
                            .help("end the other `workbook`, then try again; nothing was changed"),
                    ));
                }
                Err(TryLockError::Error(source)) => return Err(failed(&source)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writers_keep_each_others_progress() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let store = ProgressStore::new(dir.path(), Arc::default());
                scope.spawn(move || {
                    for idx in 0..10 {
                        let name = format!("e{writer}_{idx}");
                        store
                            .update(|progress| {
                                progress.record_attempt(&name, true, SystemTime::now());
                            })
                            .expect("the lock is free soon");
                    }
                });
            }
        });
        let progress = ProgressStore::new(dir.path(), Arc::default()).read();
        for writer in 0..4 {
            for idx in 0..10 {
                assert!(progress.is_solved(&format!("e{writer}_{idx}")));
            }
        }
    }

    #[test]
    fn an_unreadable_file_is_kept_and_said() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let store = ProgressStore::new(dir.path(), Arc::default());
        std::fs::write(store.path(), b"\xff\xfe junk").expect("write");
        let (progress, said) = store
            .update(|progress| progress.current = Some("a".into()))
            .expect("update");
        assert_eq!(progress.current.as_deref(), Some("a"));
        assert!(said.expect("it is said").contains("is kept as"));
        let kept: Vec<_> = super::super::list_dir(dir.path())
            .into_iter()
            .filter(|path| path.to_string_lossy().contains("progress-unreadable"))
            .collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(std::fs::read(&kept[0]).expect("read"), b"\xff\xfe junk");
        assert_eq!(store.update(|_| {}).expect("update").1, None);
    }

    #[test]
    fn a_lock_that_stays_is_an_error_and_changes_nothing() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let store = ProgressStore::new(dir.path(), Arc::default());
        let _held = store.lock().expect("the lock is free");
        let error = store
            .update(|progress| progress.current = Some("a".into()))
            .expect_err("locked");
        assert!(
            error.to_string().contains("locked by another process"),
            "{error}"
        );
        assert!(!store.path().exists());
    }
}
