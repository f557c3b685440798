//! Who is expected: a table of a class, as gradebooks export it.

use crate::error::{Place, Problem};
use std::path::Path;

/// The heads of a column of names, the best first; capital letters mean nothing.
const HEADS: [&str; 8] = [
    "student",
    "learner",
    "submission",
    "github_username",
    "username",
    "login",
    "identifier",
    "name",
];

/// The names in a table of comma-separated values (RFC 4180). A first row with one of these heads says which column they
/// stand in: `student`, `learner`, `submission`, `github_username`, `username`, `login`, `identifier`, `name`; without
/// one it is the first column, from the first row on. Rows without a name are passed over.
///
/// # Errors
/// It is no such table, or it holds no name.
pub fn names(text: &str, file: &Path) -> Result<Vec<String>, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut column = 0;
    let mut names = Vec::new();
    for (idx, row) in reader.records().enumerate() {
        let row = row.map_err(|error| {
            Problem::new(format!(
                "this is no table of comma-separated values: {error}"
            ))
            .at(Place::file(file))
        })?;
        if idx == 0 {
            let head = |name: &&str| row.iter().position(|cell| cell.eq_ignore_ascii_case(name));
            if let Some(found) = HEADS.iter().find_map(head) {
                column = found;
                continue;
            }
        }
        let name = row.get(column).unwrap_or_default();
        if !name.is_empty() {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() {
        return Err(Problem::new("there is no name in this table")
            .at(Place::file(file))
            .help(
                "a row for each learner, with the name of the submission in a column `student`",
            ));
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_the_head_of_their_column() {
        for (text, expected) in [
            ("ada\nbob\n", vec!["ada", "bob"]),
            ("student\nada\n\nbob", vec!["ada", "bob"]),
            ("\u{feff}Student,Points\r\n ada ,3\r\n", vec!["ada"]),
            (
                "\"identifier\",\"github_username\",\"github_id\",\"name\"\n\"Lovelace, A.\",\"ada\",\"1\",\"\"\n\"x\",\"\",\"\",\"\"\n",
                vec!["ada"],
            ),
            ("\"a, b\",1\nc\n", vec!["a, b", "c"]),
        ] {
            assert_eq!(
                names(text, Path::new("r.csv")),
                Ok(expected.iter().map(|&name| name.to_owned()).collect()),
                "{text:?}"
            );
        }
        for text in ["", "student\n", "student,x\n,1\n"] {
            let problem = names(text, Path::new("r.csv")).expect_err("no name");
            assert!(problem.to_string().contains("r.csv"), "{problem}");
        }
    }
}
