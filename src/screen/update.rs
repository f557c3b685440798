//! What an update does, file by file; cards are counted.

use super::{Line, Role};
use crate::text::count;
use crate::update::{Fate, Item, Update, beside};

/// The page; empty where there is nothing to tell.
pub fn update_page(update: &Update) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut cards: Vec<(Fate, usize)> = Vec::new();
    for item in &update.items {
        let is_counted = item.path.starts_with("concepts")
            && matches!(item.fate, Fate::New | Fate::Replaced | Fate::Removed);
        if is_counted {
            match cards.iter_mut().find(|(fate, _)| *fate == item.fate) {
                Some((_, number)) => *number += 1,
                None => cards.push((item.fate, 1)),
            }
        } else {
            lines.push(item_line(item));
        }
    }
    cards.sort_unstable();
    for (fate, number) in cards {
        let (role, what) = label(fate);
        lines
            .push(Line::new(role, format!("  {what:<9}")).with(Role::Plain, count(number, "card")));
    }
    if update.with(Fate::Mergeable).next().is_some() {
        lines.push(Line::empty());
        lines.push(Line::new(Role::Key, "workbook update --merge").with(
            Role::Plain,
            " joins what is beside with your work, where it says so.",
        ));
    }
    lines
}

fn label(fate: Fate) -> (Role, &'static str) {
    match fate {
        Fate::New => (Role::Pass, "new"),
        Fate::Replaced | Fate::Overwritten => (Role::Pass, "replaced"),
        Fate::Moved => (Role::Pass, "moved"),
        Fate::Merged => (Role::Warn, "joined"),
        Fate::Mergeable | Fate::Beside => (Role::Warn, "beside"),
        Fate::Kept => (Role::Warn, "kept"),
        Fate::Removed => (Role::Dim, "removed"),
        Fate::Left => (Role::Warn, "left"),
    }
}

fn item_line(item: &Item) -> Line {
    let (role, what) = label(item.fate);
    let file = item.path.file_name().unwrap_or_default().display();
    let path = match item.fate {
        Fate::Mergeable | Fate::Beside => beside(&item.path),
        _ => item.path.clone(),
    };
    let mut line =
        Line::new(role, format!("  {what:<9}")).with(Role::Path, path.display().to_string());
    let mut notes = Vec::new();
    if let Some(from) = &item.from {
        notes.push(format!("it was {}", from.display()));
    }
    match item.fate {
        Fate::Overwritten => notes.push("you changed it; your version is kept".to_owned()),
        Fate::Merged => {
            notes.push("your work and what is new; read it before you go on".to_owned());
        }
        Fate::Mergeable => notes.push(format!(
            "what is new; your {file} stays, and can be joined with it"
        )),
        Fate::Beside => notes.push(format!(
            "what is new; your {file} stays, take over what you want"
        )),
        Fate::Kept => notes.push("you changed it, so it stays".to_owned()),
        Fate::Left => {
            notes.push("no longer part of the course; it holds your work, so it stays".to_owned());
        }
        Fate::New | Fate::Replaced | Fate::Moved | Fate::Removed => {}
    }
    if !notes.is_empty() {
        line.push(Role::Dim, format!("   ({})", notes.join("; ")));
    }
    line
}
