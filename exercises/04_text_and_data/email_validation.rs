//! # Validate an e-mail address
//!
//! The sign-up form took its pattern for e-mail addresses from an old answer on the web. It turns
//! away people with a plus, with an apostrophe, and everyone at a museum. It lets `a..b@-x.com`
//! through. Throw it out, and write the check by hand: a few clear rules, and for each one an error
//! of its own, so that the form can say what is wrong.
//!
//! No rule can tell whether the mailbox exists. For that you send a mail with a link.
//!
//! ## What to write
//! - `validate`: the address in its two parts, or the rule that it breaks
//!
//! ## The rules
//! 1. There is exactly one `@`. Before it stands the local part, after it the domain. (This one is
//!    looked at first: without it there are no parts.)
//! 2. The local part is not empty, and has 64 octets at most.
//! 3. It holds the letters `a` to `z` in either case, digits, and any of ``!#$%&'*+/=?^_`{|}~-``.
//! 4. There may be dots in it, but not at its ends, and not two in a row.
//! 5. The domain is not empty. It is a row of at least two labels with dots between them.
//! 6. No label is empty. A label has 63 octets at most.
//! 7. It holds letters `a` to `z` in either case, digits and hyphens. No hyphen is at its ends.
//! 8. The whole address has 254 octets at most.
//!
//! ## Edge cases that count
//! - Each variant of `EmailError` says in its comment when it is the answer. An address that breaks
//!   several rules may be refused for any of them. An error names the first character that is bad.
//! - An empty domain is `EmptyDomain`, though it has no dot either. An empty text is `NoAt`.
//! - Nothing is trimmed: a space or a line break is a bad character like others. (A line break in a
//!   mail header would let an attacker add headers.)
//! - Quoted local parts, `"john doe"@example.com`, and addresses of hosts, `me@[192.0.2.1]`, are
//!   legal in mail, and refused here. So is all that is not ASCII. A domain such as
//!   `bücher.example` can be written in ASCII, as `xn--bcher-kva.example`.
//! - Domains are the same in upper and lower case, so the domain comes out in lower case. The local
//!   part stays as it was typed: only the receiving host knows what its case means.
//!
//! ## Complexity
//! - O(n) time. The tests do not measure it.
//!
//! Difficulty 3 of 5, about 30 minutes.
//! Cards: `email-validation`. See also: `input-validation`, `sql-duplicate-emails`.

use std::fmt;

/// An address that has passed all the rules. Only `validate` makes one, so nobody has to check it
/// again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email {
    local: String,
    domain: String,
}

impl Email {
    /// What stands before the `@`, as it was typed.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// What stands after the `@`, in lower case.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// The rule that an address breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailError {
    /// There is no `@`.
    NoAt,
    /// There are two `@`s or more.
    SeveralAts,
    /// The whole address has more than 254 octets.
    TooLong,
    /// Nothing stands before the `@`.
    EmptyLocal,
    /// The local part has more than 64 octets.
    LocalTooLong,
    /// The local part begins or ends with a dot, or has two in a row.
    MisplacedDot,
    /// This character may not stand in a local part.
    BadLocalCharacter(char),
    /// Nothing stands after the `@`.
    EmptyDomain,
    /// The domain is a single label, such as `localhost`.
    NoDotInDomain,
    /// The domain begins or ends with a dot, or has two in a row.
    EmptyLabel,
    /// A label of the domain has more than 63 octets.
    LabelTooLong,
    /// A label of the domain begins or ends with a hyphen.
    HyphenAtEdge,
    /// This character may not stand in a domain.
    BadDomainCharacter(char),
}

