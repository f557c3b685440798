//! How much of a verdict is shown.

use crate::watch::Unfolded;

/// A terminal of fewer lines than this shows either the source of a test or the values.
const SMALL: usize = 18;

/// How much of a verdict is shown, and in how much room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Detail {
    /// The columns.
    pub(super) width: usize,
    /// How many lines of a test's source are shown.
    pub(super) source_lines: usize,
    /// How many lines of a value, or of a difference between two.
    pub(super) value_lines: usize,
    /// Whether the values stand before the source, since both would not be seen at once.
    pub(super) values_first: bool,
    /// Whether there are keys to ask for more with.
    pub(super) has_keys: bool,
    /// What is shown in full.
    pub(super) unfolded: Unfolded,
}

impl Detail {
    /// For text that can be scrolled back, by a reader who has no keys to ask for more.
    pub(super) fn printed(width: usize) -> Self {
        Self {
            width,
            source_lines: 24,
            value_lines: 24,
            values_first: false,
            has_keys: false,
            unfolded: Unfolded {
                all_errors: true,
                all_tests: false,
            },
        }
    }

    /// For a screen of this size: beside the source there must be room for the values, and for what is not about this
    /// test.
    pub(super) fn on_screen(width: usize, height: usize) -> Self {
        Self {
            width,
            source_lines: height.saturating_sub(15).clamp(4, 20),
            value_lines: height.saturating_sub(12).clamp(6, 30),
            values_first: height < SMALL,
            has_keys: true,
            unfolded: Unfolded::default(),
        }
    }
}
