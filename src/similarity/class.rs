//! One exercise of a whole class: the index of its fingerprints, and the pairs that it leads to.

use super::{
    COMMON_AT_LEAST, COMMON_AT_MOST, COMMON_PART, Exercise, Found, Handed, Pair, Passage, Terms,
};
use crate::source::Kinship;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// So many rows of lines are shown of a pair.
const MAX_ROWS: usize = 2_000;

/// Files of the same text.
struct Same<'e> {
    text: &'e str,
    files: Vec<&'e Handed>,
}

/// Texts with the same fingerprints: what one learner may have made of another's by renaming. They count as one when it is
/// asked what many wrote.
struct Group<'e> {
    kinship: Kinship,
    texts: Vec<Same<'e>>,
}

impl Group<'_> {
    fn n_files(&self) -> usize {
        self.texts.iter().map(|same| same.files.len()).sum()
    }
}

/// Pairs of files that share the same.
#[derive(Clone, Copy)]
struct Kin {
    percent: u8,
    tokens: usize,
    who: Who,
}

#[derive(Clone, Copy)]
enum Who {
    /// Each of the one group with each of the other.
    Two(usize, usize),
    /// All of one group, but for files that are the same.
    One(usize),
    /// All files of one text.
    Same(usize, usize),
}

/// The pairs of one exercise.
pub fn compare(exercise: &Exercise, terms: Terms) -> Found {
    let mut found = Found::default();
    let mut by_prints: BTreeMap<Vec<u64>, Group> = BTreeMap::new();
    for same in texts(&exercise.files) {
        let kinship = Kinship::of(same.text);
        if kinship.is_unread() {
            let files = same.files.iter();
            found
                .unread
                .extend(files.map(|file| (file.learner, file.path.clone())));
            continue;
        }
        let kinship = kinship.without(&exercise.given);
        if kinship.is_empty() {
            continue;
        }
        found.n_compared += same.files.len();
        let prints = kinship.hashes().collect();
        let group = by_prints.entry(prints).or_insert_with(|| Group {
            kinship,
            texts: Vec::new(),
        });
        group.texts.push(same);
    }
    let mut groups: Vec<Group> = by_prints.into_values().collect();
    // In the order of the class, whatever the fingerprints are.
    groups.sort_by_key(|group| group.texts[0].files[0].learner);
    let mut kin = same_texts(&groups, terms);
    let common = common(&groups);
    for group in &mut groups {
        group.kinship.leave_out(&common);
    }
    kin.extend(alike(&groups, terms));
    kin.extend(index_pairs(&groups, terms));
    kin.sort_by_key(|kin| Reverse((usize::from(kin.percent) * kin.tokens, kin.tokens)));
    found.n_pairs = kin.iter().map(|kin| n_pairs_of(&groups, *kin)).sum();
    for kin in kin {
        let n_left = terms.most - found.pairs.len();
        let pairs = files_of(&groups, kin.who, n_left).into_iter();
        found
            .pairs
            .extend(pairs.map(|(one, other)| told(exercise, &common, kin, one, other)));
    }
    found
}

/// The files by what they hold, in the order of the first of each.
fn texts(files: &[Handed]) -> Vec<Same<'_>> {
    let mut texts: Vec<Same> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for file in files {
        let idx = *known.entry(&file.text).or_insert(texts.len());
        if idx == texts.len() {
            texts.push(Same {
                text: &file.text,
                files: Vec::new(),
            });
        }
        texts[idx].files.push(file);
    }
    texts
}

