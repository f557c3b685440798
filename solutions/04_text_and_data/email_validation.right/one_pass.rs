//! Another way: one pass over the bytes, which needs to know only the byte before and how long the
//! label is so far.

use std::fmt;
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email {
    local: String,
    domain: String,
}

impl Email {
    pub fn local(&self) -> &str {
        &self.local
    }
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailError {
    NoAt,
    SeveralAts,
    TooLong,
    EmptyLocal,
    LocalTooLong,
    MisplacedDot,
    BadLocalCharacter(char),
    EmptyDomain,
    NoDotInDomain,
    EmptyLabel,
    LabelTooLong,
    HyphenAtEdge,
    BadDomainCharacter(char),
}

pub fn validate(text: &str) -> Result<Email, EmailError> {
    let at = match text.matches('@').count() {
        0 => return Err(EmailError::NoAt),
        1 => text.find('@').unwrap_or_default(),
        _ => return Err(EmailError::SeveralAts),
    };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    match (local.len(), domain.len()) {
        (0, _) => return Err(EmailError::EmptyLocal),
        (65.., _) => return Err(EmailError::LocalTooLong),
        (_, 0) => return Err(EmailError::EmptyDomain),
        (local, domain) if local + domain > 253 => return Err(EmailError::TooLong),
        _ => {}
    }

    let mut before = '.';
    for c in local.chars().chain(['.']) {
        match c {
            '.' if before == '.' => return Err(EmailError::MisplacedDot),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' => {}
            '!' | '#'..='\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^'..='`' | '{'..='~' => {}
            _ => return Err(EmailError::BadLocalCharacter(c)),
        }
        before = c;
    }

    let mut before = '.';
    let (mut length, mut labels) = (0, 0);
    for c in domain.chars().chain(['.']) {
        match (before, c) {
            ('.', '.') => return Err(EmailError::EmptyLabel),
            ('.', '-') | ('-', '.') => return Err(EmailError::HyphenAtEdge),
            (_, '.') if length > 63 => return Err(EmailError::LabelTooLong),
            (_, '.') => {
                labels += 1;
                length = 0;
            }
            (_, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-') => length += 1,
            _ => return Err(EmailError::BadDomainCharacter(c)),
        }
        before = c;
    }
    if labels < 2 {
        return Err(EmailError::NoDotInDomain);
    }
    Ok(Email {
        local: local.to_owned(),
        domain: domain.to_ascii_lowercase(),
    })
}
