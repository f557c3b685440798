//! The page of a class, in a browser: as people use it by keyboard, as screen readers are told of it, and as attackers would
//! like it to be.

use super::fixture::{ATTACK, class, header, hostile_class, submission};
use super::report;
use crate::screens::golden::{Golden, compare};
use crate::support::browser::{Browser, key};
use serde_json::json;
use std::path::Path;
use workbook::export::{Exporter as _, Html};
use workbook::grade::{Kind, SubmissionGrade, Summary};

/// What would leave the page, or run, if anything that learners wrote did.
const ESCAPE: &str =
    "\"><img src=x onerror=alert(1)></bdi></noscript></table><script>alert(2)</script>";

fn page(grades: &[SubmissionGrade]) -> String {
    let roster: Vec<&str> = grades.iter().map(|grade| grade.name.as_str()).collect();
    let mut header = header(grades.len(), &roster);
    header.exercises[3].chapter = "Storage".into();
    report(&mut Html::new(), &header, grades)
}

/// The page without what it has in common with all others.
fn without_style_and_script(page: &str) -> String {
    let mut kept = page.to_owned();
    for name in ["style", "script"] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let start = kept.find(&open).expect("it begins") + open.len();
        let end = kept[start..].find(&close).expect("it ends") + start;
        kept.replace_range(start..end, "...");
    }
    // Hashes of them.
    let policy = kept.find("style-src").expect("a policy");
    let end = kept[policy..].find("; base-uri").expect("its end") + policy;
    kept.replace_range(policy..end, "...");
    kept
}

#[test]
fn the_page_has_not_changed() {
    let (header, grades) = hostile_class();
    let text = report(&mut Html::new(), &header, &grades);
    compare(&[Golden::at(
        "tests/reports/class.html",
        without_style_and_script(&text),
    )]);
}

#[test]
fn what_learners_wrote_is_never_markup() {
    let said = format!("{ATTACK}\n{ESCAPE}");
    let kinds = [Kind::Fail, Kind::CompileError, Kind::Crash, Kind::Tampered];
    let mut grade = submission(ESCAPE, kinds, &said);
    for exercise in &mut grade.exercises {
        exercise.notes.push(said.clone());
        exercise.message.clone_from(&said);
        exercise.hash = Some(ESCAPE.to_owned());
    }
    let text = without_style_and_script(&page(&[grade]));
    for markup in [
        "<img",
        "<script>alert",
        "</details><img",
        "javascript:alert(1)\"",
    ] {
        assert!(!text.contains(markup), "{markup}");
    }
    assert_eq!(text.matches("</noscript").count(), 1);
}

#[test]
fn a_long_class_is_told_briefly_from_some_size_on() {
    let said = "x".repeat(4_000);
    let grade = submission("ada", [Kind::Fail; 4], &said);
    let header = header(700, &["ada"]);
    let mut html = Html::new();
    let mut out = Vec::new();
    html.begin(&header, &mut out).expect("it begins");
    let mut n_bytes = 0;
    let mut last = 0;
    for _ in 0..700 {
        out.clear();
        html.submission(&header, &grade, &mut out).expect("a row");
        last = out.len();
        n_bytes += last;
    }
    assert!(last < 12_000, "{last}");
    assert!(n_bytes < 35_000_000, "{n_bytes}");
}

#[cfg(unix)]
#[test]
#[allow(clippy::print_stderr)]
fn the_page_works_in_a_browser() {
    let browser = match Browser::start() {
        Ok(browser) => browser,
        Err(reason) => {
            eprintln!("skipped: the_page_works_in_a_browser: {reason}");
            return;
        }
    };
    let dir = tempfile::tempdir().expect("a temporary directory");
    let at = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("write");
        path
    };
    let mut grades = class();
    let mut attacker = submission(
        ESCAPE,
        [Kind::Fail, Kind::CompileError, Kind::Crash, Kind::Policy],
        &format!("{ESCAPE}\n{ATTACK}"),
    );
    attacker.exercises[0].notes = vec![ESCAPE.to_owned()];
    grades.push(attacker);
    grades.push(submission(
        "\u{5de}\u{5e9}\u{5d4}",
        [Kind::Unchanged; 4],
        "",
    ));
    let text = page(&grades);
    let whole = at("class.html", &text);
    browser.open(&whole);
    is_told_to_screen_readers(&browser);
    sorts_and_says_so(&browser);
    filters_and_says_so(&browser);
    opens_cells_by_keyboard(&browser);
    shows_attacks_as_text(&browser);
    is_legible(&browser);
    let (console, requests) = browser.console_and_requests();
    assert!(console.is_empty(), "{console:?}");
    assert!(!requests.is_empty(), "the page itself is one");
    for request in requests {
        assert!(request.starts_with("\"file://"), "{request}");
    }
    let cut = text.rfind("<section id=\"overview\"").expect("it is there");
    says_that_it_was_cut_off(&browser, &whole, &at("cut.html", &text[..cut]));
    is_whole_without_script(&browser, &whole);
}

