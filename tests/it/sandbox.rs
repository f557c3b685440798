//! The sandbox from inside: a real program tries what submitted code must not be able to do. Each attack is also made
//! without the sandbox, where that does no harm, so that it is known to be one. What a machine lacks is skipped by name.

use rustix::process::geteuid;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::fd::AsFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use workbook::process::{self, Failure, Finished, Limits, Program, Stop};
use workbook::sandbox::{Confinement, Missing, Network, Primitives, Sandbox, available};
use workbook::verdict::Exit;

const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(60),
    output: 1 << 20,
    memory: None,
};

/// The attacking program, in a directory that everybody can read.
struct Attacker {
    dir: TempDir,
}

impl Attacker {
    /// Compiles it, once for all tests that run at a time.
    fn new() -> Arc<Self> {
        static SHARED: Mutex<Weak<Attacker>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(attacker) = shared.upgrade() {
            return attacker;
        }
        let dir = tempfile::tempdir().expect("a temporary directory");
        make_readable(dir.path());
        let source = dir.path().join("attacker.rs");
        std::fs::write(&source, include_str!("sandbox/attacker.rs")).expect("it can be written");
        let attacker = Arc::new(Self { dir });
        let output = std::process::Command::new("rustc")
            .args(["--edition=2024", "-O", "-o"])
            .arg(attacker.path())
            .arg(&source)
            .output()
            .expect("rustc starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        *shared = Arc::downgrade(&attacker);
        attacker
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("attacker")
    }

    fn program(&self, attack: &str, target: &str) -> Program {
        Program::new(self.path()).arg(attack).arg(target)
    }

    /// As tests are to be confined.
    fn confinement(&self) -> Confinement {
        Confinement {
            executable: vec![self.path()],
            memory: 512 << 20,
            cpu_seconds: 20,
            file_size: 8 << 20,
            open_files: 64,
            n_processes: Some(64),
            drop_user: true,
            ..Confinement::default()
        }
    }

    fn inside(&self, confinement: &Confinement, attack: &str, target: &str) -> Finished {
        let sandbox = Arc::new(Sandbox::prepare(confinement).expect("it can be prepared"));
        run(&self.program(attack, target).sandboxed(sandbox))
    }
}

fn make_readable(dir: &Path) {
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
}

fn run(program: &Program) -> Finished {
    process::run(program, LIMITS, &Stop::default()).expect("it starts")
}

fn said(finished: &Finished) -> String {
    let out = String::from_utf8_lossy(&finished.stdout);
    let err = String::from_utf8_lossy(&finished.stderr);
    format!("{:?} {} {}", finished.exit, out.trim(), err.trim())
}

/// Which primitive an attack is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Landlock,
    Seccomp,
    Either,
    Namespace,
}

fn is_offered(by: By) -> bool {
    let offered = available();
    let (landlock, seccomp) = (offered.landlock.is_ok(), offered.seccomp.is_ok());
    match by {
        By::Landlock => landlock,
        By::Seccomp => seccomp,
        By::Either => landlock || seccomp,
        By::Namespace => offered.namespace.is_ok(),
    }
}

