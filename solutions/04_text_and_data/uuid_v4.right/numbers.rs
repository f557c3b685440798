//! Another way: one number of 128 bits instead of sixteen bytes, masks and shifts, and the crate's
//! own strict parser for the form with hyphens.

use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// The text is no UUID in the form with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAUuid;

const VERSION: u128 = 0xf << 76;
const VARIANT: u128 = 0b11 << 62;

/// A version 4 UUID from sixteen random bytes.
pub fn v4_from(random: [u8; 16]) -> String {
    text_of(u128::from_be_bytes(random), 4)
}

/// A version 7 UUID: six bytes of time, and then the ten random bytes.
pub fn v7_from(unix_millis: u64, random: [u8; 10]) -> String {
    let random = random
        .iter()
        .fold(0, |bits, &byte| bits << 8 | u128::from(byte));
    text_of(u128::from(unix_millis) << 80 | random, 7)
}

fn text_of(bits: u128, version: u128) -> String {
    let id = bits & !VERSION & !VARIANT | version << 76 | 0b10 << 62;
    let hex = format!("{id:032x}");
    let cuts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    cuts.map(|(from, to)| &hex[from..to]).join("-")
}

/// A new version 4 UUID, random.
pub fn new_id() -> Uuid {
    Uuid::new_v4()
}

/// A new version 7 UUID.
pub fn new_ordered_id() -> Uuid {
    Uuid::now_v7()
}

/// The UUID written as `text`, in the form with hyphens and in no other.
pub fn parse(text: &str) -> Result<Uuid, NotAUuid> {
    match text.parse::<Hyphenated>() {
        Ok(id) => Ok(id.into_uuid()),
        Err(_) => Err(NotAUuid),
    }
}

/// When a version 7 UUID was made, in milliseconds since 1970.
pub fn created_at(id: Uuid) -> Option<u64> {
    let bits = id.as_u128();
    let is_v7 = bits & (VERSION | VARIANT) == 7 << 76 | 0b10 << 62;
    is_v7.then_some((bits >> 80) as u64)
}
