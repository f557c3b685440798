//! Caught by: each_withdrawal_says_what_it_left
//!
//! `compare_exchange` acts only if nothing has changed since the check. That is right so far. But when
//! something has, one must check again, for there may still be enough.

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
        let balance = self.balance();
        let refused = |balance| NotEnough { balance };
        let left = balance.checked_sub(amount).ok_or(refused(balance))?;
        self.balance
            .compare_exchange(balance, left, Ordering::Relaxed, Ordering::Relaxed)
            .map(|_| left)
            .map_err(refused)
    }
}
