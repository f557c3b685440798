//! What this machine offers to confine submitted code while it is graded, what a submission could do where something is
//! missing, and the cure.

use super::Finding;
use crate::sandbox::{Missing, NOBODY, Namespace, Primitives};

/// The kernel has no such call.
const NOT_BUILT: Missing = Missing::Refused(38); // ENOSYS
/// The kernel has it, switched off.
const SWITCHED_OFF: Missing = Missing::Refused(95); // EOPNOTSUPP

const ELSEWHERE: &str =
    "grade on Linux, as the runners of every CI offer it; what decides the verdict holds here too";
const PROFILE: &str = "a container's seccomp profile may stand in the way: the one Docker brings along does not, so run \
                       the job without a `--security-opt seccomp=` of its own, or on a virtual machine";

/// What is well and what is not, in the order to be read.
pub fn grade_findings(offered: &Primitives) -> Vec<Finding> {
    vec![
        files(offered),
        network(offered),
        loopback(offered),
        processes(offered),
        limits(offered),
        privileges(offered),
        user(offered),
    ]
}

fn files(offered: &Primitives) -> Finding {
    let topic = "files";
    match offered.landlock {
        Ok(version) => Finding::good(
            topic,
            format!(
                "Landlock, version {version}: submitted code reads and writes only what its exercise needs"
            ),
        ),
        Err(missing) => Finding::bad(
            topic,
            format!(
                "no Landlock ({missing}): submitted code can read what the grader's user can{}",
                if offered.seccomp.is_ok() {
                    "; tests cannot write, by seccomp"
                } else {
                    ", and write it"
                }
            ),
            match missing {
                Missing::Platform => ELSEWHERE,
                NOT_BUILT => {
                    "a kernel from 5.13 on, built with Landlock; gVisor has none. Until then keep secrets away from the \
                     job"
                }
                SWITCHED_OFF => {
                    "add `landlock` to the list after `lsm=` on the kernel's command line; \
                     `cat /sys/kernel/security/lsm` shows what it is now"
                }
                _ => PROFILE,
            },
        ),
    }
}

fn network(offered: &Primitives) -> Finding {
    let topic = "network";
    match (offered.seccomp, offered.namespace) {
        (Ok(()), _) => Finding::good(topic, "seccomp: submitted code gets no socket"),
        (Err(_), Ok(_)) => Finding::good(
            topic,
            "a network of its own, without a way out, for each test",
        ),
        (Err(missing), Err(_)) => Finding::bad(
            topic,
            format!(
                "neither seccomp nor namespaces ({missing}): submitted code can reach the network"
            ),
            seccomp_cure(missing),
        ),
    }
}

fn loopback(offered: &Primitives) -> Finding {
    let topic = "loopback";
    match offered.namespace {
        Ok(namespace) => Finding::good(
            topic,
            format!(
                "a network of its own, made by {}: an exercise that serves on 127.0.0.1 reaches itself and nothing else",
                match namespace {
                    Namespace::ByRoot => "root",
                    Namespace::ByUser => "this user",
                }
            ),
        ),
        Err(missing) => Finding::note(
            topic,
            format!(
                "no network of its own ({missing}): an exercise that serves on 127.0.0.1 can reach the whole network"
            ),
            match missing {
                Missing::Platform => ELSEWHERE,
                _ => {
                    "on Ubuntu `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`; elsewhere see \
                     `sysctl user.max_user_namespaces`; in Docker as root with `--cap-add SYS_ADMIN`. All other \
                     exercises are kept from the network without it"
                }
            },
        ),
    }
}

fn processes(offered: &Primitives) -> Finding {
    let topic = "processes";
    match offered.seccomp {
        Ok(()) => Finding::good(
            topic,
            "seccomp: submitted code starts no process, and neither signals nor reads another",
        ),
        Err(missing) => Finding::bad(
            topic,
            format!(
                "no seccomp ({missing}): submitted code can start processes, and kill those of its user, the grader \
                 included"
            ),
            seccomp_cure(missing),
        ),
    }
}

fn seccomp_cure(missing: Missing) -> &'static str {
    match missing {
        Missing::Platform => ELSEWHERE,
        NOT_BUILT | Missing::Refused(22) => {
            "a kernel built with `CONFIG_SECCOMP_FILTER`, on x86-64, ARM64 or RISC-V"
        }
        _ => PROFILE,
    }
}

