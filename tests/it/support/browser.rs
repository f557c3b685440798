//! Chromium, driven through the `WebDriver` protocol as a person would use it: keys, and what is there afterwards.
//! <https://www.w3.org/TR/webdriver2/>
//!
//! Every command has a deadline, in the browser and here. Nothing waits for a guessed time.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use tempfile::TempDir;
use ureq::Agent;

/// What takes longer has hung.
const DEADLINE: Duration = Duration::from_secs(60);

/// The longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 64 << 20;

/// Keys that have no character.
/// <https://www.w3.org/TR/webdriver2/#keyboard-actions>
pub mod key {
    pub const TAB: char = '\u{e004}';
    pub const ENTER: char = '\u{e007}';
    pub const ESCAPE: char = '\u{e00c}';
    pub const END: char = '\u{e010}';
    pub const HOME: char = '\u{e011}';
    pub const LEFT: char = '\u{e012}';
    pub const UP: char = '\u{e013}';
    pub const RIGHT: char = '\u{e014}';
    pub const DOWN: char = '\u{e015}';
}

/// A browser without a window. Dropping it ends it.
pub struct Browser {
    driver: Child,
    agent: Agent,
    /// Where commands of the session go.
    url: String,
    profile: TempDir,
}

impl Browser {
    /// Starts one.
    ///
    /// # Errors
    /// There is no driver here, or no browser that it can start; in words.
    ///
    /// # Panics
    /// The driver is there and does not do what it should: that is no reason to pass a test over.
    pub fn start() -> Result<Self, String> {
        let profile = tempfile::tempdir().expect("a temporary directory");
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("chromedriver cannot be started: {error}"))?;
        let port = port_of(&mut driver);
        let config = Agent::config_builder()
            .timeout_global(Some(DEADLINE))
            .http_status_as_error(false)
            .build();
        let mut browser = Self {
            driver,
            agent: config.into(),
            url: String::new(),
            profile,
        };
        // From here on dropping it ends the driver.
        let root = format!("http://127.0.0.1:{port}");
        let profile = format!("--user-data-dir={}", browser.profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1400,1000",
            &profile,
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }}});
        let session = browser
            .request(&format!("{root}/session"), Some(&wanted))
            .map_err(|error| match &error {
                Refused { code, message } if code == "session not created" => message.clone(),
                other => panic!("{other:?}"),
            })?;
        let id = session["sessionId"].as_str().expect("a session has a name");
        browser.url = format!("{root}/session/{id}");
        Ok(browser)
    }

    /// Opens a file, and returns when it is loaded.
    pub fn open(&self, path: &Path) {
        self.post("url", &json!({"url": format!("file://{}", path.display())}));
    }

    /// What a function with this body returns.
    pub fn eval(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": []}))
    }

    /// The same, as text.
    pub fn text(&self, script: &str) -> String {
        match self.eval(script) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// Presses keys, one after the other.
    pub fn press(&self, keys: &[char]) {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        self.post(
            "actions",
            &json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]}),
        );
    }

    /// A command of the browser's own protocol.
    /// <https://chromedevtools.github.io/devtools-protocol/>
    pub fn command(&self, name: &str, parameters: &Value) {
        self.post(
            "goog/cdp/execute",
            &json!({"cmd": name, "params": parameters}),
        );
    }

    /// What the console was told since the last time, and which addresses were asked for.
    pub fn console_and_requests(&self) -> (Vec<String>, Vec<String>) {
        let entries = |kind: &str| {
            let log = self.post("se/log", &json!({"type": kind}));
            log.as_array().cloned().unwrap_or_default()
        };
        let message = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        let console = entries("browser").iter().map(message).collect();
        let requests = entries("performance")
            .iter()
            .filter_map(|entry| serde_json::from_str::<Value>(&message(entry)).ok())
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .map(|event| event["message"]["params"].clone())
            // A new tab has a page of its own.
            .filter(|request| {
                let document = request["documentURL"].as_str().unwrap_or_default();
                !document.starts_with("chrome:")
            })
            .map(|request| request["request"]["url"].to_string())
            .collect();
        (console, requests)
    }

    /// The text of a dialog that a script opened.
    pub fn alert(&self) -> Option<String> {
        match self.request(&format!("{}/alert/text", self.url), None) {
            Ok(text) => Some(text.to_string()),
            Err(Refused { code, .. }) if code == "no such alert" => None,
            Err(other) => panic!("{other:?}"),
        }
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        let answer = self.request(&format!("{}/{command}", self.url), Some(body));
        answer.unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    fn request(&self, url: &str, body: Option<&Value>) -> Result<Value, Refused> {
        let answer = match body {
            Some(body) => self
                .agent
                .post(url)
                .content_type("application/json")
                .send(body.to_string()),
            None => self.agent.get(url).call(),
        };
        let mut answer = answer.expect("the driver answers");
        let body = answer.body_mut().with_config().limit(MAX_ANSWER);
        let text = body
            .read_to_string()
            .expect("the driver answers to the end");
        let value: Value = serde_json::from_str(&text).expect("the answer is JSON");
        let part = |name: &str| value["value"][name].as_str().unwrap_or_default().to_owned();
        if answer.status().is_success() {
            Ok(value["value"].clone())
        } else {
            Err(Refused {
                code: part("error"),
                message: part("message"),
            })
        }
    }
}

/// Why a command was not carried out.
/// <https://www.w3.org/TR/webdriver2/#errors>
#[derive(Debug)]
struct Refused {
    code: String,
    message: String,
}

/// The port that a driver says it listens at.
fn port_of(driver: &mut Child) -> u16 {
    let stdout = driver.stdout.take().expect("it has an output");
    let (sender, receiver) = mpsc::channel();
    // Read to its end, so that the driver never waits for a reader.
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let port = line
                .split_once("started successfully on port ")
                .and_then(|(_, port)| port.trim_end_matches('.').parse().ok());
            if let Some(port) = port {
                let _ = sender.send(port);
            }
        }
    });
    receiver
        .recv_timeout(DEADLINE)
        .expect("chromedriver says where it listens")
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.url.is_empty() {
            // The browser ends with its session. If that fails, ending the driver is all that is left.
            let _ = self.agent.delete(&self.url).call();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
