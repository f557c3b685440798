//! Verdicts that were reached before, by everything they depend on.
//!
//! An entry is `blake3(contents)`, a line end, and the verdict as JSON. An entry that is cut short or altered does
//! not match its first line and counts as absent. The directory can be deleted at any time.

use crate::files;
use crate::verdict::Verdict;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Larger entries are not kept: a verdict with that much output is quickly reached again.
const MAX_LEN: u64 = 1 << 20;

/// How many verdicts are kept. A workbook of a thousand exercises, each with five wrong answers, has room.
const MAX_ENTRIES: usize = 8192;

/// How many grades are kept: those of a thousand submissions of fifty exercises.
const MAX_GRADES: usize = 65536;

/// Raised when a change of this program could change a verdict or the form of one.
const GENERATION: u32 = 2;

/// Everything that a verdict depends on.
#[derive(Clone, Debug, Default)]
pub struct Ingredients<'a> {
    /// The compiler's version and host.
    pub toolchain: &'a str,
    /// Options of the compiler, lints, limits; in any fixed order.
    pub settings: &'a [String],
    /// The file that is compiled.
    pub text: &'a str,
    /// The file whose tests are trusted.
    pub trusted: &'a str,
}

/// The name of a cache entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

impl Ingredients<'_> {
    /// Hashes all ingredients; each is preceded by its length, so that no two lists look alike.
    pub fn key(&self) -> Key {
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &str| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        };
        add(&format!("{} {GENERATION}", env!("CARGO_PKG_VERSION")));
        add(self.toolchain);
        add(&self.settings.len().to_string());
        for setting in self.settings {
            add(setting);
        }
        add(self.text);
        add(self.trusted);
        Key(hasher.finalize().to_hex().to_string())
    }
}

/// A directory of verdicts.
#[derive(Clone, Debug)]
pub struct Cache {
    dir: PathBuf,
    max_entries: usize,
}

impl Cache {
    /// A cache in this directory, which need not exist.
    pub fn new(dir: &Path) -> Self {
        Self {
            dir: dir.join("verdicts"),
            max_entries: MAX_ENTRIES,
        }
    }

    /// A cache of what grading found, in this directory.
    pub fn of_grades(dir: &Path) -> Self {
        Self {
            dir: dir.join("grades"),
            max_entries: MAX_GRADES,
        }
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.dir.join(&key.0)
    }

    /// The verdict that was kept under this key.
    pub fn get(&self, key: &Key) -> Option<Verdict> {
        self.get_as(key)
    }

    /// What was kept under this key.
    pub fn get_as<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        let entry = files::read_text(&self.path(key), MAX_LEN).ok()?;
        let (sum, json) = entry.split_once('\n')?;
        if sum != checksum(key, json) {
            return None;
        }
        serde_json::from_str(json).ok()
    }

    /// Keeps a verdict. One that might come out differently another time is for hints only.
    pub fn put(&self, key: &Key, verdict: &Verdict) {
        if matches!(verdict.outcome, crate::verdict::Outcome::Unreadable(_)) {
            return;
        }
        self.put_as(key, verdict);
    }

    /// Keeps something under a key. That it would be the same another time is for the caller to know.
    pub fn put_as(&self, key: &Key, value: &impl Serialize) {
        let Ok(json) = serde_json::to_string(value) else {
            return;
        };
        if json.len() as u64 > MAX_LEN / 2 || files::create_dir(&self.dir).is_err() {
            return;
        }
        let entry = format!("{}\n{json}", checksum(key, &json));
        // Without an entry the next check takes longer, no more.
        let _ = files::write_cache(&self.path(key), entry.as_bytes());
        // Keys are spread evenly, so that one in 256 entries pays for the others.
        if key.0.starts_with("00") {
            self.trim(self.max_entries);
        }
    }

    /// Removes the oldest entries until at most `n_kept` are left.
    fn trim(&self, n_kept: usize) {
        for path in files::oldest_beyond(&self.dir, n_kept) {
            files::remove(&path);
        }
    }
}

/// The key is part of the sum, so that an entry copied to another name is not believed.
fn checksum(key: &Key, json: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.0.as_bytes());
    hasher.update(json.as_bytes());
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Outcome;

    fn solved() -> Verdict {
        Verdict {
            outcome: Outcome::Solved,
            ..Verdict::unreadable("")
        }
    }

    #[test]
    fn every_ingredient_changes_the_key() {
        let settings = ["a".to_owned(), "b".to_owned()];
        let joined = ["ab".to_owned()];
        let base = Ingredients {
            toolchain: "1.95",
            settings: &settings,
            text: "t",
            trusted: "s",
        };
        let keys = [
            base.key(),
            Ingredients {
                toolchain: "1.96",
                ..base.clone()
            }
            .key(),
            Ingredients {
                settings: &joined,
                ..base.clone()
            }
            .key(),
            Ingredients {
                text: "ts",
                trusted: "",
                ..base.clone()
            }
            .key(),
            Ingredients {
                text: "",
                trusted: "ts",
                ..base.clone()
            }
            .key(),
            Ingredients {
                trusted: "s2",
                ..base.clone()
            }
            .key(),
        ];
        for (idx, key) in keys.iter().enumerate() {
            assert_eq!(
                keys.iter().position(|other| other == key),
                Some(idx),
                "{idx}"
            );
        }
        assert_eq!(base.key(), base.clone().key());
    }

    #[test]
    fn an_altered_entry_is_not_believed() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let cache = Cache::new(dir.path());
        let key = Ingredients {
            text: "a",
            ..Ingredients::default()
        }
        .key();
        let other = Ingredients {
            text: "b",
            ..Ingredients::default()
        }
        .key();
        assert_eq!(cache.get(&key), None);
        cache.put(&key, &solved());
        assert_eq!(cache.get(&key), Some(solved()));

        let entry = std::fs::read(cache.path(&key)).expect("the entry is a file");
        for idx in 0..entry.len() {
            let mut flipped = entry.clone();
            flipped[idx] ^= 1;
            std::fs::write(cache.path(&key), &flipped).expect("write");
            assert_eq!(cache.get(&key), None, "byte {idx} was altered");
            std::fs::write(cache.path(&key), &entry[..idx]).expect("write");
            assert_eq!(cache.get(&key), None, "cut at {idx}");
        }
        std::fs::write(cache.path(&other), &entry).expect("write");
        assert_eq!(cache.get(&other), None, "an entry of another key");
    }

    #[test]
    fn the_oldest_entries_make_way() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let cache = Cache::new(dir.path());
        let keys: Vec<Key> = ["a", "b", "c", "d"]
            .map(|text| {
                Ingredients {
                    text,
                    ..Ingredients::default()
                }
                .key()
            })
            .to_vec();
        for (age, key) in keys.iter().enumerate() {
            cache.put(key, &solved());
            let file = std::fs::File::open(cache.path(key)).expect("the entry is a file");
            let time =
                std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(age as u64);
            file.set_modified(time).expect("set the time");
        }
        cache.trim(2);
        let left: Vec<bool> = keys.iter().map(|key| cache.get(key).is_some()).collect();
        assert_eq!(left, [false, false, true, true]);
    }

    #[test]
    fn a_verdict_on_a_file_that_cannot_be_read_is_not_kept() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let cache = Cache::new(dir.path());
        let key = Ingredients::default().key();
        cache.put(&key, &Verdict::unreadable("it is missing"));
        assert_eq!(cache.get(&key), None);
    }
}
