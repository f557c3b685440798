//! Another way: the mutex guards the counter, and the account is an atomic number. Its withdrawal is
//! optimistic: it checks, acts only if nothing has changed since, and otherwise checks again.

use std::sync::atomic::Ordering;
#[cfg(not(test))]
use std::sync::{Mutex, atomic::AtomicU64};
#[cfg(test)]
use tests::noted::{AtomicU64, Mutex};

pub struct HitCounter {
    hits: Mutex<u64>,
}

impl HitCounter {
    pub fn new() -> Self {
        HitCounter {
            hits: Mutex::new(0),
        }
    }

    pub fn hit(&self) -> u64 {
        let mut hits = self.hits.lock().unwrap();
        *hits += 1;
        *hits
    }

    pub fn hits(&self) -> u64 {
        *self.hits.lock().unwrap()
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
        let mut balance = self.balance();
        loop {
            let Some(left) = balance.checked_sub(amount) else {
                return Err(NotEnough { balance });
            };
            match self.balance.compare_exchange_weak(
                balance,
                left,
                Ordering::Relaxed,
                Ordering::Relaxed,
            ) {
                Ok(_) => return Ok(left),
                Err(found) => balance = found,
            }
        }
    }
}
