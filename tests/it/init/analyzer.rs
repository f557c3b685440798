//! A session with rust-analyzer, as an editor holds it: the errors of the exercise that is saved, and of no other.
//!
//! Where rust-analyzer is not installed the tests say so and end.

use super::{copy_without_crates, not_tried};
use crate::said::PATIENCE;
use crate::support::Book;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Instant;

const OPEN: &str = "exercises/03_algorithms/merge_sorted.rs";
const OTHER: &str = "exercises/03_algorithms/binary_search.rs";

/// An error that only the compiler finds: rust-analyzer does not check what is borrowed or moved.
const MOVED_TWICE: &str =
    "\npub fn moved_twice(text: String) {\n    drop(text);\n    drop(text);\n}\n";

/// A server that speaks the language server protocol.
struct Session {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    root: String,
    /// The codes of what was said of a file, by its path in the workbook.
    told: BTreeMap<String, Vec<String>>,
    /// What is going on, by its name.
    busy: BTreeMap<String, bool>,
    is_ready: bool,
    is_quiet: bool,
}

impl Drop for Session {
    fn drop(&mut self) {
        // It is gone already, or goes now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Session {
    /// Starts the server with these settings; none if it is not installed.
    fn start(book: &Book, settings: &Value) -> Option<Self> {
        // Where rustup has only its shim for it, there is no version.
        let version = Command::new("rust-analyzer").arg("--version").output();
        if !version.is_ok_and(|output| output.status.success()) {
            not_tried("rust-analyzer is not installed");
            return None;
        }
        let mut child = Command::new("rust-analyzer")
            .current_dir(book.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("rust-analyzer starts");
        let input = child.stdin.take().expect("it is piped");
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let root = book.root().canonicalize().expect("it is there");
        let mut session = Self {
            child,
            input,
            messages,
            root: format!("file://{}", root.display()),
            told: BTreeMap::new(),
            busy: BTreeMap::new(),
            is_ready: false,
            is_quiet: false,
        };
        session.send(&json!({ "id": 1, "method": "initialize", "params": {
            "processId": std::process::id(),
            "rootUri": session.root,
            "capabilities": {
                "window": { "workDoneProgress": true },
                "experimental": { "serverStatusNotification": true },
            },
            "initializationOptions": settings,
        }}));
        session.await_that("an answer", |session| session.is_ready);
        session.send(&json!({ "method": "initialized", "params": {} }));
        Some(session)
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len())
            .and_then(|()| self.input.flush())
            .expect("rust-analyzer reads");
    }

    /// Handles messages until they have led to what is awaited.
    #[track_caller]
    fn await_that(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            let rest = deadline.saturating_duration_since(Instant::now());
            let message = self.messages.recv_timeout(rest).unwrap_or_else(|error| {
                panic!("waited for {what}: {error}; told: {:?}", self.told)
            });
            self.take(&message);
        }
    }

    fn take(&mut self, message: &Value) {
        // It asks whether it may show progress.
        if message.get("method").is_some() && message.get("id").is_some() {
            self.send(&json!({ "id": message["id"], "result": null }));
        }
        self.is_ready |= message["id"] == 1 && message.get("result").is_some();
        let params = &message["params"];
        match message["method"].as_str().unwrap_or_default() {
            "textDocument/publishDiagnostics" => {
                let uri = params["uri"].as_str().unwrap_or_default();
                let file = uri.trim_start_matches(&self.root).trim_start_matches('/');
                let codes = params["diagnostics"].as_array().into_iter().flatten();
                let codes = codes
                    .map(|told| told["code"].as_str().unwrap_or_default().to_owned())
                    .collect();
                self.told.insert(file.to_owned(), codes);
            }
            "$/progress" => {
                let is_busy = params["value"]["kind"] != "end";
                self.busy.insert(params["token"].to_string(), is_busy);
            }
            "experimental/serverStatus" => self.is_quiet = params["quiescent"] == true,
            _ => {}
        }
    }

    fn is_checking(&self) -> bool {
        self.busy
            .iter()
            .any(|(name, is_busy)| *is_busy && name.contains("flycheck"))
    }

    fn open(&mut self, book: &Book, file: &str) {
        let text = book.read(file);
        let uri = format!("{}/{file}", self.root);
        self.send(&json!({ "method": "textDocument/didOpen", "params": {
            "textDocument": { "uri": uri, "languageId": "rust", "version": 1, "text": text },
        }}));
    }

    fn save(&mut self, file: &str) {
        let uri = format!("{}/{file}", self.root);
        self.send(&json!({ "method": "textDocument/didSave", "params": {
            "textDocument": { "uri": uri },
        }}));
    }

    fn codes(&self, file: &str) -> &[String] {
        self.told.get(file).map(Vec::as_slice).unwrap_or_default()
    }

    fn says(&self, file: &str, code: &str) -> bool {
        self.codes(file).iter().any(|told| told == code)
    }
}

fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut len = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(number) = line.trim().strip_prefix("Content-Length:") {
            len = number.trim().parse().ok()?;
        }
    }
    let mut bytes = vec![0; len];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// A copy in which two exercises have an error each.
fn broken_copy() -> Book {
    let book = copy_without_crates();
    for file in [OPEN, OTHER] {
        book.write(file, &(book.read(file) + MOVED_TWICE));
    }
    book
}

/// What `.vscode/settings.json` tells rust-analyzer.
fn settings(book: &Book) -> Value {
    let all = super::tasks::settings(book, ".vscode/settings.json");
    let mut settings = json!({});
    for (key, value) in all.as_object().expect("it is an object") {
        if let Some(path) = key.strip_prefix("rust-analyzer.") {
            let place = path
                .split('.')
                .fold(&mut settings, |settings, part| &mut settings[part]);
            *place = value.clone();
        }
    }
    settings
}

#[test]
fn the_exercise_that_is_saved_shows_its_errors_and_the_others_stay_silent() {
    let book = broken_copy();
    let settings = settings(&book);
    assert_eq!(
        settings,
        json!({ "check": { "workspace": false, "allTargets": false } })
    );
    let Some(mut session) = Session::start(&book, &settings) else {
        return;
    };
    session.open(&book, OPEN);
    session.await_that("the project to be read", |session| session.is_quiet);
    session.save(OPEN);
    session.await_that("the compiler's error", |session| {
        session.says(OPEN, "E0382")
    });
    session.await_that("the check to end", |session| !session.is_checking());
    assert_eq!(session.codes(OTHER), [""; 0]);

    session.open(&book, OTHER);
    session.save(OTHER);
    session.await_that("the other file's error", |session| {
        session.says(OTHER, "E0382")
    });
}

#[test]
fn an_editor_without_settings_does_not_begin_with_the_errors_of_all() {
    let book = broken_copy();
    let Some(mut session) = Session::start(&book, &json!({})) else {
        return;
    };
    // An error that rust-analyzer finds by itself is shown all the same.
    book.edit(OPEN, "drop(text);\n}", "let number: u8 = \"text\";\n}");
    session.open(&book, OPEN);
    session.await_that("rust-analyzer's own error", |session| {
        session.is_quiet && session.says(OPEN, "E0308")
    });
    session.await_that("the check to end", |session| {
        session.busy.keys().any(|name| name.contains("flycheck")) && !session.is_checking()
    });
    assert_eq!(session.codes(OTHER), [""; 0]);
}
