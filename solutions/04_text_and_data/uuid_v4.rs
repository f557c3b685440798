//! # UUIDs by hand
//!
//! Orders arrive from three data centers, and each one must have an id before it reaches the
//! database. So every machine makes its ids alone, 128 bits each, and nobody asks a counter. The
//! interviewer wants to know what is inside such an id. First you set the bits yourself, then you
//! use the crate.
//!
//! Both layouts are in RFC 9562. The sixteen bytes are written as hex digits in groups of 8, 4, 4,
//! 4 and 12:
//!
//! ```text
//! byte   0 1 2 3  4 5  6 7  8 9  10 11 12 13 14 15
//!        xxxxxxxx-xxxx-Vxxx-Wxxx-xxxxxxxxxxxx
//!                      |    the upper two bits of byte 8: the variant, always 1 and 0
//!                      the upper four bits of byte 6: the version
//! ```
//!
//! ## What to write
//! - `v4_from`: the text of a version 4 UUID, all random but for version and variant
//! - `v7_from`: the text of a version 7 UUID, the time first and then random bits
//! - `new_id` and `new_ordered_id`: a fresh version 4 and a fresh version 7, with the crate `uuid`
//! - `parse`: a UUID from its text, for ids that come in from outside
//! - `created_at`: the time inside a version 7
//!
//! ## Edge cases that count
//! - Text has 36 characters, hex digits in lower case, leading zeros included.
//! - All bits but the six of version and variant are taken over as they are given. Those six come
//!   out right whatever stood in their place.
//! - In a version 7, bytes 0 to 5 are the milliseconds since 1970, the most significant byte first.
//!   So ids sort by time, as text, too.
//! - `parse` takes just the form with four hyphens, digits in either case. It refuses all others:
//!   no hyphens, braces, `urn:uuid:`, spaces around. Any text at all may come in, such as one with
//!   a `é` in it: an error is fine, a panic is not.
//! - `parse` does not care which version it is. Even all zeros is a UUID.
//! - `created_at` is `None` for every other version. A 7 in the version's place means version 7
//!   only where the variant bits are 1 and 0.
//!
//! ## Complexity
//! - Everything takes O(1). The tests make 100,000 ids and find no two alike.
//!
//! Unique is not the same as secret: never let a UUID be what opens a door.
//!
//! Difficulty 2 of 5, about 30 minutes.
//! Cards: `uuid`. See also: `primary-vs-unique-key`, `session-cookie`, `url-shortener`.

use uuid::Uuid;

/// The text is no UUID in the form with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAUuid;

/// A version 4 UUID from sixteen random bytes: version and variant set, the rest as given.
pub fn v4_from(random: [u8; 16]) -> String {
    text_of(marked(random, 4))
}

