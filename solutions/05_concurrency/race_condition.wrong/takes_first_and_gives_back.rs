//! Caught by: a_refused_withdrawal_is_in_nobodys_way
//!
//! Without a lock: take the money in one step, and give it back when there was too little. For an
//! instant the balance is nonsense. (With a signed number it would be negative, and somebody else would
//! be refused for it.)

#[cfg(not(test))]
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
#[cfg(test)]
use tests::noted::AtomicU64;

/// Counts the hits of a page, from any number of threads.
pub struct HitCounter {
    hits: AtomicU64,
}

impl HitCounter {
    /// A counter that has seen no hit yet.
    pub fn new() -> Self {
        HitCounter {
            hits: AtomicU64::new(0),
        }
    }

    /// Counts one hit and returns its number: 1 for the first, 2 for the second.
    pub fn hit(&self) -> u64 {
        self.hits.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// How many hits there were.
    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }
}

impl Default for HitCounter {
    fn default() -> Self {
        HitCounter::new()
    }
}

/// Why a withdrawal is refused: this is the balance, and it is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotEnough {
    pub balance: u64,
}

/// A bank account that any number of threads use.
pub struct Account {
    balance: AtomicU64,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Account {
            balance: AtomicU64::new(balance),
        }
    }

    /// What the account holds.
    pub fn balance(&self) -> u64 {
        self.balance.load(Ordering::Relaxed)
    }

    /// Puts `amount` in, and returns the balance which that leaves.
    pub fn deposit(&self, amount: u64) -> u64 {
        self.balance.fetch_add(amount, Ordering::Relaxed) + amount
    }

    /// Takes `amount` out, and returns the balance which that leaves.
    ///
    /// # Errors
    /// The account does not hold as much. It stays as it is.
    pub fn withdraw(&self, amount: u64) -> Result<u64, NotEnough> {
        let before = self.balance.fetch_sub(amount, Ordering::Relaxed);
        if before < amount {
            self.balance.fetch_add(amount, Ordering::Relaxed);
            return Err(NotEnough { balance: before });
        }
        Ok(before - amount)
    }
}