/// The address in `text`, or a rule that it breaks.
pub fn validate(text: &str) -> Result<Email, EmailError> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that `text` is an address, with just this local part and this domain.
    #[track_caller]
    fn accepted(text: &str, local: &str, domain: &str) {
        match validate(text) {
            Ok(email) => {
                assert_eq!(email.local(), local, "the local part of {text:?}");
                assert_eq!(email.domain(), domain, "the domain of {text:?}");
            }
            Err(error) => panic!("{text:?} should be accepted, and was refused: {error:?}"),
        }
    }

    #[track_caller]
    fn fine(text: &str) {
        let (local, domain) = text.split_once('@').expect("there is an @");
        accepted(text, local, domain);
    }

    #[track_caller]
    fn refused(text: &str, error: EmailError) {
        assert_eq!(validate(text), Err(error), "the answer for {text:?}");
    }

    #[test]
    fn an_address_comes_apart_at_the_at() {
        accepted("ada@example.com", "ada", "example.com");
        accepted("a@b.c", "a", "b.c");
    }

    #[test]
    fn ordinary_people_are_let_in() {
        fine("user+tag@example.com");
        fine("o'brien@example.ie");
        fine("grace.brewster.hopper@example.org");
        fine("_x-1_@example.com");
        fine("12345@example.com");
        fine("-@example.com");
    }

    #[test]
    fn domains_may_be_deep_and_end_in_any_label() {
        fine("curator@louvre.museum");
        fine("me@studio.photography");
        fine("a@sub.domain.example");
        fine("a@1.2.3.4.5.6.example");
        fine("a@3com.example");
        fine("a@my-host--1.example");
        fine("a@xn--bcher-kva.example");
        fine("a@example.xn--p1ai");
    }

    #[test]
    fn there_is_exactly_one_at() {
        refused("ada.example.com", EmailError::NoAt);
        refused("", EmailError::NoAt);
        refused("ada@home@example.com", EmailError::SeveralAts);
        refused("ada@@example.com", EmailError::SeveralAts);
        refused("@ada@example.com", EmailError::SeveralAts);
        refused("ada@example.com@", EmailError::SeveralAts);
        refused("@@", EmailError::SeveralAts);
    }

    #[test]
    fn neither_part_is_empty() {
        refused("@example.com", EmailError::EmptyLocal);
        refused("ada@", EmailError::EmptyDomain);
        assert!(validate("@").is_err());
    }

    #[test]
    fn dots_in_the_local_part_stand_between_other_characters() {
        refused(".ada@example.com", EmailError::MisplacedDot);
        refused("ada.@example.com", EmailError::MisplacedDot);
        refused("ada..lovelace@example.com", EmailError::MisplacedDot);
        refused(".@example.com", EmailError::MisplacedDot);
        fine("a.d.a@example.com");
    }

    #[test]
    fn the_local_part_takes_these_characters_and_no_others() {
        let special = "!#$%&'*+/=?^_`{|}~-";
        for c in (0..=127)
            .map(char::from)
            .filter(|c| !matches!(c, '.' | '@'))
        {
            for text in [format!("a{c}b@example.com"), format!("{c}@example.com")] {
                if c.is_ascii_alphanumeric() || special.contains(c) {
                    fine(&text);
                } else {
                    refused(&text, EmailError::BadLocalCharacter(c));
                }
            }
        }
        refused(
            "john doe(work)@example.com",
            EmailError::BadLocalCharacter(' '),
        );
    }

    #[test]
    fn the_domain_takes_letters_digits_and_hyphens() {
        for c in (0..=127)
            .map(char::from)
            .filter(|c| !matches!(c, '.' | '@'))
        {
            for text in [format!("a@x{c}y.example"), format!("a@example.x{c}y")] {
                if c.is_ascii_alphanumeric() || c == '-' {
                    accepted(&text, "a", &text[2..].to_ascii_lowercase());
                } else {
                    refused(&text, EmailError::BadDomainCharacter(c));
                }
            }
        }
        refused("ada@b_c.com", EmailError::BadDomainCharacter('_'));
        refused("me@a[b.c]d.com", EmailError::BadDomainCharacter('['));
    }

    #[test]
    fn hyphens_are_not_at_the_ends_of_a_label() {
        refused("ada@-x.com", EmailError::HyphenAtEdge);
        refused("ada@x-.com", EmailError::HyphenAtEdge);
        refused("ada@mail.-x.com", EmailError::HyphenAtEdge);
        refused("ada@mail.x-.com", EmailError::HyphenAtEdge);
        refused("ada@example.-com", EmailError::HyphenAtEdge);
        refused("ada@example.com-", EmailError::HyphenAtEdge);
        refused("ada@example.-", EmailError::HyphenAtEdge);
        fine("ada@x--y.com");
    }

    #[test]
    fn a_domain_has_two_labels_and_none_is_empty() {
        refused("ada@localhost", EmailError::NoDotInDomain);
        refused("ada@.com", EmailError::EmptyLabel);
        refused("ada@example.", EmailError::EmptyLabel);
        refused("ada@example..com", EmailError::EmptyLabel);
        refused("ada@.", EmailError::EmptyLabel);
        fine("ada@example.com");
    }

    #[test]
    fn nothing_is_trimmed() {
        refused(" ada@example.com", EmailError::BadLocalCharacter(' '));
        refused("ada @example.com", EmailError::BadLocalCharacter(' '));
        refused("ada@ example.com", EmailError::BadDomainCharacter(' '));
        refused("ada@example.com ", EmailError::BadDomainCharacter(' '));
        refused("ada@example.com\n", EmailError::BadDomainCharacter('\n'));
        refused("ada\r\n@example.com", EmailError::BadLocalCharacter('\r'));
        refused(
            "ada@example.com\r\nBcc: all",
            EmailError::BadDomainCharacter('\r'),
        );
    }

    #[test]
    fn what_is_not_ascii_is_refused() {
        refused("jörg@example.com", EmailError::BadLocalCharacter('ö'));
        refused("ada@bücher.example", EmailError::BadDomainCharacter('ü'));
        refused("ada@example.рф", EmailError::BadDomainCharacter('р'));
        refused("１２@example.com", EmailError::BadLocalCharacter('１'));
        refused(
            "ada@example.co\u{301}m",
            EmailError::BadDomainCharacter('\u{301}'),
        );
    }

    #[test]
    fn lengths_are_limited_in_octets() {
        let local = |octets| format!("{}@example.com", "a".repeat(octets));
        fine(&local(64));
        refused(&local(65), EmailError::LocalTooLong);

        let label = |octets| format!("ada@mail.{}.com", "b".repeat(octets));
        fine(&label(63));
        refused(&label(64), EmailError::LabelTooLong);
        refused(
            &format!("ada@example.{}", "b".repeat(64)),
            EmailError::LabelTooLong,
        );

        let whole = |last_label: usize| {
            let (local, label) = ("a".repeat(64), "b".repeat(63));
            format!("{local}@{label}.{label}.{}", "c".repeat(last_label))
        };
        assert_eq!(whole(61).len(), 254);
        fine(&whole(61));
        refused(&whole(62), EmailError::TooLong);
        refused(&whole(63), EmailError::TooLong);
        let labels = "b.".repeat(5_000);
        refused(&format!("ada@{labels}com"), EmailError::TooLong);
    }

    #[test]
    fn only_the_domain_is_put_in_lower_case() {
        accepted("Ada.L@Example.COM", "Ada.L", "example.com");
        assert_eq!(validate("ada@EXAMPLE.com"), validate("ada@example.COM"));
        assert_ne!(validate("Ada@example.com"), validate("ada@example.com"));
        let shown = validate("Ada@Example.COM").map(|email| email.to_string());
        assert_eq!(shown.as_deref(), Ok("Ada@example.com"));
    }
}
