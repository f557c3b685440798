//! Caught by: what_is_not_ascii_is_refused
//!
//! `is_alphanumeric` knows the letters of all scripts. That is kind, but mail servers without the
//! extension for it, RFC 6531, refuse such an address. And look-alike letters make two accounts
//! that nobody can tell apart.

use std::fmt;

use EmailError::*;

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
    let (local, domain) = text.split_once('@').ok_or(NoAt)?;
    if domain.contains('@') {
        return Err(SeveralAts);
    }
    check_local(local)?;
    check_domain(domain)?;
    if text.len() > 254 {
        return Err(TooLong);
    }
    Ok(Email {
        local: local.to_owned(),
        domain: domain.to_ascii_lowercase(),
    })
}

fn check_local(local: &str) -> Result<(), EmailError> {
    if local.is_empty() {
        return Err(EmptyLocal);
    }
    if local.len() > 64 {
        return Err(LocalTooLong);
    }
    for word in local.split('.') {
        if word.is_empty() {
            return Err(MisplacedDot);
        }
        let bad = |c: &char| !c.is_alphanumeric() && !"!#$%&'*+/=?^_`{|}~-".contains(*c);
        if let Some(c) = word.chars().find(bad) {
            return Err(BadLocalCharacter(c));
        }
    }
    Ok(())
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    if domain.is_empty() {
        return Err(EmptyDomain);
    }
    if !domain.contains('.') {
        return Err(NoDotInDomain);
    }
    for label in domain.split('.') {
        if label.is_empty() {
            return Err(EmptyLabel);
        }
        if label.len() > 63 {
            return Err(LabelTooLong);
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(HyphenAtEdge);
        }
        let bad = |c: &char| !c.is_alphanumeric() && *c != '-';
        if let Some(c) = label.chars().find(bad) {
            return Err(BadDomainCharacter(c));
        }
    }
    Ok(())
}
