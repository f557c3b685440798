//! Points: exact to the hundredth, so that sums never depend on their order.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Points, counted in hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u64);

impl Points {
    /// So many whole points.
    pub const fn whole(points: u64) -> Self {
        Self(points * 100)
    }

    /// So many hundredths of a point.
    pub const fn hundredths(hundredths: u64) -> Self {
        Self(hundredths)
    }

    /// The share of these points that `part` of `whole` is worth, rounded down to the hundredth. All of it is worth all.
    #[must_use]
    pub fn share(self, part: usize, whole: usize) -> Self {
        if whole == 0 {
            return Self(0);
        }
        let share = u128::from(self.0) * part as u128 / whole as u128;
        Self(u64::try_from(share).unwrap_or(self.0))
    }

    /// Whole points, rounded down.
    pub const fn floor(self) -> u64 {
        self.0 / 100
    }

    /// As a number for formats that know fractions.
    #[allow(clippy::cast_precision_loss)]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl fmt::Display for Points {
    /// Without zeros that say nothing: `7`, `7.5`, `7.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, rest) if rest % 10 == 0 => write!(f, "{whole}.{}", rest / 10),
            (whole, rest) => write!(f, "{whole}.{rest:02}"),
        }
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Points {
    type Output = Self;

    /// Never less than none.
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self(0), Add::add)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        let hundredths = (number * 100.0).round();
        if (0.0..1e15).contains(&hundredths) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            return Ok(Self(hundredths as u64));
        }
        Err(serde::de::Error::custom("points are a number from 0"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_read_as_people_write_them() {
        for (points, expected) in [
            (Points::whole(0), "0"),
            (Points::whole(12), "12"),
            (Points::hundredths(750), "7.5"),
            (Points::hundredths(705), "7.05"),
            (Points::whole(10).share(1, 3), "3.33"),
            (Points::whole(10).share(3, 3), "10"),
            (Points::whole(10).share(1, 0), "0"),
        ] {
            assert_eq!(points.to_string(), expected);
            let json = serde_json::to_string(&points).expect("it is JSON");
            assert_eq!(json, expected);
            let back: Points = serde_json::from_str(&json).expect("it is a number");
            assert_eq!(back, points);
        }
    }

    #[test]
    fn what_is_no_number_of_points_is_refused() {
        for json in ["-1", "1e300", "\"5\"", "null"] {
            assert!(serde_json::from_str::<Points>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn sums_do_not_depend_on_their_order() {
        let third = Points::whole(1).share(1, 3);
        let sum: Points = [third, Points::whole(2), third].into_iter().sum();
        assert_eq!(sum, Points::hundredths(266));
        assert_eq!(sum.floor(), 2);
    }
}
