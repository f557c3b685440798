//! Caught by: only_the_form_with_hyphens_is_taken
//!
//! `Uuid::parse_str` does the work. It is a fine parser, and a generous one: braces, `urn:uuid:`,
//! and no hyphens at all are welcome. The same id then arrives in four spellings, and where the
//! text is the key, that is four keys.

use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAUuid;

pub fn v4_from(random: [u8; 16]) -> String {
    text_of(marked(random, 4))
}

pub fn v7_from(unix_millis: u64, random: [u8; 10]) -> String {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&unix_millis.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    text_of(marked(bytes, 7))
}

fn marked(mut bytes: [u8; 16], version: u8) -> [u8; 16] {
    bytes[6] = (bytes[6] & 0b0000_1111) | (version << 4);
    bytes[8] = (bytes[8] & 0b0011_1111) | 0b1000_0000;
    bytes
}

fn text_of(bytes: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

pub fn new_id() -> Uuid {
    Uuid::new_v4()
}

pub fn new_ordered_id() -> Uuid {
    Uuid::now_v7()
}

pub fn parse(text: &str) -> Result<Uuid, NotAUuid> {
    Uuid::parse_str(text).map_err(|_| NotAUuid)
}

pub fn created_at(id: Uuid) -> Option<u64> {
    let bytes = id.as_bytes();
    if bytes[6] >> 4 != 7 || bytes[8] >> 6 != 0b10 {
        return None;
    }
    let time = &bytes[..6];
    Some(
        time.iter()
            .fold(0, |millis, &byte| (millis << 8) | u64::from(byte)),
    )
}