/// The fingerprints that many have: in many different texts, or in more than half of all files. Of a small class none is
/// left out.
fn common(groups: &[Group]) -> HashSet<u64> {
    let n_files: usize = groups.iter().map(Group::n_files).sum();
    let max_texts = (groups.len() / COMMON_PART).clamp(COMMON_AT_LEAST, COMMON_AT_MOST);
    let max_files = (n_files / 2).max(COMMON_AT_LEAST);
    let mut counts: HashMap<u64, (usize, usize)> = HashMap::new();
    for group in groups {
        for hash in group.kinship.hashes() {
            let count = counts.entry(hash).or_default();
            count.0 += 1;
            count.1 += group.n_files();
        }
    }
    let is_common = |(n_texts, n_files): (usize, usize)| n_texts > max_texts || n_files > max_files;
    counts
        .into_iter()
        .filter(|(_, counts)| is_common(*counts))
        .map(|(hash, _)| hash)
        .collect()
}

/// Files that are the same. That does not happen by chance, however many did it; only what was given is left out.
fn same_texts(groups: &[Group], terms: Terms) -> Vec<Kin> {
    let mut kin = Vec::new();
    for (idx, group) in groups.iter().enumerate() {
        let tokens = group.kinship.n_own_tokens();
        for (text, same) in group.texts.iter().enumerate() {
            if same.files.len() > 1 && tokens >= terms.min_tokens {
                kin.push(Kin {
                    percent: 100,
                    tokens,
                    who: Who::Same(idx, text),
                });
            }
        }
    }
    kin
}

/// Texts with the same fingerprints.
fn alike(groups: &[Group], terms: Terms) -> Vec<Kin> {
    let several = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.texts.len() > 1 && !group.kinship.is_empty());
    several
        .map(|(idx, group)| Kin {
            percent: 100,
            tokens: group.kinship.n_shared_tokens(&group.kinship),
            who: Who::One(idx),
        })
        .filter(|kin| kin.tokens >= terms.min_tokens)
        .collect()
}

/// Pairs of groups that the index leads to.
fn index_pairs(groups: &[Group], terms: Terms) -> Vec<Kin> {
    let sizes: Vec<usize> = groups.iter().map(|group| group.kinship.len()).collect();
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (idx, group) in groups.iter().enumerate() {
        for hash in group.kinship.hashes() {
            index.entry(hash).or_default().push(idx);
        }
    }
    let mut kin = Vec::new();
    let mut n_shared = vec![0; groups.len()];
    for (one, group) in groups.iter().enumerate() {
        let mut touched = Vec::new();
        for hash in group.kinship.hashes() {
            let others = index.get(&hash).map(Vec::as_slice).unwrap_or_default();
            let later = others.partition_point(|other| *other <= one);
            for &other in &others[later..] {
                if n_shared[other] == 0 {
                    touched.push(other);
                }
                n_shared[other] += 1;
            }
        }
        for other in touched {
            let n_shared = std::mem::take(&mut n_shared[other]);
            let (smaller, larger) = if sizes[one] <= sizes[other] {
                (one, other)
            } else {
                (other, one)
            };
            let percent = u8::try_from(100 * n_shared / sizes[smaller]).unwrap_or(100);
            if percent < terms.at_least {
                continue;
            }
            let larger = &groups[larger].kinship;
            let tokens = groups[smaller].kinship.n_shared_tokens(larger);
            if tokens >= terms.min_tokens {
                kin.push(Kin {
                    percent,
                    tokens,
                    who: Who::Two(one, other),
                });
            }
        }
    }
    kin
}

fn n_pairs(n: usize) -> usize {
    n * n.saturating_sub(1) / 2
}

fn n_pairs_of(groups: &[Group], kin: Kin) -> usize {
    match kin.who {
        Who::Two(one, other) => groups[one].n_files() * groups[other].n_files(),
        Who::Same(group, text) => n_pairs(groups[group].texts[text].files.len()),
        Who::One(group) => {
            let texts = groups[group].texts.iter();
            let n_same: usize = texts.map(|same| n_pairs(same.files.len())).sum();
            n_pairs(groups[group].n_files()) - n_same
        }
    }
}