fn is_told_to_screen_readers(browser: &Browser) {
    let is = |script: &str, expected: &str| assert_eq!(browser.text(script), expected, "{script}");
    is("return document.documentElement.lang", "en");
    // One stop of the Tab key for all cells, and every cell says what its sign means.
    is(
        "return document.querySelectorAll('#class tbody a[tabindex=\"0\"]').length",
        "1",
    );
    is(
        "return [...document.querySelectorAll('#class tbody td a')].filter(a => !/, (no|[0-9.]+ of [0-9.]+) points/.test(a.ariaLabel)).length",
        "0",
    );
    is(
        "return document.querySelector('#class tbody td.fail a').ariaLabel",
        "failed, 3.33 of 10 points",
    );
    is(
        "return [...document.querySelectorAll('#class .names th')].every(th => th.scope === 'col')",
        "true",
    );
    is(
        "return [...document.querySelectorAll('#class tbody th')].every(th => th.scope === 'row')",
        "true",
    );
    is("return document.querySelector('.grid').tabIndex", "0");
    is("return document.getElementById('said').role", "status");
    is(
        "return [...document.querySelectorAll('input, select')].every(it => it.labels.length === 1)",
        "true",
    );
    // What is read first stands first.
    is(
        "return [...document.querySelectorAll('main > section')].map(it => it.id).join()",
        "overview,learners",
    );
    is(
        "return getComputedStyle(document.getElementById('incomplete')).display",
        "none",
    );
    is(
        "return document.documentElement.scrollWidth <= innerWidth",
        "true",
    );
}

const SHOWN: &str = "return [...document.querySelectorAll('#class tbody')].filter(it => !it.hidden).map(it => it.querySelector('bdi').textContent.slice(0, 3)).join(' ')";
const SAID: &str = "return document.getElementById('said').textContent";

fn sorts_and_says_so(browser: &Browser) {
    let head = |column: usize| format!("document.querySelectorAll('#class .names th')[{column}]");
    let sort = |column: usize| {
        browser.eval(&format!("{}.querySelector('button').focus()", head(column)));
        browser.press(&[key::ENTER]);
        browser.text(&format!(
            "return {}.getAttribute('aria-sort')",
            head(column)
        ))
    };
    let names = || browser.text(SHOWN);
    assert_eq!(sort(0), "ascending");
    assert!(
        names().ends_with("ada bob cyd dot eve \u{5de}\u{5e9}\u{5d4}"),
        "{}",
        names()
    );
    assert_eq!(sort(1), "ascending");
    assert!(
        browser
            .text(SAID)
            .starts_with("Sorted by points, lowest first."),
        "{}",
        browser.text(SAID)
    );
    assert_eq!(sort(1), "descending");
    assert!(names().starts_with("ada "), "{}", names());
    assert_eq!(
        browser.text(&format!("return {}.hasAttribute('aria-sort')", head(0))),
        "false"
    );
    // Those who passed it come last.
    assert_eq!(sort(3), "ascending");
    assert!(
        names().ends_with(" ada") || names().ends_with(" bob"),
        "{}",
        names()
    );
    assert_eq!(sort(0), "ascending");
}

