//! What a session says without a screen: every event against its schema, every sentence as approved.

mod events;

use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The schema, stricter than for others: no field that it does not name.
pub fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/watch-json.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is there");
    let mut schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    for definition in schema["$defs"]
        .as_object_mut()
        .expect("definitions")
        .values_mut()
    {
        definition["additionalProperties"] = json!(false);
    }
    schema
}

/// One validator for each event, and for `run`.
pub struct Schema(BTreeMap<String, Validator>);

impl Schema {
    pub fn read() -> Self {
        let schema = schema();
        let names: Vec<String> = schema["$defs"]
            .as_object()
            .expect("definitions")
            .keys()
            .cloned()
            .collect();
        let of = |name: String| {
            let part = json!({ "$ref": format!("#/$defs/{name}"), "$defs": schema["$defs"] });
            let validator = jsonschema::validator_for(&part).expect("the schema is in order");
            (name, validator)
        };
        Self(names.into_iter().map(of).collect())
    }

    /// The events that the schema knows.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        let others = [
            "run",
            "exercise_row",
            "verdict_row",
            "message_row",
            "test_row",
        ];
        self.0
            .keys()
            .map(String::as_str)
            .filter(move |name| !others.contains(name))
    }

    #[track_caller]
    pub fn holds(&self, name: &str, value: &Value) {
        let validator = self
            .0
            .get(name)
            .unwrap_or_else(|| panic!("no schema for {name}"));
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{value:#}\n{}", errors.join("\n"));
    }

    /// An event as it is printed, held against the schema.
    #[track_caller]
    pub fn event(&self, line: &str) -> Value {
        let value: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let name = value["event"]
            .as_str()
            .expect("an event has a name")
            .to_owned();
        self.holds(&name, &value);
        value
    }
}