/// One file of one text.
type File<'g, 'e> = (&'g Same<'e>, &'e Handed);

/// At most so many pairs of files.
fn files_of<'g, 'e>(
    groups: &'g [Group<'e>],
    who: Who,
    most: usize,
) -> Vec<(File<'g, 'e>, File<'g, 'e>)> {
    let of = |same: &'g Same<'e>| same.files.iter().map(move |file| (same, *file));
    let all = |group: usize| groups[group].texts.iter().flat_map(of);
    if let Who::Two(one, other) = who {
        let pairs = all(one).flat_map(|mine| all(other).map(move |theirs| (mine, theirs)));
        return pairs.take(most).collect();
    }
    let (files, only_others): (Vec<File>, bool) = match who {
        Who::Same(group, text) => (of(&groups[group].texts[text]).collect(), false),
        Who::One(group) | Who::Two(group, _) => (all(group).collect(), true),
    };
    let files = &files;
    let pairs = (0..files.len()).flat_map(|idx| {
        files[idx + 1..]
            .iter()
            .map(move |theirs| (files[idx], *theirs))
    });
    pairs
        .filter(|(mine, theirs)| !only_others || !std::ptr::eq(mine.0, theirs.0))
        .take(most)
        .collect()
}

/// A pair with the places where it shares something.
fn told(exercise: &Exercise, common: &HashSet<u64>, kin: Kin, one: File, other: File) -> Pair {
    let (one, other) = if one.1.learner <= other.1.learner {
        (one, other)
    } else {
        (other, one)
    };
    let identical = matches!(kin.who, Who::Same(..));
    let kinship = |text: &str| {
        let mut kinship = Kinship::of(text).without(&exercise.given);
        if !identical {
            kinship.leave_out(common);
        }
        kinship
    };
    let (mine, theirs) = (kinship(one.0.text), kinship(other.0.text));
    let my_lines: Vec<&str> = one.0.text.lines().collect();
    let their_lines: Vec<&str> = other.0.text.lines().collect();
    let mut n_left = MAX_ROWS;
    let mut passages = Vec::new();
    for span in mine.spans(&theirs) {
        let passage = Passage::new(&span, &my_lines, &their_lines, n_left);
        n_left -= passage.rows.len();
        passages.push(passage);
    }
    Pair {
        learners: (one.1.learner, other.1.learner),
        paths: (one.1.path.clone(), other.1.path.clone()),
        exercise: exercise.name.clone(),
        percent: kin.percent,
        tokens: kin.tokens,
        identical,
        passages,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Given;

    const TERMS: Terms = Terms {
        at_least: 60,
        min_tokens: 50,
        most: 20,
    };

    const STARTER: &str = "\
//! Totals by name.
pub fn totals(lines: &[&str]) -> Vec<(String, u64)> {
    todo!()
}
";

    const PARSE: &str = "\
fn parse(line: &str) -> Option<(String, u64)> {
    let mut parts = line.splitn(2, '=');
    let name = parts.next()?.trim();
    let amount = parts.next()?.trim().parse::<u64>().ok()?;
    if name.is_empty() || amount == 0 {
        return None;
    }
    Some((name.to_owned(), amount))
}
";

    const TOTALS: &str = "\
pub fn totals(lines: &[&str]) -> Vec<(String, u64)> {
    let mut sums: Vec<(String, u64)> = Vec::new();
    for line in lines {
        let Some((name, amount)) = parse(line) else { continue };
        match sums.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((name, amount)),
        }
    }
    sums.sort();
    sums
}
";

    const ANOTHER_WAY: &str = "\
use std::collections::BTreeMap;
pub fn totals(lines: &[&str]) -> Vec<(String, u64)> {
    lines
        .iter()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| !key.trim().is_empty())
        .flat_map(|(key, text)| text.trim().parse().map(|n: u64| (key.trim().to_owned(), n)))
        .fold(BTreeMap::new(), |mut map, (key, n)| {
            *map.entry(key).or_insert(0) += n;
            map
        })
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .collect()
}
";

    fn mine() -> String {
        format!("{PARSE}\n{TOTALS}")
    }

    fn renamed() -> String {
        mine()
            .replace("parse(line", "read(row")
            .replace("amount", "n")
            .replace("name", "who")
            .replace("sums", "out")
            .replace("parts", "halves")
    }

    /// Something of one's own, unlike that of other numbers.
    fn own(number: usize) -> String {
        // The constants are those of `rand` in POSIX.1-2001.
        let mut seed = u32::try_from(number).expect("a small number");
        let mut pick = |from: &[&'static str]| {
            seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            from[(seed >> 16) as usize % from.len()]
        };
        let mut text = format!("fn own_{number}(a: u64, b: &[u64]) -> u64 {{\n");
        for _ in 0..12 {
            let head = pick(&["if a", "while a", "let c = a", "return a", "f(a", "a = b"]);
            text.push_str(head);
            for _ in 0..3 {
                text.push_str(pick(&[
                    " + b",
                    " * 2 - d",
                    ".g()",
                    ".h(&b, 1)",
                    " as u8",
                    "[0]?",
                ]));
            }
            text.push_str(match head {
                "if a" | "while a" => " { k(); }\n",
                "f(a" => ");\n",
                _ => ";\n",
            });
        }
        text + "a\n}\n"
    }

    fn exercise(given: &[&str], texts: &[String]) -> Exercise {
        let mut exercise = Exercise {
            name: "totals".to_owned(),
            ..Exercise::default()
        };
        exercise.given = Given::default();
        for text in given {
            exercise.given.add(text);
        }
        let files = texts.iter().enumerate().map(|(learner, text)| Handed {
            learner,
            path: "totals.rs".to_owned(),
            text: text.clone(),
        });
        exercise.files = files.collect();
        exercise
    }

    /// The pairs with their percentages.
    fn pairs(given: &[&str], texts: &[String]) -> Vec<(usize, usize, u8)> {
        compare(&exercise(given, texts), TERMS)
            .pairs
            .iter()
            .map(|pair| (pair.learners.0, pair.learners.1, pair.percent))
            .collect()
    }

    #[test]
    fn who_copies_is_found_whatever_was_changed() {
        let moved = format!("{TOTALS}\n{PARSE}");
        for (what, other, at_least) in [
            ("names", renamed(), 100),
            (
                "comments and space",
                format!("/// Mine.\n{}", mine().replace(";\n", "; // so\n\n")),
                100,
            ),
            (
                "numbers and texts",
                mine().replace("'='", "':'").replace('0', "17"),
                100,
            ),
            ("the order of functions", moved, 80),
            (
                "names and order, and another function",
                {
                    let renamed = renamed();
                    let (parse, totals) = renamed.split_once("\n\n").expect("two functions");
                    format!("{totals}\n{}\n{parse}", own(1))
                },
                80,
            ),
            (
                "one statement",
                renamed().replace("    out.sort();\n", ""),
                80,
            ),
        ] {
            let found = pairs(&[STARTER], &[mine(), other]);
            assert!(
                matches!(found[..], [(0, 1, percent)] if percent >= at_least),
                "{what}: {found:?}"
            );
        }
    }

    #[test]
    fn who_wrote_something_else_is_not() {
        for (what, given, one, other) in [
            ("another way", vec![STARTER], mine(), ANOTHER_WAY.to_owned()),
            (
                "the starter",
                vec![STARTER],
                STARTER.to_owned(),
                STARTER.to_owned(),
            ),
            (
                "a few lines",
                vec![STARTER],
                "fn f(a: &[u64]) -> u64 { a.iter().map(|n| n * n).sum::<u64>() }".to_owned(),
                "fn g(b: &[u64]) -> u64 { b.iter().map(|k| k * k).sum::<u64>() }".to_owned(),
            ),
            ("the solution", vec![STARTER, &mine()], mine(), renamed()),
            (
                "the solution and something of their own",
                vec![STARTER, &mine()],
                mine() + &own(1),
                own(2) + &renamed(),
            ),
            (
                "the tests of the workbook",
                vec![STARTER, TOTALS],
                format!("{ANOTHER_WAY}{TOTALS}"),
                format!("{PARSE}{TOTALS}"),
            ),
        ] {
            assert_eq!(pairs(&given, &[one, other]), [], "{what}");
        }
        // Beyond what was given they are.
        let found = pairs(&[STARTER, TOTALS], &[mine() + &own(1), renamed() + &own(1)]);
        assert!(matches!(found[..], [(0, 1, 100)]), "{found:?}");
    }

    #[test]
    fn what_many_wrote_is_left_out_but_never_in_a_small_class() {
        let with_idiom = |n: usize| (0..n).map(|idx| mine() + &own(idx)).collect::<Vec<_>>();
        let found = |n: usize| {
            let terms = Terms {
                at_least: 30,
                ..TERMS
            };
            compare(&exercise(&[STARTER], &with_idiom(n)), terms).n_pairs
        };
        assert_eq!(
            [2, 3, 5, 6, 20, 50].map(found),
            [1, 3, 10, 0, 0, 0],
            "five are few, six are many"
        );
        // What one of them has besides is found all the same.
        let mut class = with_idiom(30);
        class.push(mine() + &own(7).replace("own_7", "x").replace(".h(", ".z("));
        assert_eq!(pairs(&[STARTER], &class), [(7, 30, 100)]);
    }

    #[test]
    fn many_copies_of_one_text_do_not_hide_each_other() {
        // Ten of forty, all renamed; and their text counts once.
        let mut class: Vec<String> = (0..30).map(own).collect();
        class.extend((0..10).map(|idx| mine().replace("parse", &format!("parse_{idx}"))));
        let found = compare(&exercise(&[STARTER], &class), TERMS);
        assert_eq!((found.n_pairs, found.pairs.len()), (45, 20));
        assert!(found.pairs.iter().all(|pair| pair.learners.0 >= 30));
        // The same file is said to be, even where all have it.
        let found = compare(&exercise(&[STARTER], &vec![mine(); 12]), TERMS);
        assert_eq!(found.n_pairs, 66);
        assert!(found.pairs.iter().all(|pair| pair.identical));
    }

    #[test]
    fn same_files_are_told_apart_from_those_that_were_changed() {
        let texts = [mine(), renamed(), mine(), own(3)];
        let found = compare(&exercise(&[STARTER], &texts), TERMS);
        let seen: Vec<_> = found
            .pairs
            .iter()
            .map(|pair| (pair.learners, pair.identical))
            .collect();
        assert_eq!(seen, [((0, 2), true), ((0, 1), false), ((1, 2), false)]);
        assert_eq!((found.n_pairs, found.n_compared), (3, 4));
        let passages = &found.pairs[1].passages;
        assert_eq!(passages.len(), 1);
        assert_eq!(passages[0].a.last, mine().lines().count());
    }

    #[test]
    fn what_is_no_rust_is_told_and_keeps_nobody_else_from_being_compared() {
        let texts = [mine(), "fn f( {".to_owned(), renamed(), "(".repeat(9_000)];
        let found = compare(&exercise(&[], &texts), TERMS);
        let unread: Vec<usize> = found.unread.iter().map(|(learner, _)| *learner).collect();
        assert_eq!((unread, found.n_pairs), (vec![1, 3], 1));
        for texts in [&[][..], &[mine()]] {
            assert_eq!(compare(&exercise(&[], texts), TERMS).pairs, []);
        }
    }

    #[test]
    fn the_most_telling_pairs_of_all_exercises_come_first() {
        let short = || (PARSE.to_owned(), PARSE.replace("line", "row"));
        let mut all = Found::default();
        for (one, other) in [short(), (mine(), renamed()), short()] {
            let found = compare(&exercise(&[STARTER], &[one, other]), TERMS);
            assert_eq!(found.n_pairs, 1);
            all.add(found, 2);
        }
        assert_eq!((all.n_pairs, all.pairs.len(), all.n_compared), (3, 2, 6));
        assert!(all.pairs[0].tokens > all.pairs[1].tokens);
    }
}