fn skip(name: &str, by: By) {
    let line = format!("skipped {name}: this machine has no {by:?}\n");
    // A test that cannot say what it skips does no harm.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

#[test]
fn what_a_test_must_not_do_is_refused_and_works_outside() {
    let attacker = Attacker::new();
    let place = tempfile::tempdir().expect("a temporary directory");
    let mine = |name: &str| {
        let path = place.path().join(name);
        std::fs::write(&path, "mine").expect("it can be written");
        path.display().to_string()
    };
    let fresh = |name: &str| place.path().join(name).display().to_string();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").to_string();
    let loader = "/lib64/ld-linux-x86-64.so.2".to_owned();
    let own = attacker.path().display().to_string();
    let none = String::new();
    let x86 = cfg!(target_arch = "x86_64");
    // The attack, what it aims at, what settles it, and whether it works outside of the sandbox.
    let rows = [
        ("read", "/etc/passwd".to_owned(), By::Landlock, true),
        ("read", mine("secret"), By::Landlock, true),
        ("list", "/tmp".to_owned(), By::Landlock, true),
        ("list", "/proc".to_owned(), By::Landlock, true),
        ("write", fresh("new"), By::Either, true),
        ("append", mine("kept"), By::Either, true),
        ("remove", mine("there"), By::Either, true),
        ("mkdir", fresh("dir"), By::Either, true),
        ("symlink", fresh("link"), By::Either, true),
        ("chmod", mine("mode"), By::Seccomp, true),
        ("touch", mine("time"), By::Seccomp, true),
        ("truncate", mine("whole"), By::Either, true),
        ("open_trunc", mine("full"), By::Either, true),
        ("parent_environ", none.clone(), By::Landlock, true),
        ("self_mem", none.clone(), By::Landlock, true),
        ("tcp", port.clone(), By::Seccomp, true),
        ("udp", port, By::Seccomp, true),
        ("bind", none.clone(), By::Seccomp, true),
        ("unix", fresh("socket"), By::Seccomp, true),
        ("unix_socket", none.clone(), By::Seccomp, true),
        ("netlink", none.clone(), By::Seccomp, true),
        ("vsock", none.clone(), By::Seccomp, false),
        ("fork", none.clone(), By::Seccomp, true),
        ("vfork", "refused".to_owned(), By::Seccomp, false),
        ("clone3", none.clone(), By::Seccomp, false),
        ("spawn", "/bin/true".to_owned(), By::Seccomp, true),
        ("exec", "/bin/true".to_owned(), By::Either, false),
        ("exec", "/bin/sh".to_owned(), By::Either, false),
        ("exec", own.clone(), By::Seccomp, false),
        ("exec_with", loader, By::Seccomp, false),
        ("execveat", own, By::Seccomp, false),
        ("setsid", none.clone(), By::Seccomp, false),
        ("setpgid", none.clone(), By::Seccomp, true),
        ("kill_parent", none.clone(), By::Seccomp, true),
        ("kill_all", none.clone(), By::Seccomp, false),
        ("tgkill_parent", none.clone(), By::Seccomp, x86),
        ("tkill_parent", none.clone(), By::Seccomp, x86),
        ("sigqueue_parent", none.clone(), By::Seccomp, false),
        ("pidfd_parent", none.clone(), By::Seccomp, true),
        ("setown_parent", none.clone(), By::Seccomp, true),
        ("prlimit_parent", none.clone(), By::Seccomp, x86),
        ("ptrace", none.clone(), By::Seccomp, true),
        ("vm_read", none.clone(), By::Seccomp, false),
        ("unshare", none.clone(), By::Seccomp, false),
        ("mount", "/tmp".to_owned(), By::Seccomp, false),
        ("io_uring", none.clone(), By::Seccomp, false),
        ("bpf", none.clone(), By::Seccomp, false),
        ("keyctl", none.clone(), By::Seccomp, false),
        ("memfd", none.clone(), By::Seccomp, true),
        ("shm", none.clone(), By::Seccomp, false),
        ("x32", none, By::Seccomp, false),
    ];
    let sandbox = Sandbox::prepare(&attacker.confinement()).expect("it can be prepared");
    let sandbox = Arc::new(sandbox);
    let mut wrong = Vec::new();
    for (attack, target, by, works_outside) in &rows {
        if !is_offered(*by) {
            skip(attack, *by);
            continue;
        }
        let program = attacker.program(attack, target);
        let inside = run(&program.clone().sandboxed(Arc::clone(&sandbox)));
        if inside.exit != Exit::Code(0) || !inside.stdout.starts_with(b"refused") {
            wrong.push(format!("inside: {attack} {target}: {}", said(&inside)));
        }
        if *works_outside {
            let outside = run(&program);
            if !outside.stdout.starts_with(b"done") {
                wrong.push(format!("outside: {attack} {target}: {}", said(&outside)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(listener);
}

#[test]
fn what_honest_code_does_works_inside() {
    let attacker = Attacker::new();
    let confinement = attacker.confinement();
    let rows = [
        ("threads", "", Exit::Code(0), "done 28"),
        ("pair", "", Exit::Code(0), "done"),
        ("read", "/dev/urandom-not", Exit::Code(0), "refused"),
        ("write", "/dev/null", Exit::Code(0), "done"),
        ("abort", "", Exit::Signal(6), ""),
        ("panic", "", Exit::Code(101), "as tests do"),
        ("stdin", "", Exit::Code(0), "done"),
    ];
    for (attack, target, exit, part) in rows {
        let finished = attacker.inside(&confinement, attack, target);
        assert_eq!(finished.exit, exit, "{attack}: {}", said(&finished));
        assert!(
            said(&finished).contains(part),
            "{attack}: {}",
            said(&finished)
        );
    }
}

#[test]
fn limits_end_what_would_not_end() {
    let attacker = Attacker::new();
    let place = tempfile::tempdir().expect("a temporary directory");
    std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o777)).expect("ours");
    let writes = Confinement {
        write: vec![place.path().to_owned()],
        ..attacker.confinement()
    };
    if available().limits.is_err() {
        skip("limits", By::Seccomp);
        return;
    }
    for attack in ["memory", "files", "raise_limit"] {
        let finished = attacker.inside(&writes, attack, "");
        assert!(
            finished.stdout.starts_with(b"refused"),
            "{attack}: {}",
            said(&finished)
        );
    }
    let full = place.path().join("full");
    let finished = attacker.inside(&writes, "fill", &full.display().to_string());
    assert_eq!(finished.exit, Exit::Signal(25), "{}", said(&finished));
    let len = std::fs::metadata(&full).expect("it was begun").len();
    assert_eq!(len, writes.file_size);
    let brief = Confinement {
        cpu_seconds: 1,
        ..attacker.confinement()
    };
    let finished = attacker.inside(&brief, "spin", "");
    assert_eq!(finished.exit, Exit::Signal(24), "{}", said(&finished));
    let sandbox = Arc::new(Sandbox::prepare(&brief).expect("it can be prepared"));
    let limits = Limits {
        deadline: Duration::from_millis(300),
        ..LIMITS
    };
    let program = attacker.program("stop", "").sandboxed(sandbox);
    let finished = process::run(&program, limits, &Stop::default()).expect("it starts");
    assert_eq!(finished.exit, Exit::Deadline, "{}", said(&finished));
}

#[test]
fn it_sees_nothing_of_the_grader() {
    let attacker = Attacker::new();
    let sandbox = Arc::new(Sandbox::prepare(&attacker.confinement()).expect("it can be prepared"));
    let program = |attack| {
        attacker
            .program(attack, "")
            .sandboxed(Arc::clone(&sandbox))
            .clean_env()
            .env("ONLY", "this")
    };
    let finished = run(&program("env"));
    assert_eq!(
        finished.stdout,
        b"done MALLOC_ARENA_MAX=2;ONLY=this;\n",
        "{}",
        said(&finished)
    );
    let inherited = rustix::io::dup(std::io::stderr().as_fd()).expect("it can be doubled");
    let finished = run(&program("descriptors"));
    assert_eq!(finished.stdout, b"done 0 1 2 \n", "{}", said(&finished));
    drop(inherited);
    let finished = run(&program("stdin").stdin("a nonce"));
    assert_eq!(finished.stdout, b"done a nonce\n", "{}", said(&finished));
    let long = program("stdin").stdin(vec![b'x'; 4097]);
    let refused = process::run(&long, LIMITS, &Stop::default());
    assert!(matches!(refused, Err(Failure::Spawn(_))), "{refused:?}");
    // A child that does not read is no trouble.
    let finished = run(&program("threads").stdin(vec![b'x'; 4096]));
    assert_eq!(finished.stdout, b"done 28\n");
}

#[test]
fn root_becomes_nobody_or_at_least_powerless() {
    let attacker = Attacker::new();
    let identity = |confinement: &Confinement| {
        let finished = attacker.inside(confinement, "identity", "");
        String::from_utf8_lossy(&finished.stdout).trim().to_owned()
    };
    let sandbox = Sandbox::prepare(&attacker.confinement()).expect("it can be prepared");
    let is_root = geteuid().is_root();
    assert_eq!(
        sandbox.enforced().user.is_some(),
        is_root && available().user.is_ok()
    );
    let user = match sandbox.enforced().user {
        Some(user) => user,
        None => geteuid().as_raw().to_string(),
    };
    assert_eq!(
        identity(&attacker.confinement()),
        format!("done {user} [0, 0, 0, 0, 0, 0] 1")
    );
    // What only root can read keeps the user root, and still without any power.
    let secret = tempfile::tempdir().expect("a temporary directory");
    std::fs::set_permissions(secret.path(), std::fs::Permissions::from_mode(0o700)).expect("ours");
    let closed = Confinement {
        read: vec![secret.path().to_owned()],
        ..attacker.confinement()
    };
    let user = geteuid().as_raw();
    assert_eq!(
        identity(&closed),
        format!("done {user} [0, 0, 0, 0, 0, 0] 1")
    );
    let sandbox = Sandbox::prepare(&closed).expect("it can be prepared");
    assert_eq!(sandbox.enforced().user, None);
    if !geteuid().is_root() {
        return;
    }
    // What belongs to another user, as a toolchain in a home directory when root grades by `sudo`.
    let theirs = secret.path().join("theirs");
    std::fs::write(&theirs, "x").expect("it can be written");
    std::fs::set_permissions(&theirs, std::fs::Permissions::from_mode(0o600)).expect("ours");
    for path in [secret.path(), &theirs] {
        std::os::unix::fs::chown(path, Some(12_345), None).expect("root may");
    }
    let target = theirs.display().to_string();
    let finished = attacker.inside(&closed, "read", &target);
    assert_eq!(finished.stdout, b"done \n", "{}", said(&finished));
    for (attack, target) in [("read", "/etc/shadow"), ("append", target.as_str())] {
        let finished = attacker.inside(&closed, attack, target);
        assert!(
            finished.stdout.starts_with(b"refused"),
            "{attack}: {}",
            said(&finished)
        );
    }
    assert_eq!(identity(&closed), "done 0 [4, 4, 0, 0, 0, 0] 1");
}

#[test]
fn only_its_own_loopback_is_reached() {
    let attacker = Attacker::new();
    let talks = Confinement {
        network: Network::Loopback,
        ..attacker.confinement()
    };
    let finished = attacker.inside(&talks, "echo", "");
    assert_eq!(finished.stdout, b"done ping\n", "{}", said(&finished));
    for attack in ["unix_socket", "netlink", "vsock", "fork"] {
        let finished = attacker.inside(&talks, attack, "");
        assert!(
            finished.stdout.starts_with(b"refused"),
            "{attack}: {}",
            said(&finished)
        );
    }
    let enforced = Sandbox::prepare(&talks)
        .expect("it can be prepared")
        .enforced();
    if !is_offered(By::Namespace) {
        skip("loopback", By::Namespace);
        assert_eq!(enforced.network, None);
        return;
    }
    assert_eq!(enforced.network.as_deref(), Some("namespace"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let here = listener.local_addr().expect("it is bound").to_string();
    for (attack, address) in [
        ("tcp", here.as_str()),
        ("tcp", "192.0.2.1:80"),
        ("udp", "192.0.2.1:53"),
        ("tcp", "[2001:db8::1]:80"),
    ] {
        let finished = attacker.inside(&talks, attack, address);
        assert!(
            finished.stdout.starts_with(b"refused"),
            "{address}: {}",
            said(&finished)
        );
    }
}

#[test]
fn a_machine_without_a_primitive_uses_the_next_best_and_never_fails() {
    let attacker = Attacker::new();
    let gone = Missing::Refused(38);
    let all = available().clone();
    let place = tempfile::tempdir().expect("a temporary directory");
    let kept = place.path().join("kept");
    std::fs::write(&kept, "mine").expect("it can be written");
    let kept = kept.display().to_string();
    let machines = [
        (
            "landlock",
            Primitives {
                landlock: Err(gone),
                ..all.clone()
            },
        ),
        (
            "seccomp",
            Primitives {
                seccomp: Err(gone),
                ..all.clone()
            },
        ),
        (
            "user",
            Primitives {
                user: Err(gone),
                ..all.clone()
            },
        ),
        (
            "namespace",
            Primitives {
                namespace: Err(gone),
                ..all.clone()
            },
        ),
        (
            "limits",
            Primitives {
                limits: Err(gone),
                ..all.clone()
            },
        ),
        (
            "promise",
            Primitives {
                no_new_privileges: Err(gone),
                ..all.clone()
            },
        ),
        ("all", Primitives::NONE),
        (
            "old landlock",
            Primitives {
                landlock: all.landlock.map(|_| 1),
                ..all.clone()
            },
        ),
    ];
    for (name, offered) in machines {
        for network in [Network::None, Network::Loopback] {
            let confinement = Confinement {
                network,
                ..attacker.confinement()
            };
            let sandbox = Sandbox::prepare_with(&confinement, &offered).expect(name);
            let sandbox = Arc::new(sandbox);
            let enforced = sandbox.enforced();
            let inside = |attack: &str, target: &str| {
                let program = attacker
                    .program(attack, target)
                    .sandboxed(Arc::clone(&sandbox));
                run(&program)
            };
            let threads = inside("threads", "");
            assert_eq!(threads.stdout, b"done 28\n", "{name}: {}", said(&threads));
            // What it says is enforced is what a child meets.
            let rows = [
                (enforced.filesystem.is_some(), "read", kept.as_str()),
                (enforced.filesystem.is_some(), "truncate", kept.as_str()),
                (enforced.processes.is_some(), "fork", ""),
                (enforced.network.is_some(), "tcp", "192.0.2.1:80"),
                (enforced.files.is_some(), "files", ""),
            ];
            for (is_enforced, attack, target) in rows {
                if is_enforced {
                    let finished = inside(attack, target);
                    assert!(
                        finished.stdout.starts_with(b"refused"),
                        "without {name}: {attack}: {}",
                        said(&finished)
                    );
                }
            }
            if name == "landlock" && enforced.processes.is_some() {
                for attack in ["append", "truncate", "open_trunc", "remove"] {
                    let finished = inside(attack, &kept);
                    assert!(
                        finished.stdout.starts_with(b"refused"),
                        "{attack}: {}",
                        said(&finished)
                    );
                }
            }
        }
    }
    assert_eq!(std::fs::read(kept).expect("it is there"), b"mine");
}

#[test]
fn a_compiler_works_inside_and_can_start_the_linker_when_it_may() {
    let attacker = Attacker::new();
    let sysroot = std::process::Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .expect("rustc starts");
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    let rustc = sysroot.join("bin/rustc");
    let place = tempfile::tempdir().expect("a temporary directory");
    let source = place.path().join("source");
    let output = place.path().join("output");
    std::fs::create_dir(&source).expect("it can be made");
    std::fs::create_dir(&output).expect("it can be made");
    let write = |name: &str, text: &str| {
        let path = source.join(name);
        std::fs::write(&path, text).expect("it can be written");
        path
    };
    let compiles = Confinement {
        read: vec![sysroot, source.clone()],
        write: vec![output.clone()],
        executable: vec![rustc.clone()],
        memory: 8 << 30,
        cpu_seconds: 60,
        file_size: 1 << 30,
        open_files: 256,
        drop_user: true,
        ..Confinement::default()
    };
    let links = Confinement {
        starts_processes: true,
        executable: vec![
            rustc.clone(),
            "/usr".into(),
            "/bin".into(),
            compiles.read[0].clone(),
        ],
        read: [
            compiles.read.clone(),
            vec!["/usr".into(), "/etc/alternatives".into()],
        ]
        .concat(),
        ..compiles.clone()
    };
    let compile = |confinement: &Confinement, kind: &str, source: &Path| {
        let sandbox = Arc::new(Sandbox::prepare(confinement).expect("it can be prepared"));
        let program = Program::new(&rustc)
            .args(["--edition=2024", "--crate-type", kind])
            .arg(source)
            .args(["--out-dir".as_ref(), output.as_os_str()])
            .clean_env()
            .env("PATH", "/usr/bin:/bin")
            .env("TMPDIR", output.as_os_str())
            .sandboxed(sandbox);
        run(&program)
    };
    let library = write("honest.rs", "pub fn add(a: i32, b: i32) -> i32 { a + b }");
    let finished = compile(&compiles, "rlib", &library);
    assert_eq!(finished.exit, Exit::Code(0), "{}", said(&finished));
    assert!(output.join("libhonest.rlib").is_file());
    let program = write("whole.rs", "fn main() { println!(\"linked\") }");
    let finished = compile(&links, "bin", &program);
    assert_eq!(finished.exit, Exit::Code(0), "{}", said(&finished));
    if is_offered(By::Seccomp) {
        let finished = compile(&compiles, "bin", &program);
        assert_eq!(finished.exit, Exit::Code(1), "{}", said(&finished));
    }
    if is_offered(By::Landlock) {
        let thief = write(
            "thief.rs",
            "pub const A: &str = include_str!(\"/etc/passwd\");",
        );
        let finished = compile(&compiles, "rlib", &thief);
        assert!(
            said(&finished).contains("Permission denied"),
            "{}",
            said(&finished)
        );
    }
    drop(attacker);
}

#[test]
fn what_cannot_be_set_up_is_an_error_that_names_the_step() {
    let attacker = Attacker::new();
    let nowhere = Confinement {
        read: vec!["/no/such/place".into()],
        ..attacker.confinement()
    };
    if is_offered(By::Landlock) {
        let error = Sandbox::prepare(&nowhere).expect_err("it is not there");
        let text = error.to_string();
        assert!(
            text.contains("opening what it may use: /no/such/place: No such file"),
            "{text}"
        );
        assert!(text.contains("workbook doctor --grade"), "{text}");
    }
    // A program that is gone when it is to be executed.
    let gone = attacker.dir.path().join("gone");
    std::fs::copy(attacker.path(), &gone).expect("it can be copied");
    let confinement = Confinement {
        executable: vec![gone.clone()],
        ..attacker.confinement()
    };
    let sandbox = Arc::new(Sandbox::prepare(&confinement).expect("it can be prepared"));
    std::fs::remove_file(&gone).expect("it is there");
    let failure = |program: &Program| {
        let started = Instant::now();
        match process::run(program, LIMITS, &Stop::default()) {
            Err(Failure::Spawn(error)) => error.to_string(),
            other => format!("{other:?} after {:?}", started.elapsed()),
        }
    };
    let text = failure(&Program::new(&gone).sandboxed(Arc::clone(&sandbox)));
    assert!(
        text.starts_with("cannot confine the child: executing the program (execve): No such"),
        "{text}"
    );
    let text = failure(&Program::new("/bin/true").sandboxed(sandbox));
    assert!(
        text.contains("/bin/true is not what this sandbox may execute"),
        "{text}"
    );
}