/// A version 7 UUID: six bytes of time, and then the ten random bytes, with version and variant set
/// in them.
///
/// `unix_millis` counts from 1970 and fits in 48 bits, which is enough until the year 10889.
pub fn v7_from(unix_millis: u64, random: [u8; 10]) -> String {
    let mut bytes = [0; 16];
    // Big-endian, or neither the bytes nor the text would sort by time. The upper two of the eight
    // bytes are zero.
    bytes[..6].copy_from_slice(&unix_millis.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    text_of(marked(bytes, 7))
}

/// `bytes` with the version and the variant set.
fn marked(mut bytes: [u8; 16], version: u8) -> [u8; 16] {
    // Cleared before they are set: an `|=` alone would leave the ones that chance has put there.
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
        // Two digits even for a small byte.
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// A new version 4 UUID, random.
pub fn new_id() -> Uuid {
    Uuid::new_v4()
}

/// A new version 7 UUID. It sorts behind all that this process has made before.
pub fn new_ordered_id() -> Uuid {
    // A counter inside keeps the order within one millisecond.
    Uuid::now_v7()
}

/// The UUID written as `text`, in the form with hyphens and in no other.
pub fn parse(text: &str) -> Result<Uuid, NotAUuid> {
    // Bytes, not a slice of the text: to cut a `str` inside of a character is a panic.
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

/// When a version 7 UUID was made, in milliseconds since 1970.
pub fn created_at(id: Uuid) -> Option<u64> {
    let bytes = id.as_bytes();
    // The version has a meaning only in this variant.
    if bytes[6] >> 4 != 7 || bytes[8] >> 6 != 0b10 {
        return None;
    }
    let time = &bytes[..6];
    Some(
        time.iter()
            .fold(0, |millis, &byte| (millis << 8) | u64::from(byte)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::time::{SystemTime, UNIX_EPOCH};
    use uuid::Uuid;

    /// Bytes that look random and are the same in every run.
    fn dice(mut state: u64) -> impl FnMut() -> u8 {
        move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        }
    }

    /// Checks the form of a UUID of this version: groups, digits, version, variant.
    #[track_caller]
    fn well_formed(text: &str, version: char) {
        let groups: Vec<usize> = text.split('-').map(str::len).collect();
        assert_eq!(
            groups,
            [8, 4, 4, 4, 12],
            "lengths of the groups of {text:?}"
        );
        assert!(
            text.chars()
                .all(|c| matches!(c, '0'..='9' | 'a'..='f' | '-')),
            "{text} should have hex digits in lower case"
        );
        assert_eq!(text.chars().nth(14), Some(version), "the version of {text}");
        assert!(
            matches!(text.as_bytes()[19], b'8' | b'9' | b'a' | b'b'),
            "the fourth group of {text} should begin with 8, 9, a or b"
        );
    }

    #[track_caller]
    fn refused(text: &str) {
        assert_eq!(parse(text), Err(NotAUuid), "{text:?} was taken for a UUID");
    }

    #[test]
    fn version_4_keeps_the_random_bytes() {
        // The example of RFC 9562, appendix A.3. Version and variant are already in it.
        let random = [
            0x91, 0x91, 0x08, 0xf7, 0x52, 0xd1, 0x43, 0x20, 0x9b, 0xac, 0xf8, 0x47, 0xdb, 0x41,
            0x48, 0xa8,
        ];
        assert_eq!(v4_from(random), "919108f7-52d1-4320-9bac-f847db4148a8");
    }

    #[test]
    fn version_and_variant_are_set_whatever_stood_there() {
        assert_eq!(v4_from([0x00; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(v4_from([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(v4_from([0xa5; 16]), "a5a5a5a5-a5a5-45a5-a5a5-a5a5a5a5a5a5");
    }

    #[test]
    fn a_thousand_ids_from_random_bytes_are_well_formed() {
        let mut roll = dice(4);
        for _ in 0..1_000 {
            let random: [u8; 16] = std::array::from_fn(|_| roll());
            let text = v4_from(random);
            well_formed(&text, '4');
            let back = u128::from_str_radix(&text.replace('-', ""), 16).expect("hex digits");
            let free = !(0xf << 76 | 0b11 << 62);
            assert_eq!(
                back & free,
                u128::from_be_bytes(random) & free,
                "a random bit outside version and variant was changed in {text}"
            );
        }
    }

    #[test]
    fn the_crate_makes_version_4_without_a_repeat() {
        let mut seen = HashSet::new();
        for made in 0..100_000 {
            let id = new_id();
            if made < 1_000 {
                well_formed(&id.to_string(), '4');
            }
            assert!(seen.insert(id.as_u128()), "{id} came twice");
        }
    }

    #[test]
    fn version_7_begins_with_the_time() {
        // The example of RFC 9562, appendix A.6: 22 February 2022, 19:22:22 UTC.
        let random = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
        assert_eq!(
            v7_from(1_645_557_742_000, random),
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
        );
        assert_eq!(
            v7_from(0, [0x00; 10]),
            "00000000-0000-7000-8000-000000000000"
        );
        assert_eq!(
            v7_from((1 << 48) - 1, [0xff; 10]),
            "ffffffff-ffff-7fff-bfff-ffffffffffff"
        );
    }

    #[test]
    fn version_7_sorts_by_time_as_text() {
        let mut earlier = v7_from(0, [0xff; 10]);
        for bit in 0..48 {
            let later = v7_from(1 << bit, [0x00; 10]);
            assert!(earlier < later, "{earlier} is older than {later}");
            earlier = v7_from(1 << bit, [0xff; 10]);
        }
    }

    #[test]
    fn the_crate_makes_version_7_in_order() {
        let ids: Vec<Uuid> = (0..1_000).map(|_| new_ordered_id()).collect();
        for pair in ids.windows(2) {
            well_formed(&pair[0].to_string(), '7');
            assert!(pair[0] < pair[1], "{} came before {}", pair[0], pair[1]);
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.expect("it is later than 1970").as_millis() as i128;
        let id = u128::from_str_radix(&ids[0].to_string().replace('-', ""), 16);
        let time = (id.expect("hex digits") >> 80) as i128;
        assert!(
            (now - time).abs() < 3_600_000,
            "the first 48 bits of {} are not about now",
            ids[0]
        );
    }

    #[test]
    fn text_is_parsed_back_in_either_case() {
        let expected = Uuid::from_u128(0x9191_08f7_52d1_4320_9bac_f847_db41_48a8);
        assert_eq!(parse("919108f7-52d1-4320-9bac-f847db4148a8"), Ok(expected));
        assert_eq!(parse("919108F7-52D1-4320-9BAC-F847DB4148A8"), Ok(expected));
        let mut roll = dice(16);
        for _ in 0..1_000 {
            let text = v4_from(std::array::from_fn(|_| roll()));
            assert_eq!(parse(&text).map(|id| id.to_string()), Ok(text));
        }
    }

    #[test]
    fn every_version_is_parsed() {
        for text in [
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "c232ab00-9414-11ec-b3c8-9f6bdeced846",
        ] {
            assert_eq!(parse(text).map(|id| id.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn other_text_is_an_error_and_no_panic() {
        for text in [
            "",
            "-",
            "ada",
            "919108f7-52d1-4320-9bac-f847db4148a",
            "919108f7-52d1-4320-9bac-f847db4148a80",
            "919108f7-52d1-4320-9bac-f847db4148ag",
            "+19108f7-52d1-4320-9bac-f847db4148a8",
            "919108f7-52d1-4320-9bac-+847db4148a8",
            "919108f7-52d1-4320-9bac-f847db4148é",
            "919108fé-52d1-4320-9bac-f847db4148a",
            "919108f7é52d1-4320-9bac-f847db4148a",
            "ééééééééé-52d1-4320",
            "🦀🦀🦀🦀🦀🦀🦀🦀🦀",
            "919108f７-52d1-4320-9bac-f847db4148a8",
            "919108f7-52d1-4320-9bac-f847db4148\0\0",
        ] {
            refused(text);
        }
    }

    #[test]
    fn only_the_form_with_hyphens_is_taken() {
        refused("919108f752d143209bacf847db4148a8");
        refused("{919108f7-52d1-4320-9bac-f847db4148a8}");
        refused("urn:uuid:919108f7-52d1-4320-9bac-f847db4148a8");
        refused(" 919108f7-52d1-4320-9bac-f847db4148a8");
        refused("919108f7-52d1-4320-9bac-f847db4148a8\n");
        refused("919108f7-52d14-320-9bac-f847db4148a8");
        refused("919108f752d1-4320-9bac-f847-db4148a8");
        refused("919108f7_52d1-4320-9bac-f847db4148a8");
        refused("919108f7-52d1-4320-9bacdf847db4148a8");
        refused("------------------------------------");
    }

    #[test]
    fn the_time_can_be_read_from_version_7_only() {
        let made = |bits: u128| created_at(Uuid::from_u128(bits));
        assert_eq!(
            made(0x017f_22e2_79b0_7cc3_98c4_dc0c_0c07_398f),
            Some(1_645_557_742_000)
        );
        assert_eq!(made(0x0000_0000_0000_7000_8000_0000_0000_0000), Some(0));
        assert_eq!(
            made(0xffff_ffff_ffff_7fff_bfff_ffff_ffff_ffff),
            Some((1 << 48) - 1)
        );
        for other in [
            0,
            u128::MAX,
            0x9191_08f7_52d1_4320_9bac_f847_db41_48a8,
            0x017f_22e2_79b0_6cc3_98c4_dc0c_0c07_398f,
            0x017f_22e2_79b0_fcc3_98c4_dc0c_0c07_398f,
        ] {
            assert_eq!(
                made(other),
                None,
                "{} is not version 7",
                Uuid::from_u128(other)
            );
        }
        for variant in [0x1, 0x4, 0xc, 0xf] {
            let bits = 0x017f_22e2_79b0_7cc3_08c4_dc0c_0c07_398f | variant << 60;
            assert_eq!(
                made(bits),
                None,
                "{} is of another variant, where the 7 is no version",
                Uuid::from_u128(bits)
            );
        }
    }
}
