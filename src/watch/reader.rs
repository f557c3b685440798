//! Reading cards, explanations and solutions: pages that lie on top of one another, links between them, and words to look
//! for. Pure, like the loop; whoever draws says which part of the page fits.

mod page;

pub use page::{Address, Link, Page, Shelf};

use super::Key;
use std::ops::Range;

/// The pages that were opened, the last one on top, and what is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    /// Never empty.
    stack: Vec<Opened>,
    /// What was shown before the words were typed that are being typed.
    typing: Option<Before>,
    /// How many lines of text fit.
    room: usize,
}

/// A page and what is done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The page.
    pub page: Page,
    /// How many lines are above the screen.
    pub scroll: usize,
    /// The selected link.
    pub link: Option<usize>,
    /// What is looked for.
    pub search: Option<Search>,
    /// What must be on the screen, wherever that leads.
    pub focus: Option<Focus>,
    /// The links on the screen; unknown before it was drawn.
    visible: Option<Range<usize>>,
}

/// Words, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub words: String,
    /// The paragraphs, and the parts of their texts.
    pub matches: Vec<(usize, Range<usize>)>,
    /// The match that is looked at; unknown before it was drawn.
    pub at: Option<usize>,
}

/// What must be on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The selected link.
    Link,
    /// The match that is looked at.
    Match,
}

/// What was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many lines really are above the screen.
    pub scroll: usize,
    /// How many lines of text fit.
    pub room: usize,
    /// The links on the screen; where there is none, the place they would have among the others.
    pub links: Range<usize>,
    /// The match that is looked at.
    pub at: Option<usize>,
}

/// What a key comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a link that is not followed leads nowhere"]
pub enum Outcome {
    /// There may be something else to see.
    Stay,
    /// The reader is closed.
    Leave,
    /// A link is followed.
    Open(Address),
    /// Something is to be said.
    Say(String),
    /// The key means nothing here.
    Unknown,
}

#[derive(Clone, Debug, PartialEq)]
struct Before {
    scroll: usize,
    search: Option<Search>,
}

impl Reader {
    /// A reader with one page.
    pub fn new(page: Page) -> Self {
        Self {
            stack: vec![Opened::new(page)],
            typing: None,
            room: 10,
        }
    }

    /// Lays a page on top.
    pub fn open(&mut self, page: Page) {
        self.typing = None;
        let opened = Opened::new(page);
        let top = self.top_mut();
        if top.page.address == opened.page.address {
            *top = opened;
        } else {
            self.stack.push(opened);
        }
    }

    /// The page on top.
    pub fn top(&self) -> &Opened {
        self.stack.last().expect("there is always a page")
    }

    fn top_mut(&mut self) -> &mut Opened {
        self.stack.last_mut().expect("there is always a page")
    }

    /// Whether there is a page below.
    pub fn has_below(&self) -> bool {
        self.stack.len() > 1
    }

    /// Whether the keys are letters of what is looked for.
    pub fn is_typing(&self) -> bool {
        self.typing.is_some()
    }

    /// Takes note of what was drawn.
    pub fn drawn(&mut self, seen: Seen) {
        self.room = seen.room;
        let top = self.top_mut();
        top.scroll = seen.scroll;
        top.focus = None;
        // A link that nobody sees must not be followed.
        top.link = top.link.filter(|link| seen.links.contains(link));
        top.visible = Some(seen.links);
        if let Some(search) = &mut top.search {
            search.at = seen.at;
        }
    }

    /// Takes a key.
    pub fn step(&mut self, key: Key) -> Outcome {
        if self.typing.is_some() {
            return self.type_key(key);
        }
        let page = self.room.saturating_sub(2).max(1);
        let scroll = self.top().scroll;
        match key {
            Key::Up | Key::Char('k') => self.scroll_to(scroll.saturating_sub(1)),
            Key::Down | Key::Char('j') => self.scroll_to(scroll.saturating_add(1)),
            Key::PageUp | Key::Char('b') => self.scroll_to(scroll.saturating_sub(page)),
            Key::PageDown | Key::Char(' ') => self.scroll_to(scroll.saturating_add(page)),
            Key::Home | Key::Char('g') => self.scroll_to(0),
            Key::End | Key::Char('G') => self.scroll_to(usize::MAX),
            Key::Tab => self.select(true),
            Key::BackTab => self.select(false),
            Key::Enter | Key::Right => match self.selected() {
                Some(link) => Outcome::Open(link.address.clone()),
                None if key == Key::Enter => Outcome::Leave,
                None => Outcome::Say("`Tab` selects a link, Enter follows it.".to_owned()),
            },
            Key::Backspace | Key::Left => {
                if self.has_below() {
                    self.stack.pop();
                    Outcome::Stay
                } else {
                    Outcome::Leave
                }
            }
            Key::Char('/') => {
                let top = self.top_mut();
                let before = Before {
                    scroll: top.scroll,
                    search: top.search.take(),
                };
                top.link = None;
                top.search = Some(Search::default());
                self.typing = Some(before);
                Outcome::Stay
            }
            Key::Char('n') => self.turn(true),
            Key::Char('N') => self.turn(false),
            Key::Escape if self.top().search.is_some() => {
                self.top_mut().search = None;
                Outcome::Stay
            }
            Key::Escape | Key::Char('q') => Outcome::Leave,
            _ => Outcome::Unknown,
        }
    }

