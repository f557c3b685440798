//! How a kind is shown in a cell: a sign of one character, and a group that has a color. Neither says anything that the
//! other, or the words beside them, does not.

use crate::grade::Kind;

/// The sign of a kind, and the class of its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// One character that common fonts have, and that no other kind has.
    pub(super) sign: &'static str,
    /// What stands together: its name is a class in `page.css` and a state in `page.js`.
    pub(super) group: Group,
}

/// Kinds that ask the same of an instructor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// It passed.
    Pass,
    /// Tests ran, and one did not pass.
    Fail,
    /// No test could run, since the file does not fit.
    Build,
    /// Something for the instructor's eyes.
    Look,
    /// There is nothing to judge.
    None,
    /// It could not be graded.
    Error,
}

impl Group {
    /// Its class.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Build => "build",
            Self::Look => "look",
            Self::None => "none",
            Self::Error => "error",
        }
    }
}

impl Mark {
    /// The mark of a kind.
    pub(super) fn of(kind: Kind) -> Self {
        let (sign, group) = match kind {
            Kind::Pass => ("\u{2713}", Group::Pass),
            Kind::Fail => ("\u{2717}", Group::Fail),
            Kind::Timeout => ("T", Group::Fail),
            Kind::Memory => ("M", Group::Fail),
            Kind::OutputLimit => ("O", Group::Fail),
            Kind::Crash => ("S", Group::Fail),
            Kind::EarlyExit => ("E", Group::Look),
            Kind::Tampered => ("!", Group::Look),
            Kind::Policy => ("P", Group::Look),
            Kind::CompileError => ("C", Group::Build),
            Kind::Signature => ("\u{192}", Group::Build),
            Kind::Unreadable => ("U", Group::None),
            Kind::Missing => ("\u{2013}", Group::None),
            Kind::Unchanged => ("=", Group::None),
            Kind::NotRun => ("\u{b7}", Group::None),
            Kind::Error => ("?", Group::Error),
        };
        Self { sign, group }
    }

    /// The class of its color.
    pub(super) fn class(self) -> &'static str {
        self.group.class()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_kind_has_a_sign_of_its_own() {
        let signs: HashSet<&str> = Kind::ALL.map(|kind| Mark::of(kind).sign).into();
        assert_eq!(signs.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(Mark::of(kind).sign.chars().count(), 1, "{kind:?}");
        }
    }

    #[test]
    fn page_and_script_know_every_group() {
        let (css, js) = (include_str!("page.css"), include_str!("page.js"));
        for kind in Kind::ALL {
            let class = Mark::of(kind).class();
            assert!(css.contains(&format!("#class td.{class} {{")), "{class}");
            assert!(js.contains(&format!("\"{class}\"")), "{class}");
        }
    }
}
