//! Every record against `docs/grade-jsonl.schema.json`, whose objects are closed.

use super::fixture::{flooder, header, hostile_class};
use super::report;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use workbook::export::Jsonl;
use workbook::grade::{Entry, Journal, Kind, Shard, ShardKind};

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/grade-jsonl.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn lines() -> Vec<String> {
    let (mut header, mut grades) = hostile_class();
    let whole = report(&mut Jsonl, &header, &grades);
    header.shard = Some(Shard {
        kind: ShardKind::Slice,
        index: 1,
        total: 2,
    });
    grades.push(flooder("flooder", "x"));
    let part = report(&mut Jsonl, &header, &grades);
    whole
        .lines()
        .chain(part.lines())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_record_is_as_the_schema_says() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is in order");
    let mut types = BTreeSet::new();
    for line in lines() {
        let value: Value = serde_json::from_str(&line).expect("a line is JSON");
        let name = value["type"].as_str().expect("a type").to_owned();
        // The errors of the record itself say more than that it is none of four.
        if let Err(error) = validator.validate(&value) {
            let part = json!({ "$ref": format!("#/$defs/{name}"), "$defs": schema()["$defs"] });
            let own = jsonschema::validator_for(&part).expect("the schema is in order");
            let errors: Vec<String> = own
                .iter_errors(&value)
                .map(|error| error.to_string())
                .collect();
            panic!("{error}\n{}\n{line:.500}", errors.join("\n"));
        }
        types.insert(name);
    }
    assert_eq!(
        types,
        ["exercise", "start", "submission", "summary"]
            .map(str::to_owned)
            .into()
    );
}

#[test]
fn the_schema_is_closed_and_knows_every_kind() {
    let schema = schema();
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(schema["$defs"]["kind"]["enum"], json!(kinds));
    for (name, part) in schema["$defs"].as_object().expect("definitions") {
        if part["type"] == "object" {
            assert_eq!(part["additionalProperties"], false, "{name}");
            let known: BTreeSet<&String> = part["properties"]
                .as_object()
                .expect("properties")
                .keys()
                .collect();
            let required: BTreeSet<&str> = part["required"]
                .as_array()
                .expect("required")
                .iter()
                .filter_map(Value::as_str)
                .collect();
            assert_eq!(known.len(), required.len(), "{name}");
        }
    }
    let validator = jsonschema::validator_for(&schema).expect("the schema is in order");
    let mut value: Value = serde_json::from_str(&lines()[0]).expect("a line is JSON");
    value["more"] = json!(1);
    assert!(!validator.is_valid(&value));
}

#[test]
fn the_document_names_every_kind_and_every_record() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/grade-jsonl.md");
    let text = std::fs::read_to_string(path).expect("the document is there");
    for kind in Kind::ALL {
        assert!(text.contains(&format!("`{}`", kind.name())), "{kind:?}");
    }
    for name in ["start", "exercise", "submission", "summary"] {
        assert!(text.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[test]
fn what_was_written_reads_back_the_same() {
    let (header, grades) = hostile_class();
    let text = report(&mut Jsonl, &header, &grades);
    let mut journal =
        Journal::open(text.lines().map(|line| Ok(line.to_owned()))).expect("a report");
    assert_eq!(*journal.header(), header);
    for grade in grades {
        assert_eq!(journal.read(), Ok(Entry::Submission(grade)));
    }
    assert!(matches!(journal.read(), Ok(Entry::Summary(summary)) if summary.n_submissions == 6));
}

#[test]
fn a_field_of_a_later_version_is_passed_over() {
    let text = report(&mut Jsonl, &header(0, &[]), &[]).replace("\"v\":1", "\"v\":1,\"later\":[1]");
    let mut journal =
        Journal::open(text.lines().map(|line| Ok(line.to_owned()))).expect("a report");
    assert!(matches!(journal.read(), Ok(Entry::Summary(_))));
}
