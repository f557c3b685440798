//! `workbook verify`: proves the workbook.

use super::context::Context;
use crate::cli::VerifyArgs;
use crate::error::{Error, ExitCode};

pub(super) fn run(_context: &Context, _args: &VerifyArgs) -> Result<ExitCode, Error> {
    Ok(ExitCode::Bug)
}