fn limits(offered: &Primitives) -> Finding {
    let topic = "memory, time and files";
    match offered.limits {
        Ok(()) => Finding::good(topic, "limits of the system (rlimits) hold"),
        Err(missing) => Finding::bad(
            topic,
            format!(
                "no limits that hold ({missing}): submitted code can use all memory there is; only the clock ends a test"
            ),
            match missing {
                Missing::Platform => ELSEWHERE,
                _ => "grade where the job's memory is limited, as by `docker run --memory 4g`",
            },
        ),
    }
}

fn privileges(offered: &Primitives) -> Finding {
    let topic = "privileges";
    match offered.no_new_privileges {
        Ok(()) => Finding::good(topic, "nothing that submitted code starts gains any"),
        Err(missing) => Finding::bad(
            topic,
            format!(
                "no promise to gain none ({missing}): `sudo` would work for submitted code as it does for the grader"
            ),
            match missing {
                Missing::Platform => ELSEWHERE,
                _ => "a kernel from 3.5 on",
            },
        ),
    }
}

fn user(offered: &Primitives) -> Finding {
    let topic = "user";
    match offered.user {
        Ok(()) => Finding::good(
            topic,
            format!(
                "root grades, and submitted code runs as user {NOBODY}; where that user cannot read what is needed, as \
                 below a home directory, as a root without capabilities"
            ),
        ),
        Err(Missing::Platform) => Finding::note(
            topic,
            "submitted code runs as the user who grades",
            ELSEWHERE,
        ),
        Err(Missing::NotRoot) => Finding::note(
            topic,
            "submitted code runs as the user who grades",
            "nothing needs to be done where the lines above are all well; root could give it another user",
        ),
        Err(missing) => Finding::note(
            topic,
            format!(
                "root cannot change the user ({missing}): submitted code is root without capabilities"
            ),
            "grade as an ordinary user, or in a container that may change it (`--cap-add SETUID --cap-add SETGID`)",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State::{self, Bad, Good, Note};
    use super::*;

    const ALL: Primitives = Primitives::ALL;

    #[track_caller]
    fn check(offered: &Primitives, topic: &str, state: State, parts: [&str; 2]) {
        let all = grade_findings(offered);
        let found = all.iter().find(|it| it.topic == topic);
        let found = found.expect("the topic is told");
        assert_eq!(found.state, state, "{found:?}");
        assert!(found.what.contains(parts[0]), "{found:?}");
        let cure = found.cure.as_deref().unwrap_or_default();
        assert!(cure.contains(parts[1]), "{found:?}");
        assert_eq!(found.cure.is_none(), state == Good, "{found:?}");
    }

    #[test]
    fn a_machine_that_has_all_is_well() {
        assert!(grade_findings(&ALL).iter().all(|it| it.state == Good));
        check(&ALL, "files", Good, ["Landlock, version 7", ""]);
    }

    #[test]
    fn what_is_missing_is_told_with_what_it_allows_and_its_cure() {
        let refused = Missing::Refused(1);
        let landlock = |missing| Primitives {
            landlock: Err(missing),
            ..ALL
        };
        check(&landlock(NOT_BUILT), "files", Bad, ["can read", "5.13"]);
        check(
            &landlock(SWITCHED_OFF),
            "files",
            Bad,
            ["cannot write", "lsm="],
        );
        check(&landlock(refused), "files", Bad, ["can read", "Docker"]);
        let bare = Primitives {
            seccomp: Err(NOT_BUILT),
            ..ALL
        };
        check(&bare, "processes", Bad, ["kill", "CONFIG_SECCOMP_FILTER"]);
        check(&bare, "network", Good, ["a network of its own", ""]);
        let shared = Primitives {
            namespace: Err(refused),
            ..ALL
        };
        check(&shared, "network", Good, ["no socket", ""]);
        check(
            &shared,
            "loopback",
            Note,
            ["whole network", "apparmor_restrict"],
        );
        let open = Primitives {
            namespace: Err(refused),
            ..bare
        };
        check(&open, "network", Bad, ["reach the network", "CONFIG"]);
        let learner = Primitives {
            user: Err(Missing::NotRoot),
            ..ALL
        };
        check(&learner, "user", Note, ["the user who grades", "nothing"]);
        for found in grade_findings(&Primitives::NONE) {
            assert!(found.state != Good, "{found:?}");
            let cure = found.cure.expect("there is always one");
            assert!(cure.contains("grade on Linux"), "{cure}");
        }
    }
}
