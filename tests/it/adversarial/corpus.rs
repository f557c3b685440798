//! The rows of `tests/adversarial/`: files with a head that says what they do and what must become of them.

use super::Scene;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A class of rows: the directory, and what it is about.
const CLASSES: [(&str, &str); 9] = [
    ("verdict", "Forging the verdict while the tests run"),
    ("tests", "Getting round the tests"),
    ("own", "Where the submission's own tests count"),
    ("files", "Files and cargo"),
    ("compile", "While it is compiled"),
    ("run", "Time, memory, processes, output"),
    ("effects", "Reading, writing and talking to others"),
    ("honest", "Honest code, which must pass"),
    ("limits", "What passes and should not"),
];

/// One submission, and what must become of it.
pub(super) struct Row {
    /// Class and name, as `verdict/exit_in_hook`.
    pub(super) name: String,
    /// What it does, in a few words.
    pub(super) what: String,
    /// Its number in the survey that the corpus began with.
    pub(super) number: String,
    /// The exercise that it is about.
    pub(super) exercise: String,
    /// The kinds that are right, the usual one first.
    pub(super) verdicts: Vec<String>,
    /// What the report must say besides.
    pub(super) says: Option<String>,
    /// Primitives without which it would do harm.
    pub(super) needs: Vec<String>,
    /// What is submitted.
    pub(super) made: Made,
}

/// How a submission comes about.
pub(super) enum Made {
    /// This text is the file of the exercise.
    Text(String),
    /// This makes whatever there is in the directory of the submission.
    By(fn(&Path)),
}

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adversarial")
}

impl Row {
    /// All that are files, class by class, each sorted by name.
    pub(super) fn all() -> Vec<Self> {
        let mut rows = Vec::new();
        for (class, _) in CLASSES {
            let Ok(entries) = std::fs::read_dir(root().join(class)) else {
                continue;
            };
            let mut paths: Vec<PathBuf> = entries
                .map(|entry| entry.expect("an entry").path())
                .collect();
            paths.sort();
            rows.extend(paths.iter().map(|path| Self::read(class, path)));
        }
        rows
    }

    fn read(class: &str, path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a row can be read");
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let mut row = Self {
            name: format!("{class}/{stem}"),
            what: String::new(),
            number: String::new(),
            exercise: String::new(),
            verdicts: Vec::new(),
            says: None,
            needs: Vec::new(),
            made: Made::Text(String::new()),
        };
        let mut rest = text.as_str();
        while let Some(line) = rest.strip_prefix("//@ ") {
            let (line, after) = line.split_once('\n').unwrap_or((line, ""));
            let (key, value) = line.split_once(": ").expect("`//@ key: value`");
            let words = || value.split(' ').map(str::to_owned).collect();
            match key {
                "what" => value.clone_into(&mut row.what),
                "row" => value.clone_into(&mut row.number),
                "exercise" => value.clone_into(&mut row.exercise),
                "verdict" => row.verdicts = words(),
                "says" => row.says = Some(value.to_owned()),
                "needs" => row.needs = words(),
                key => panic!("{}: nothing is called `{key}`", row.name),
            }
            rest = after;
        }
        assert!(
            !row.what.is_empty() && !row.verdicts.is_empty() && !row.exercise.is_empty(),
            "{} says too little",
            row.name
        );
        row.made = Made::Text(rest.to_owned());
        row
    }

    /// What the submission is called.
    pub(super) fn submission(&self) -> String {
        self.name.replace('/', "-")
    }

    /// Puts it into the class.
    pub(super) fn submit(&self, scene: &Scene, port: u16) {
        let dir = scene.dir.path("class").join(self.submission());
        let chapter = dir.join("exercises/01_targets");
        std::fs::create_dir_all(&chapter).expect("a directory");
        match &self.made {
            Made::By(make) => make(&dir),
            Made::Text(text) => {
                let file = chapter.join(format!("{}.rs", self.exercise));
                std::fs::write(file, filled(text, scene, port)).expect("it can be written");
            }
        }
    }
}

/// The text with what cannot be written down in it.
fn filled(text: &str, scene: &Scene, port: u16) -> String {
    let path = |name: &str| scene.dir.path(name).display().to_string();
    let bomb: Vec<String> = (1..=28)
        .map(|n| {
            format!(
                "macro_rules! m{n} {{ () => {{ m{0}!() + m{0}!() }} }}",
                n - 1
            )
        })
        .collect();
    let errors: Vec<String> = (0..2_000).map(|n| format!("x{n};")).collect();
    let tests: Vec<String> = (0..101)
        .map(|n| format!("#[test] fn t{n}() {{}}"))
        .collect();
    text.replace("@BOOK", &path("book"))
        .replace("@CLASS", &path("class"))
        .replace("@OUTSIDE", &path("outside"))
        .replace("@PORT", &port.to_string())
        .replace("@CR", "\r")
        .replace("@BOMB", &bomb.join("\n"))
        .replace("@BOM", "\u{feff}")
        .replace("@BIDI", "\u{202e}")
        .replace("@OPEN", &"(".repeat(50_000))
        .replace("@CLOSE", &")".repeat(50_000))
        .replace("@SIGNS", &"!".repeat(200_000))
        .replace("@TESTS", &tests.join(" "))
        .replace("@ANDS", &"&".repeat(100_000))
        .replace("@ERRORS", &errors.join("\n"))
}

/// All rows as a table in Markdown.
pub(super) fn table(rows: &[Row]) -> String {
    let mut table = String::new();
    for (class, title) in CLASSES {
        let here: Vec<&Row> = rows
            .iter()
            .filter(|row| row.name.starts_with(&format!("{class}/")))
            .collect();
        let _ = writeln!(
            table,
            "### {title} ({})\n\n| row | what it does | verdict |\n|---|---|---|",
            here.len()
        );
        for row in here {
            let name = row.name.split_once('/').map_or("", |(_, name)| name);
            let number = if row.number.is_empty() {
                String::new()
            } else {
                format!(" ({})", row.number)
            };
            let verdicts: Vec<String> = row
                .verdicts
                .iter()
                .map(|kind| format!("`{kind}`"))
                .collect();
            let _ = writeln!(
                table,
                "| `{name}`{number} | {} | {} |",
                row.what,
                verdicts.join(" or ")
            );
        }
        table.push('\n');
    }
    table
}
