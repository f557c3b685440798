//! `workbook stats`: what the learner has done so far, in numbers. The only door to `jiff`, which knows the time zone.

use super::check::to_json;
use super::context::Context;
use crate::error::{Error, ExitCode};
use crate::screen::stats_page;
use crate::stats::Stats;
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use std::time::SystemTime;

pub(super) fn run(context: &Context, json: bool) -> Result<ExitCode, Error> {
    let progress = context.progress();
    let zone = TimeZone::system();
    let day = |time| day_of(&zone, time);
    let stats = Stats::new(&context.course, &progress, SystemTime::now(), day);
    if json {
        context.terminal.print_text(&to_json(&stats)?)?;
    } else {
        let next = &context.course.exercises[context.current(&progress)];
        context
            .terminal
            .print(&stats_page(&context.course, &stats, next))?;
    }
    Ok(ExitCode::Success)
}

/// The number of the day that a time belongs to where the learner is: who works around midnight elsewhere in the world
/// has one evening, not two days.
fn day_of(zone: &TimeZone, time: SystemTime) -> i64 {
    let Ok(time) = Timestamp::try_from(time) else {
        return 0;
    };
    let days = date(1970, 1, 1).until((Unit::Day, zone.to_datetime(time).date()));
    days.map_or(0, |days| i64::from(days.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_day_is_a_day_where_the_learner_is() {
        for (zone, seconds, expected) in [
            ("UTC0", 0, 0),
            ("UTC0", 86_399, 0),
            ("UTC0", 86_400, 1),
            ("JST-9", 54_000, 1),
            ("PST8", 0, -1),
            ("PST8", 20_000 * 86_400 + 28_800, 20_000),
        ] {
            let here = TimeZone::posix(zone).expect("a time zone");
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(day_of(&here, time), expected, "{zone} {seconds}");
        }
    }
}
