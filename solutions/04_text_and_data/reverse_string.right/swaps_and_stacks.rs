//! Another way: `reverse` takes the characters off a stack, `reverse_in_place` swaps the ends of an
//! ever shorter slice, and `reverse_clusters` collects the clusters on the way forward.

/// The buffer holds a byte that is not ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAscii {
    /// The position of the first such byte.
    pub at: usize,
}

/// The code points of `text` in the opposite order.
pub fn reverse(text: &str) -> String {
    let mut stack: Vec<char> = text.chars().collect();
    let mut reversed = String::with_capacity(text.len());
    while let Some(c) = stack.pop() {
        reversed.push(c);
    }
    reversed
}

/// Reverses the ASCII text in `buffer`, inside the buffer.
pub fn reverse_in_place(buffer: &mut [u8]) -> Result<(), NotAscii> {
    for (at, byte) in buffer.iter().enumerate() {
        if *byte >= 128 {
            return Err(NotAscii { at });
        }
    }
    let mut rest = buffer;
    while let [first, middle @ .., last] = rest {
        std::mem::swap(first, last);
        rest = middle;
    }
    Ok(())
}

/// The letters of `text` in the opposite order, each with the marks that follow it.
pub fn reverse_clusters(text: &str) -> String {
    let mut clusters: Vec<String> = Vec::new();
    for c in text.chars() {
        match clusters.last_mut() {
            Some(cluster) if is_mark(c) => cluster.push(c),
            _ => clusters.push(c.to_string()),
        }
    }
    clusters.reverse();
    clusters.concat()
}

/// Whether `c` is a combining mark: it is drawn on the character before it.
pub fn is_mark(c: char) -> bool {
    let blocks = [
        0x0300..=0x036f,
        0x1ab0..=0x1aff,
        0x1dc0..=0x1dff,
        0x20d0..=0x20ff,
        0xfe20..=0xfe2f,
    ];
    blocks.iter().any(|block| block.contains(&u32::from(c)))
}
