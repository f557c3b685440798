//! What the compiler has to say of an error beyond its message.

use super::Toolchain;
use super::toolchain::LIMITS;
use crate::error::{Error, Problem};
use crate::process::{self, Program, Stop};
use crate::verdict::Exit;

impl Toolchain {
    /// The explanation of an error code, as Markdown.
    ///
    /// # Errors
    /// This compiler knows no such error, or does not answer.
    pub fn explain(&self, code: &str) -> Result<String, Error> {
        let program = super::plain(Program::new(&self.rustc).args(["--explain", code]));
        let finished = process::run(&program, LIMITS, &Stop::default())
            .map_err(|failure| failure.into_error("run the compiler", &self.rustc))?;
        let text = String::from_utf8_lossy(&finished.stdout).into_owned();
        if finished.exit == Exit::Code(0) && !text.trim().is_empty() {
            return Ok(text);
        }
        Err(Error::usage(
            Problem::new(format!("this compiler explains no error `{code}`"))
                .note(self.short_version())
                .help(HELP),
        ))
    }
}

const HELP: &str =
    "codes look like `E0382`; the compiler writes them in brackets, as in `error[E0382]`";

/// The error code that is meant by what somebody typed: `E0382`, `e382`, `382` or `error[E0382]`.
///
/// # Errors
/// It does not look like a code.
pub fn error_code(typed: &str) -> Result<String, Error> {
    let bare = typed
        .trim()
        .trim_start_matches("error")
        .trim_start_matches('[')
        .trim_end_matches([':', ']']);
    let digits = bare.strip_prefix(['E', 'e']).unwrap_or(bare);
    if (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(format!("E{digits:0>4}"));
    }
    let problem = Problem::new(format!("`{typed}` is no error code"));
    let lint = bare.strip_prefix("clippy::");
    Err(Error::usage(match lint {
        Some(lint) => problem.note(HELP).help(format!(
            "of the lints of clippy you read at https://rust-lang.github.io/rust-clippy/stable/index.html#{lint}"
        )),
        None => problem.help(HELP),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_however_they_are_typed() {
        for (typed, expected) in [
            ("E0382", Some("E0382")),
            ("e0382", Some("E0382")),
            ("382", Some("E0382")),
            ("E5", Some("E0005")),
            ("error[E0499]", Some("E0499")),
            ("error[E0499]:", Some("E0499")),
            ("[E0499]", Some("E0499")),
            ("E03821", None),
            ("E", None),
            ("", None),
            ("--help", None),
            ("É038", None),
            ("clippy::needless_return", None),
        ] {
            assert_eq!(error_code(typed).ok().as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_lint_of_clippy_is_explained_elsewhere() {
        let error = error_code("clippy::needless_return").expect_err("it is no code");
        assert!(
            error.to_string().contains("index.html#needless_return"),
            "{error}"
        );
    }
}
