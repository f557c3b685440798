//! Which primitives a confinement uses on a machine, and what is enforced by them: a pure decision.

use super::{Confinement, NOBODY, Namespace, Network, Primitives};
use crate::grade::Enforced;

/// As whom a child runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum User {
    /// As [`NOBODY`].
    Nobody,
    /// As the user who grades, without any capability.
    Powerless,
    /// As root without any capability but that to read files of others, since what it needs belongs to another user.
    Reader,
}

/// Which primitives are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// The version of Landlock's interface.
    pub landlock: Option<u32>,
    pub seccomp: bool,
    pub no_new_privileges: bool,
    /// A network of the child's own.
    pub namespace: Option<Namespace>,
    pub network: Network,
    pub user: User,
    pub limits: bool,
    pub starts_processes: bool,
}

impl Plan {
    pub(super) fn new(confinement: &Confinement, offered: &Primitives) -> Self {
        let no_new_privileges = offered.no_new_privileges.is_ok();
        let seccomp = no_new_privileges && offered.seccomp.is_ok();
        let namespace = match confinement.network {
            // A rule on system calls costs nothing; a namespace of its own costs the kernel a millisecond.
            Network::None if seccomp => None,
            Network::None | Network::Loopback => offered.namespace.ok(),
        };
        Self {
            landlock: offered.landlock.ok().filter(|_| no_new_privileges),
            seccomp,
            no_new_privileges,
            namespace,
            network: confinement.network,
            user: if confinement.drop_user && offered.user.is_ok() {
                User::Nobody
            } else {
                User::Powerless
            },
            limits: offered.limits.is_ok(),
            starts_processes: confinement.starts_processes,
        }
    }

    pub(super) fn enforced(&self) -> Enforced {
        let rlimit = || self.limits.then(|| "rlimit".to_owned());
        let network = match self.network {
            Network::None if self.seccomp => Some("seccomp"),
            _ => self.namespace.map(|_| "namespace"),
        };
        Enforced {
            // Before its third version Landlock lets whole files be emptied; the filter does not.
            filesystem: self
                .landlock
                .filter(|abi| *abi >= 3 || self.seccomp)
                .map(|abi| format!("landlock-{abi}")),
            network: network.map(str::to_owned),
            processes: (self.seccomp && !self.starts_processes).then(|| "seccomp".to_owned()),
            memory: rlimit(),
            cpu: rlimit(),
            files: rlimit(),
            user: (self.user == User::Nobody).then(|| NOBODY.to_string()),
            no_new_privileges: self.no_new_privileges,
            ..Enforced::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Missing;
    use super::*;

    const ALL: Primitives = Primitives::ALL;

    /// What keeps from files, network and processes, and the user, in one line.
    fn told(confinement: &Confinement, offered: &Primitives) -> String {
        let enforced = Plan::new(confinement, offered).enforced();
        [
            enforced.filesystem,
            enforced.network,
            enforced.processes,
            enforced.memory,
            enforced.user,
        ]
        .map(|it| it.unwrap_or_else(|| "-".to_owned()))
        .join(" ")
    }

    #[test]
    fn what_is_missing_leads_to_the_next_best_and_is_told() {
        let gone = Missing::Refused(38);
        let test = Confinement {
            drop_user: true,
            ..Confinement::default()
        };
        let talks = Confinement {
            network: Network::Loopback,
            ..test.clone()
        };
        let links = Confinement {
            starts_processes: true,
            ..Confinement::default()
        };
        let no_seccomp = Primitives {
            seccomp: Err(gone),
            ..ALL
        };
        let no_namespace = Primitives {
            namespace: Err(gone),
            ..ALL
        };
        let no_landlock = Primitives {
            landlock: Err(gone),
            user: Err(Missing::NotRoot),
            ..ALL
        };
        let none_of_both = Primitives {
            namespace: Err(gone),
            ..no_seccomp.clone()
        };
        let old = Primitives {
            landlock: Ok(2),
            ..ALL
        };
        let old_alone = Primitives {
            landlock: Ok(2),
            ..no_seccomp.clone()
        };
        let no_promise = Primitives {
            no_new_privileges: Err(gone),
            ..ALL
        };
        let rows = [
            (&test, &ALL, "landlock-7 seccomp seccomp rlimit 65534"),
            (&talks, &ALL, "landlock-7 namespace seccomp rlimit 65534"),
            (&links, &ALL, "landlock-7 seccomp - rlimit -"),
            (&test, &no_seccomp, "landlock-7 namespace - rlimit 65534"),
            (&test, &none_of_both, "landlock-7 - - rlimit 65534"),
            (
                &test,
                &no_namespace,
                "landlock-7 seccomp seccomp rlimit 65534",
            ),
            (&talks, &no_namespace, "landlock-7 - seccomp rlimit 65534"),
            (&test, &no_landlock, "- seccomp seccomp rlimit -"),
            (&test, &old, "landlock-2 seccomp seccomp rlimit 65534"),
            (&test, &old_alone, "- namespace - rlimit 65534"),
            (&test, &no_promise, "- namespace - rlimit 65534"),
            (&test, &Primitives::NONE, "- - - - -"),
        ];
        for (confinement, offered, expected) in rows {
            assert_eq!(told(confinement, offered), expected, "{offered:?}");
        }
    }
}
