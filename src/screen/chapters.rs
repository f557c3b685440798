//! How far each chapter is.

use super::{Line, Role, width_of};
use crate::exercise::Course;
use crate::progress::Progress;

/// The columns of a chapter's bar.
const BAR: usize = 8;

/// A chapter, and how much of it is solved.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chapter<'a> {
    dir: &'a str,
    name: String,
    n_solved: usize,
    n: usize,
}

fn chapters<'a>(course: &'a Course, progress: &Progress) -> Vec<Chapter<'a>> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for exercise in &course.exercises {
        let known = chapters
            .iter()
            .position(|chapter| chapter.dir == exercise.dir);
        let idx = known.unwrap_or_else(|| {
            chapters.push(Chapter {
                dir: &exercise.dir,
                name: exercise.chapter(),
                n_solved: 0,
                n: 0,
            });
            chapters.len() - 1
        });
        chapters[idx].n += 1;
        chapters[idx].n_solved += usize::from(progress.is_solved(&exercise.name));
    }
    chapters
}

/// Every chapter with a bar, the one of `current` marked, in as many columns as fit. None where there is one chapter
/// only: it is the whole.
pub(super) fn chapter_lines(
    course: &Course,
    progress: &Progress,
    current: usize,
    width: usize,
) -> Vec<Line> {
    let chapters = chapters(course, progress);
    if chapters.len() < 2 {
        return Vec::new();
    }
    let name_of = |chapter: &Chapter| match chapter.name.as_str() {
        "" => "others".to_owned(),
        name => name.to_owned(),
    };
    let name_width = chapters
        .iter()
        .map(|chapter| width_of(&name_of(chapter)))
        .max()
        .unwrap_or(0);
    let score_of = |chapter: &Chapter| format!("{}/{}", chapter.n_solved, chapter.n);
    let score_width = chapters
        .iter()
        .map(|chapter| score_of(chapter).len())
        .max()
        .unwrap_or(0);
    let columns = 2 + name_width + 1 + BAR + 1 + score_width;
    let n_columns = ((width + 2) / (columns + 2)).max(1);
    let n_rows = chapters.len().div_ceil(n_columns);
    let cell = |chapter: &Chapter| {
        let is_current = chapter.dir == course.exercises[current].dir;
        let name = name_of(chapter);
        let pad = " ".repeat(name_width - width_of(&name));
        let filled = (chapter.n_solved * BAR / chapter.n.max(1)).max(chapter.n_solved.min(1));
        Line::new(Role::Strong, if is_current { "> " } else { "  " })
            .with(
                if is_current { Role::Strong } else { Role::Dim },
                format!("{name}{pad} "),
            )
            .with(Role::Pass, "#".repeat(filled))
            .with(Role::Dim, "-".repeat(BAR - filled))
            .with(Role::Plain, format!(" {:<score_width$}", score_of(chapter)))
    };
    (0..n_rows)
        .map(|row| {
            let mut line = Line::empty();
            for chapter in chapters.iter().skip(row).step_by(n_rows) {
                if !line.spans.is_empty() {
                    line.push(Role::Plain, "  ");
                }
                for span in cell(chapter).spans {
                    line.push(span.role, span.text);
                }
            }
            line
        })
        .collect()
}

/// The chapter of `current` in a few words; nothing where there is one chapter only.
pub(super) fn chapter_score(
    course: &Course,
    progress: &Progress,
    current: usize,
) -> Option<String> {
    let chapters = chapters(course, progress);
    let dir = &course.exercises[current].dir;
    let chapter = chapters
        .iter()
        .find(|chapter| chapter.dir == dir && !chapter.name.is_empty())
        .filter(|_| chapters.len() > 1)?;
    Some(format!(
        "{} {} of {}",
        chapter.name, chapter.n_solved, chapter.n
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::info;

    fn course(dirs: &[&str]) -> Course {
        let mut text = "format_version = 1\ntitle = \"T\"\n".to_owned();
        for (idx, dir) in dirs.iter().enumerate() {
            text += &["[[exercises]]\nname = \"e", &idx.to_string(), "\"\n"].concat();
            text += &["dir = \"", dir, "\"\n"].concat();
        }
        info::parse(&text).expect("the course is right")
    }

    #[test]
    fn chapters_stand_in_as_many_columns_as_fit() {
        let course = course(&["01_one", "02_number_two", "02_number_two", "03_three"]);
        let mut progress = Progress::default();
        progress.record_attempt("e1", true, std::time::SystemTime::UNIX_EPOCH);
        let shown = |width| {
            let lines = chapter_lines(&course, &progress, 3, width);
            lines
                .iter()
                .map(|line| line.text() + "\n")
                .collect::<String>()
        };
        assert_eq!(
            shown(40),
            "  one        -------- 0/1\n  number two ####---- 1/2\n> three      -------- 0/1\n"
        );
        assert_eq!(
            shown(60),
            "  one        -------- 0/1  > three      -------- 0/1\n  number two ####---- 1/2\n"
        );
        assert_eq!(
            chapter_score(&course, &progress, 2).as_deref(),
            Some("number two 1 of 2")
        );
    }

    #[test]
    fn one_chapter_is_the_whole() {
        let course = course(&["01_one", "01_one"]);
        let progress = Progress::default();
        assert_eq!(chapter_lines(&course, &progress, 0, 80), []);
        assert_eq!(chapter_score(&course, &progress, 0), None);
    }
}
