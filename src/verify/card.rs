//! One card: its head, its shape, its links, and the code on it.

use super::{Verifier, compiler_problem, meant, stem};
use crate::concept::Card;
use crate::error::{Error, Place, Problem};
use crate::exercise::Format;
use crate::files;
use crate::markdown;
use crate::process::Stop;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The files of all cards, `concepts/<topic>/<slug>.md`, sorted, relative to the workbook.
pub fn find(root: &Path) -> Vec<PathBuf> {
    files::walk(&root.join("concepts"))
        .iter()
        .filter_map(|path| path.strip_prefix(root).ok())
        .filter(|path| {
            path.components().count() == 3
                && path.extension() == Some(OsStr::new("md"))
                && path.file_name() != Some(OsStr::new("README.md"))
        })
        .map(Path::to_owned)
        .collect()
}

impl Verifier<'_> {
    /// Proves a card.
    pub(super) fn card(&self, path: &Path, stop: &Stop) -> Result<Vec<Problem>, Error> {
        let mut problems: Vec<Problem> = self.namesake(path).into_iter().collect();
        let text = match self.read(path) {
            Ok(text) => text,
            Err(problem) => {
                problems.push(problem.help("mend the file, or delete it"));
                return Ok(problems);
            }
        };
        let left = self.left_in(path, &text);
        let is_written = left.is_empty();
        problems.extend(left);
        let card = match Card::parse(path, &text) {
            Ok(card) => card,
            Err(found) => {
                problems.extend(found);
                return Ok(problems);
            }
        };
        problems.extend(card.see_also.iter().filter_map(|slug| {
            let line = line_in_see_also(&text, slug);
            self.unknown_card(slug)
                .map(|problem| problem.at(Place::at(path, line, 1)))
        }));
        // As long as parts of it are to be written, it says nothing to count its words.
        if self.course.format == Format::Workbook && is_written {
            problems.extend(card.shape_problems());
        }
        for link in markdown::links(&card.body) {
            let place = Place::at(path, card.lines_before_body + link.line, 1);
            problems.extend(
                self.dead_link(path, &link.target)
                    .map(|problem| problem.at(place)),
            );
        }
        let blocks = markdown::parse(&card.body);
        for block in markdown::code_blocks(&blocks) {
            if block.language != "rust" {
                continue;
            }
            let errors = self.snippet_errors(&block.text, stop)?;
            let origin = |place: Option<&(String, usize)>| {
                let line_in_block = place.map_or(1, |(_, line)| *line);
                Place::at(
                    path,
                    card.lines_before_body + block.line + line_in_block - 1,
                    1,
                )
            };
            let problem = compiler_problem("the snippet does not compile", &errors, origin);
            problems.extend(problem.map(|problem| {
                problem.help("a snippet stands alone, without warnings; mark one that is no program as `text`")
            }));
        }
        Ok(problems)
    }

    /// Another card of the same name: the later one of the two is told.
    fn namesake(&self, path: &Path) -> Option<Problem> {
        let slug = stem(path);
        let first = self.cards.iter().find(|other| stem(other) == slug)?;
        (first != path).then(|| {
            Problem::new(format!("two cards are called `{slug}`"))
                .at(Place::file(path))
                .note(format!("the other one is {}", first.display()))
                .help("names must be unique, also across topics")
        })
    }

    fn dead_link(&self, card: &Path, target: &str) -> Option<Problem> {
        let path = match resolve(card, target) {
            Target::Elsewhere => return None,
            Target::Outside => {
                return Some(
                    Problem::new(format!("the link `{target}` leads out of the workbook")).help(
                        "link to a card relative to this one, as in `../caching/lru-cache.md`",
                    ),
                );
            }
            Target::File(path) => path,
        };
        if files::exists(&self.state.root().join(&path)) {
            return None;
        }
        let slugs: Vec<String> = self.cards.iter().map(|path| stem(path)).collect();
        // A card that moved to another topic has still its name.
        let moved = self.cards.iter().find(|other| stem(other) == stem(&path));
        let help = match moved {
            Some(moved) => format!("`{}` is {}", stem(&path), moved.display()),
            None => meant(&stem(&path), slugs.iter().map(String::as_str))
                .unwrap_or_else(|| "write the card, or take the link out".to_owned()),
        };
        Some(Problem::new(format!("the link `{target}` leads nowhere")).help(help))
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    /// To the web, or to another place on the same card: not checked.
    Elsewhere,
    /// To a file, relative to the workbook.
    File(PathBuf),
    /// To somewhere above the workbook.
    Outside,
}

/// Resolves a link relative to the file it stands in, which is itself relative to the workbook.
fn resolve(file: &Path, target: &str) -> Target {
    let has_scheme = target.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let target = target.split(['#', '?']).next().unwrap_or_default();
    if has_scheme || target.is_empty() {
        return Target::Elsewhere;
    }
    let mut path = file.parent().unwrap_or(Path::new("")).to_owned();
    for component in Path::new(target).components() {
        match component {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir if path.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Target::Outside;
            }
        }
    }
    Target::File(path)
}

/// The line of the head that names a card in `see_also`, counted from 1.
fn line_in_see_also(text: &str, slug: &str) -> usize {
    let quoted = [format!("\"{slug}\""), format!("'{slug}'")];
    text.lines()
        .enumerate()
        .skip_while(|(_, line)| !line.trim_start().starts_with("see_also"))
        .find(|(_, line)| quoted.iter().any(|quoted| line.contains(quoted)))
        .map_or(1, |(idx, _)| idx + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved_relative_to_their_card() {
        let file = |path: &str| Target::File(PathBuf::from(path));
        for (target, expected) in [
            ("lru.md", file("concepts/caching/lru.md")),
            ("./lru.md#traps", file("concepts/caching/lru.md")),
            ("../sql/index.md", file("concepts/sql/index.md")),
            ("../../README.md", file("README.md")),
            ("../../../secret", Target::Outside),
            ("/etc/passwd", Target::Outside),
            ("#traps", Target::Elsewhere),
            ("", Target::Elsewhere),
            ("https://www.rfc-editor.org/rfc/rfc9111", Target::Elsewhere),
            ("mailto:a@b.c", Target::Elsewhere),
        ] {
            assert_eq!(
                resolve(Path::new("concepts/caching/cache.md"), target),
                expected,
                "{target:?}"
            );
        }
    }

    #[test]
    fn a_name_in_see_also_has_its_line() {
        let text = "+++\ntitle = \"b\"\nsee_also = [\n    \"a\",\n    \"b\",\n]\n+++\n";
        for (slug, expected) in [("a", 4), ("b", 5), ("c", 1)] {
            assert_eq!(line_in_see_also(text, slug), expected, "{slug}");
        }
    }
}
