//! File events: what the system tells of the workbook, as events of the loop.

use super::super::context::Context;
use crate::exercise::Course;
use crate::files;
use crate::info;
use crate::watch::Event;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Where the exercises are, below the workbook.
const EXERCISES: &str = "exercises";

/// How long nothing more must happen to the workbook's own directory before it is looked at.
const SETTLE: Duration = Duration::from_millis(50);

/// Keeps the events coming; dropping it ends them.
pub(super) struct Watching {
    _watcher: Arc<Mutex<RecommendedWatcher>>,
}

/// Asks the system for file events; when it refuses, the loop is told why and looks for itself.
pub(super) fn watch_files(context: &Context, sender: &Sender<Event>) -> Option<Watching> {
    match begin(context, sender) {
        Ok(watching) => Some(watching),
        Err(error) => {
            let _ = sender.send(Event::WatcherFailed(error.to_string()));
            None
        }
    }
}

fn begin(context: &Context, sender: &Sender<Event>) -> notify::Result<Watching> {
    let events = sender.clone();
    let course = context.course.clone();
    let (above, changes_above) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading a file is an event too, and would go round in circles with our own looking.
        let is_read = event
            .as_ref()
            .is_ok_and(|event| event.kind.is_access() && !is_close_after_write(event.kind));
        if is_read {
            return;
        }
        let names = |name: &str| {
            let paths = event.iter().flat_map(|event| &event.paths);
            paths.into_iter().any(|path| path.ends_with(name))
        };
        let comes_or_goes = event.as_ref().is_ok_and(|event| {
            use notify::EventKind::{Create, Modify, Remove};
            use notify::event::ModifyKind;
            matches!(
                event.kind,
                Create(_) | Remove(_) | Modify(ModifyKind::Name(_) | ModifyKind::Any)
            )
        });
        // The system's own thread may not ask for more events; another one does.
        if comes_or_goes && names(EXERCISES) {
            let _ = above.send(Above::Exercises);
        }
        if names(info::FILE) {
            let _ = above.send(Above::Info);
        }
        let _ = events.send(Event::FilesChanged);
        for exercise in event.iter().flat_map(|event| written(&course, event)) {
            let _ = events.send(Event::Written(exercise));
        }
    })?;
    let root = context.state.root().to_owned();
    watcher.watch(&root.join(EXERCISES), RecursiveMode::Recursive)?;
    for dir in [&context.state.dir(), &root] {
        if let Err(error) = watcher.watch(dir, RecursiveMode::NonRecursive) {
            // Without it another window's progress, or another directory of exercises, is seen at the next save only.
            drop(error);
        }
    }
    let watcher = Arc::new(Mutex::new(watcher));
    let weak = Arc::downgrade(&watcher);
    let sender = sender.clone();
    std::thread::spawn(move || {
        let known = files::fingerprint(&root.join(info::FILE));
        let mut told = known;
        while let Ok(change) = changes_above.recv() {
            // Who writes a file empties it first, and who exchanges a directory takes one away: look when it is quiet.
            let mut changes = vec![change];
            while let Ok(change) = changes_above.recv_timeout(SETTLE) {
                changes.push(change);
            }
            if changes.contains(&Above::Exercises) {
                let Some(watcher) = weak.upgrade() else {
                    return;
                };
                look_again(
                    &mut watcher.lock().unwrap_or_else(PoisonError::into_inner),
                    &root,
                );
                let _ = sender.send(Event::FilesChanged);
            }
            let now = files::fingerprint(&root.join(info::FILE));
            if now != told && now != known {
                let what = "info.toml has changed; what it says now is shown when you start again (`q`, then `workbook`).";
                let _ = sender.send(Event::Say(what.to_owned()));
            }
            told = now;
        }
    });
    Ok(Watching { _watcher: watcher })
}

/// What changed in the workbook's own directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Above {
    /// The directory of the exercises itself came, went or was exchanged.
    Exercises,
    /// `info.toml`.
    Info,
}

/// Listens to the directory that the exercises are in now. The one before may be another, by the same name.
fn look_again(watcher: &mut RecommendedWatcher, root: &Path) {
    let exercises = root.join(EXERCISES);
    // It may be gone, and nobody listens to it then.
    let _ = watcher.unwatch(&exercises);
    // If it is not there, its coming will be told.
    let _ = watcher.watch(&exercises, RecursiveMode::Recursive);
}

/// The exercises whose files were written, however an editor does it.
fn written(course: &Course, event: &notify::Event) -> Vec<usize> {
    use notify::EventKind::{Access, Create, Modify};
    use notify::event::ModifyKind;
    let is_write = match event.kind {
        Create(_) | Access(_) => true,
        Modify(kind) => !matches!(kind, ModifyKind::Metadata(_)),
        _ => false,
    };
    let exercise = |path: &PathBuf| {
        let position = course.position(path.file_stem()?.to_str()?)?;
        // Systems may name the workbook's directory in another way than we do.
        path.ends_with(course.exercises[position].path())
            .then_some(position)
    };
    let paths = event.paths.iter().filter(|path| is_write && path.exists());
    paths.filter_map(exercise).collect()
}

fn is_close_after_write(kind: notify::EventKind) -> bool {
    use notify::event::{AccessKind, AccessMode};
    kind == notify::EventKind::Access(AccessKind::Close(AccessMode::Write))
}