fn filters_and_says_so(browser: &Browser) {
    let set = |field: &str, value: &str| {
        browser.eval(&format!(
            "const it = document.getElementById('{field}'); it.value = '{value}'; it.dispatchEvent(new Event('input', {{bubbles: true}}))"
        ));
    };
    browser.eval("document.getElementById('find').focus()");
    browser.press(&['c', 'y']);
    assert_eq!(browser.text(SHOWN), "cyd");
    assert_eq!(browser.text(SAID), "1 of 7 learners, all exercises.");
    browser.press(&['q']);
    assert_eq!(browser.text(SHOWN), "");
    assert_eq!(
        browser.text("return document.getElementById('nobody').hidden"),
        "false"
    );
    browser.eval("document.getElementById('clear').click()");
    for (state, expected) in [
        ("complete", "ada"),
        ("error", "eve"),
        ("none", "dot eve \u{5de}\u{5e9}\u{5d4}"),
        ("look", "\">< cyd dot"),
    ] {
        set("state", state);
        assert_eq!(browser.text(SHOWN), expected, "{state}");
    }
    set("state", "");
    set("exercise", "chapter:Storage");
    assert_eq!(browser.text(SAID), "All 7 learners, 1 exercise.");
    let is_shown = |column: usize| {
        browser.text(&format!(
            "return document.querySelectorAll('#class .names th')[{column}].offsetWidth > 0"
        ))
    };
    let shown: Vec<String> = (0..7).map(is_shown).collect();
    let expected = ["true", "true", "true", "false", "false", "false", "true"];
    assert_eq!(shown, expected);
    set("exercise", "exercise:3");
    set("state", "trouble");
    assert_eq!(browser.text(SAID), "3 of 7 learners, 1 exercise.");
    browser.eval("document.getElementById('clear').click()");
    assert_eq!(browser.text(SAID), "All 7 learners, all exercises.");
}

fn opens_cells_by_keyboard(browser: &Browser) {
    let focused =
        || browser.text("return document.activeElement.hash ?? document.activeElement.id");
    let is_open = || browser.text("return document.getElementById('panel').open");
    let story = || browser.text("return document.getElementById('panel').innerText");
    browser.eval("document.querySelector('.grid').focus()");
    // The heads of the columns are one stop, and so are the cells.
    browser.press(&[key::TAB, key::RIGHT]);
    assert_eq!(
        browser.text("return document.activeElement.textContent"),
        "Points"
    );
    browser.press(&[key::TAB]);
    // Sorted by name: the attacker is first, and in the file it is the sixth.
    assert_eq!(focused(), "#s5");
    browser.press(&[key::UP]);
    assert_eq!(
        browser.text("return document.activeElement.textContent"),
        "Learner"
    );
    browser.press(&[key::DOWN]);
    assert_eq!(focused(), "#s5");
    browser.press(&[key::DOWN, key::DOWN, key::RIGHT, key::RIGHT]);
    assert_eq!(focused(), "#s1-1", "points and passed are passed over");
    browser.press(&[key::HOME]);
    assert_eq!(focused(), "#s1");
    browser.press(&[key::END]);
    assert_eq!(focused(), "#s1-3");
    browser.press(&[key::RIGHT, key::LEFT, key::LEFT, key::UP, key::DOWN]);
    assert_eq!(focused(), "#s1-1");
    assert_eq!(is_open(), "false");
    browser.press(&[key::ENTER]);
    assert_eq!(is_open(), "true");
    assert_eq!(focused(), "panel-title");
    assert_eq!(
        browser.text("const panel = document.getElementById('panel'); return panel.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id).textContent).join(', ')"),
        "bob, The rate limiter"
    );
    for part in [
        "3.33 of 10 points",
        "a long text",
        "left: Some(3)",
        "exercises/02_data/rate_limiter.rs:41",
        "1 test passed: an empty text.",
        "hash ab12ab12ab12ab12",
    ] {
        assert!(story().contains(part), "{part}: {}", story());
    }
    browser.press(&[key::ESCAPE]);
    assert_eq!(is_open(), "false");
    assert_eq!(focused(), "#s1-1");
    // On to the next exercise, and back to where that is.
    browser.press(&[' ']);
    browser.eval("[...document.querySelectorAll('#panel nav button')][1].click()");
    assert!(story().contains("did not end in time"), "{}", story());
    browser.press(&[key::ESCAPE]);
    assert_eq!(focused(), "#s1-2");
    // The name opens them all.
    browser.press(&[key::HOME, key::ENTER]);
    assert_eq!(
        browser.text("return document.querySelectorAll('#panel .story h3').length"),
        "4"
    );
    browser.press(&[key::ESCAPE]);
    // So do the lists above the table.
    browser.eval("document.querySelector('.odd li a').focus()");
    browser.press(&[key::ENTER]);
    assert_eq!(is_open(), "true");
    browser.press(&[key::ESCAPE]);
    assert_eq!(
        browser.text("return document.activeElement.closest('.odd') !== null"),
        "true"
    );
}

