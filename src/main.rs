//! The `workbook` program: hands the command line to the library.

fn main() -> std::process::ExitCode {
    workbook::run(std::env::args_os()).into()
}
