//! Caught by: version_7_begins_with_the_time
//!
//! The time has eight bytes, the id has room for six. It keeps the first six, which for now are
//! nearly all zero, and drops the two that change every millisecond.

use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAUuid;

pub fn v4_from(random: [u8; 16]) -> String {
    text_of(marked(random, 4))
}

pub fn v7_from(unix_millis: u64, random: [u8; 10]) -> String {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&unix_millis.to_be_bytes()[..6]);
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
    let text = text.as_bytes();
    if text.len() != 36 {
        return Err(NotAUuid);
    }
    let mut id: u128 = 0;
    for (at, &byte) in text.iter().enumerate() {
        if matches!(at, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return Err(NotAUuid);
            }
        } else {
            let digit = char::from(byte).to_digit(16).ok_or(NotAUuid)?;
            id = (id << 4) | u128::from(digit);
        }
    }
    Ok(Uuid::from_u128(id))
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
