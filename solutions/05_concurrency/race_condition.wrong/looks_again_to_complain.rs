//! Caught by: a_deposit_and_a_withdrawal_do_not_undo_each_other
//!
//! Check and act share one guard. Only for the error the balance is read once more, after the guard is
//! gone. A deposit comes in between, and 150 is "not enough" for 120.

use std::sync::atomic::Ordering;
#[cfg(not(test))]
use std::sync::{Mutex, atomic::AtomicU64};
#[cfg(test)]
use tests::noted::{AtomicU64, Mutex};

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
    balance: Mutex<u64>,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Account {
            balance: Mutex::new(balance),
        }
    }

    /// What the account holds.
    pub fn balance(&self) -> u64 {
        *self.balance.lock().expect("nobody panics under the lock")
    }

    /// Puts `amount` in, and returns the balance which that leaves.
    pub fn deposit(&self, amount: u64) -> u64 {
        let mut balance = self.balance.lock().expect("nobody panics under the lock");
        *balance += amount;
        *balance
    }

    /// Takes `amount` out, and returns the balance which that leaves.
    ///
    /// # Errors
    /// The account does not hold as much. It stays as it is.
    pub fn withdraw(&self, amount: u64) -> Result<u64, NotEnough> {
        let mut balance = self.balance.lock().expect("nobody panics under the lock");
        match balance.checked_sub(amount) {
            Some(left) => {
                *balance = left;
                Ok(left)
            }
            None => {
                drop(balance);
                Err(NotEnough {
                    balance: self.balance(),
                })
            }
        }
    }
}
