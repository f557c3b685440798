//! Every format of a report: golden files of a class that holds every kind of failure, attacks that must stay text, the
//! schema of the lines of JSON, and the parts of a class put together.

mod attacks;
mod consumers;
mod fixture;
mod formats;
mod merge;
mod page;
mod schema;

pub use consumers::read_by_junitparser;

use workbook::export::Exporter;
use workbook::grade::{Header, SubmissionGrade, Summary};

/// A whole report.
fn report(exporter: &mut dyn Exporter, header: &Header, grades: &[SubmissionGrade]) -> String {
    let mut out = Vec::new();
    let mut summary = Summary::default();
    exporter.begin(header, &mut out).expect("it begins");
    for grade in grades {
        summary.add(grade);
        exporter
            .submission(header, grade, &mut out)
            .expect("the format holds it");
    }
    summary.ms = 1_234;
    exporter.end(header, &summary, &mut out).expect("it ends");
    String::from_utf8(out).expect("a report is UTF-8")
}