fn shows_attacks_as_text(browser: &Browser) {
    for column in 0..4 {
        browser.eval(&format!(
            "document.querySelector('#class a[href=\"#s5-{column}\"]').click()"
        ));
        let story = browser.text("return document.getElementById('panel').innerText");
        assert!(story.contains("<script>alert(2)</script>"), "{story}");
        assert_eq!(
            browser.text("return document.querySelectorAll('img, iframe, [onerror], body script, #panel [style]').length"),
            "0"
        );
        assert_eq!(browser.alert(), None);
        browser.press(&[key::ESCAPE]);
    }
    let name =
        browser.text("return document.querySelector('#class a[href=\"#s5\"] bdi').textContent");
    assert!(ESCAPE.starts_with(name.trim_end_matches("...")), "{name}");
}

/// The contrast of everything that has a color of its own, on paper and in the dark.
/// <https://www.w3.org/TR/WCAG22/#contrast-minimum>
const CONTRAST: &str = "
    const light = (color) => {
        const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        const [r, g, b] = color.match(/[0-9.]+/g).map(Number);
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const ground = (element) => {
        for (; element; element = element.parentElement) {
            const color = getComputedStyle(element).backgroundColor;
            if (!/, 0\\)$|transparent/.test(color)) return color;
        }
    };
    document.querySelector('#class td.fail a').click();
    for (const details of document.querySelectorAll('details')) details.open = true;
    const poor = [];
    for (const element of document.querySelectorAll('body *')) {
        const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!hasText || !element.offsetParent || element.getAttribute('aria-disabled') === 'true') continue;
        const [one, other] = [light(getComputedStyle(element).color), light(ground(element))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4.5) poor.push(`${element.outerHTML.slice(0, 80)}: ${contrast}`);
    }
    document.getElementById('panel').close();
    return poor.join('; ')
";

fn is_legible(browser: &Browser) {
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        browser.command(
            "Emulation.setEmulatedMedia",
            &json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}),
        );
        assert_eq!(browser.text(CONTRAST), "", "{scheme}");
        grounds.push(
            browser.text("return getComputedStyle(document.documentElement).backgroundColor"),
        );
    }
    assert_ne!(grounds[0], grounds[1]);
    browser.command("Emulation.setEmulatedMedia", &json!({"features": []}));
    // On a telephone the table scrolls, and not the page.
    let size = json!({"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true});
    browser.command("Emulation.setDeviceMetricsOverride", &size);
    assert_eq!(
        browser.text("return document.documentElement.scrollWidth <= 390"),
        "true"
    );
    browser.command("Emulation.clearDeviceMetricsOverride", &json!({}));
}

fn says_that_it_was_cut_off(browser: &Browser, whole: &Path, cut: &Path) {
    let banner =
        "return getComputedStyle(document.getElementById('incomplete')).display !== 'none'";
    browser.open(cut);
    assert_eq!(browser.text(banner), "true");
    // What is there can be used all the same.
    browser.eval("document.querySelector('#class td.fail a').click()");
    assert_eq!(
        browser.text("return document.getElementById('panel').open"),
        "true"
    );
    browser.open(whole);
    assert_eq!(browser.text(banner), "false");
}

fn is_whole_without_script(browser: &Browser, whole: &Path) {
    browser.command(
        "Emulation.setScriptExecutionDisabled",
        &json!({"value": true}),
    );
    browser.open(whole);
    let is = |script: &str, expected: &str| assert_eq!(browser.text(script), expected, "{script}");
    is("return document.documentElement.className", "");
    is(
        "return document.querySelectorAll('#class .story').length",
        "28",
    );
    is(
        "return document.querySelector('#s1').offsetHeight > 0",
        "true",
    );
    is(
        "return getComputedStyle(document.getElementById('incomplete')).display",
        "none",
    );
    is("return document.querySelectorAll('img').length", "0");
}

#[test]
fn a_page_that_was_given_up_lacks_its_end() {
    let grades = class();
    let header = header(9, &["ada"]);
    let mut html = Html::new();
    let mut out = Vec::new();
    html.begin(&header, &mut out).expect("it begins");
    let mut so_far = Summary::default();
    for grade in &grades {
        so_far.add(grade);
        html.submission(&header, grade, &mut out).expect("a row");
    }
    html.unfinished(&header, &so_far, &mut out)
        .expect("it is told");
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.contains("Where the class struggles"));
    assert!(!text.contains("id=\"complete\""));
}
