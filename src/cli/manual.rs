//! The manual pages, made from the same definition as the help.

use super::Cli;
use clap::CommandFactory as _;

/// The page of the program, or of one of its commands; nothing when there is no such command.
pub fn page(command: Option<&str>) -> Option<String> {
    let mut program = Cli::command();
    program.build();
    let described = match command {
        None => program,
        Some(name) => program.find_subcommand(name)?.clone(),
    };
    let mut page = Vec::new();
    // Writing to memory does not fail.
    clap_mangen::Man::new(described).render(&mut page).ok()?;
    String::from_utf8(page).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let whole = page(None).expect("the program has a page");
        assert!(whole.contains(".TH workbook 1"), "{whole}");
        assert!(whole.contains("lru_cache"), "with examples: {whole}");
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            let page = page(Some(name)).expect("a page");
            assert!(page.contains(&format!(".TH workbook-{name} 1")), "{page}");
            assert!(page.contains("Example"), "{page}");
        }
        assert_eq!(page(Some("nonsense")), None);
    }
}