    /// The link that Enter follows.
    pub fn selected(&self) -> Option<&Link> {
        let top = self.top();
        top.page.links.get(top.link?)
    }

    fn scroll_to(&mut self, line: usize) -> Outcome {
        let top = self.top_mut();
        top.scroll = line;
        top.focus = None;
        Outcome::Stay
    }

    /// Selects the next link, or the one before: the nearest on the screen when none is selected.
    fn select(&mut self, forward: bool) -> Outcome {
        let top = self.top_mut();
        let n = top.page.links.len();
        if n == 0 {
            return Outcome::Say("There are no links on this page.".to_owned());
        }
        let visible = top.visible.clone().unwrap_or(0..n);
        let next = match (top.link, forward) {
            (Some(link), true) => link + 1,
            (Some(link), false) => link + n - 1,
            (None, true) => visible.start,
            (None, false) => visible.end + n - 1,
        };
        top.link = Some(next % n);
        top.focus = Some(Focus::Link);
        Outcome::Stay
    }

    /// Goes to the next match, or the one before.
    fn turn(&mut self, forward: bool) -> Outcome {
        let top = self.top_mut();
        let Some(search) = &mut top.search else {
            return Outcome::Say("Nothing is looked for; `/` looks for words on this page.".into());
        };
        let n = search.matches.len();
        let step = if forward { 1 } else { n - 1 };
        search.at = Some(search.at.map_or(0, |at| (at + step) % n));
        top.focus = Some(Focus::Match);
        Outcome::Stay
    }

    fn type_key(&mut self, key: Key) -> Outcome {
        let words = self.top().search.as_ref().map(|search| &search.words);
        let mut words = words.cloned().unwrap_or_default();
        match key {
            Key::Char(ch) => words.push(ch),
            Key::Backspace if !words.is_empty() => {
                words.pop();
            }
            Key::Escape | Key::Backspace => {
                self.stop_typing();
                return Outcome::Stay;
            }
            Key::Enter => {
                let is_found = |search: &Search| !search.matches.is_empty();
                if self.top().search.as_ref().is_some_and(is_found) {
                    self.typing = None;
                    return Outcome::Stay;
                }
                self.stop_typing();
                return if words.is_empty() {
                    Outcome::Stay
                } else {
                    Outcome::Say(format!("`{words}` is not on this page."))
                };
            }
            _ => return Outcome::Stay,
        }
        // With every letter it begins where the typing began.
        let scroll = self.typing.as_ref().map_or(0, |before| before.scroll);
        let top = self.top_mut();
        top.scroll = scroll;
        top.search = Some(Search::new(&top.page, words));
        top.focus = Some(Focus::Match);
        Outcome::Stay
    }

    /// Goes back to what was there before the typing.
    fn stop_typing(&mut self) {
        if let Some(before) = self.typing.take() {
            let top = self.top_mut();
            top.scroll = before.scroll;
            top.search = before.search;
        }
    }
}

impl Opened {
    fn new(page: Page) -> Self {
        Self {
            page,
            scroll: 0,
            link: None,
            search: None,
            focus: None,
            visible: None,
        }
    }
}

impl Search {
    fn new(page: &Page, words: String) -> Self {
        let matches = page
            .paragraphs
            .iter()
            .enumerate()
            .flat_map(|(number, paragraph)| {
                find_all(&paragraph.text(), &words)
                    .into_iter()
                    .map(move |range| (number, range))
            })
            .collect();
        Self {
            words,
            matches,
            at: None,
        }
    }
}

/// Where words stand in a text, whether letters are capital or not.
fn find_all(text: &str, words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while !words.is_empty() && start < text.len() {
        let rest = &text[start..];
        let first = rest.chars().next().map_or(1, char::len_utf8);
        match matching(rest, words) {
            Some(len) => {
                found.push(start..start + len);
                start += len.max(first);
            }
            None => start += first,
        }
    }
    found
}

/// How much of the beginning of a text is these words, if it begins with them.
fn matching(text: &str, words: &str) -> Option<usize> {
    let mut wanted = words.chars().flat_map(char::to_lowercase).peekable();
    for (idx, ch) in text.char_indices() {
        if wanted.peek().is_none() {
            return Some(idx);
        }
        for lower in ch.to_lowercase() {
            if wanted.next() != Some(lower) {
                return None;
            }
        }
    }
    wanted.peek().is_none().then_some(text.len())
}

#[cfg(test)]
mod tests;
