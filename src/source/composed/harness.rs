//! The trusted program around the tests: it runs the one it is told to, and says how it went in a way that nobody
//! else can.

use super::kind::Kind;
use std::borrow::Borrow;

/// What the harness is told on standard input: a nonce to say `ok` with, this, one to say `failed` with, this, and the number
/// of a test; and what it answers on standard output, as one last line: one of the nonces, this, the number, this, and `ok`,
/// or `failed` and what the panic says. A test that failed never shows the nonce of a pass, not even to whoever reads the
/// answer on its way and would give a better one.
pub const HARNESS_SEPARATOR: char = ' ';

/// The end of a test module: a table of its tests that the harness can call, all alike.
pub(super) fn table<R: Borrow<str>>(rows: &[R]) -> String {
    format!(
        " pub static __WORKBOOK: &[(\
         fn() -> ::core::result::Result<(), ::std::string::String>, \
         ::core::option::Option<&str>)] = &[{}];\n",
        rows.join(", ")
    )
}

/// The row of the test at this path below its module.
pub(super) fn row(path: &str, kind: &Kind) -> String {
    let call = match &kind.runtime {
        Some(runtime) => format!("{runtime}.block_on({path}())"),
        None => format!("{path}()"),
    };
    // Whatever a test gives back, only an `Err` is a failure.
    let call = if kind.returns {
        format!(
            "match {call} {{ ::core::result::Result::Ok(_) => ::core::result::Result::Ok(()), \
             ::core::result::Result::Err(error) => \
             ::core::result::Result::Err(::std::format!(\"the test returned Err({{error:?}})\")) }}"
        )
    } else {
        format!("{{ {call}; ::core::result::Result::Ok(()) }}")
    };
    let must = match &kind.should_panic {
        Some(expected) => format!("::core::option::Option::Some({expected:?})"),
        None => "::core::option::Option::None".to_owned(),
    };
    format!("(|| {call}, {must})")
}

/// The program that hands the tests of a submission, whose crate is called `submission`, to [`HARNESS`]; `tables` names the
/// tables of its tests.
pub fn harness(tables: &str) -> String {
    format!("fn main() {{ harness::run(&[{tables}]) }}\n")
}

/// The library `harness`, which is the same for every submission and so compiled once.
///
/// The nonces come on standard input, which is read to its end before anything submitted runs. The process then refuses
/// to be looked into (Linux), and runs the test on a thread with the name and the stack that the library's own harness
/// has on one thread. The answer is written in one piece, and the process ends without running anything that was left to
/// be run at its end.
pub const HARNESS: &str = r#"
use std::io::{Read as _, Write as _};

pub type Test = (fn() -> Result<(), String>, Option<&'static str>);

pub fn run(tables: &[&'static [Test]]) -> ! {
    let mut order = String::new();
    std::io::stdin().read_to_string(&mut order).expect("the order is text");
    let mut words = order.split_whitespace();
    let mut word = || words.next().expect("two nonces and a number");
    let (passed, failed, number) = (word(), word(), word());
    let number: usize = number.parse().expect("the number of a test");
    let &(test, must) = tables.iter().copied().flatten().nth(number).expect("a test of this number");
    keep_to_itself();
    let thread = std::thread::Builder::new()
        .name("main".to_owned())
        .stack_size(8 << 20)
        .spawn(move || test())
        .expect("a thread for the test");
    let result = match (thread.join(), must) {
        (Ok(result), None) => result,
        (Ok(_), Some(_)) => Err("test did not panic as expected".to_owned()),
        (Err(payload), must) => {
            let said = payload
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| payload.downcast_ref::<&str>().map(|said| (*said).to_owned()));
            // It is the test's, and dropping it may run anything.
            std::mem::forget(payload);
            let said = said.unwrap_or_default();
            match must {
                Some(expected) if said.contains(expected) => Ok(()),
                Some(expected) => Err(format!("it panicked with {said:?} instead of {expected:?}")),
                None => Err(said),
            }
        }
    };
    let record = match result {
        Ok(()) => format!("\n{passed} {number} ok\n"),
        Err(said) => {
            let said: String = said.chars().take(4096).flat_map(char::escape_default).collect();
            format!("\n{failed} {number} failed {said}\n")
        }
    };
    // Not through the buffer that the test may hold locked.
    let written = write_record(record.as_bytes());
    end(if written { 0 } else { 101 })
}

#[cfg(unix)]
fn write_record(record: &[u8]) -> bool {
    use std::os::fd::FromRawFd as _;
    // What the test left in the buffer comes before, unless another thread holds it.
    let (done, flushed) = std::sync::mpsc::channel();
    let flush = move || {
        let _ = std::io::stdout().flush();
        let _ = done.send(());
    };
    if std::thread::Builder::new().spawn(flush).is_ok() {
        let _ = flushed.recv_timeout(std::time::Duration::from_millis(100));
    }
    // SAFETY: descriptor 1 is ours, and never closed: the process ends here.
    let mut out = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(1) });
    out.write_all(record).is_ok()
}

#[cfg(not(unix))]
fn write_record(record: &[u8]) -> bool {
    let mut out = std::io::stdout().lock();
    out.write_all(record).and_then(|()| out.flush()).is_ok()
}

#[cfg(unix)]
fn end(code: i32) -> ! {
    unsafe extern "C" {
        fn _exit(code: i32) -> !;
    }
    // SAFETY: it takes any number.
    unsafe { _exit(code) }
}

#[cfg(not(unix))]
fn end(code: i32) -> ! {
    std::process::exit(code)
}

#[cfg(target_os = "linux")]
fn keep_to_itself() {
    unsafe extern "C" {
        fn prctl(option: i32, ...) -> i32;
    }
    const PR_SET_DUMPABLE: i32 = 4;
    // SAFETY: the option takes a number and touches no memory of ours.
    let _ = unsafe { prctl(PR_SET_DUMPABLE, 0_u64, 0_u64, 0_u64, 0_u64) };
}

#[cfg(not(target_os = "linux"))]
fn keep_to_itself() {}
"#;
