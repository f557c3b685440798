//! A program that tries what submitted code should not be able to do, and says what came of it: `done`, or `refused`
//! and why. It is compiled by the tests and is no part of them.

use std::ffi::{CString, c_char, c_int, c_long, c_uint, c_void};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

unsafe extern "C" {
    fn fork() -> c_int;
    fn vfork() -> c_int;
    fn waitpid(pid: c_int, status: *mut c_int, options: c_int) -> c_int;
    fn _exit(code: c_int) -> !;
    fn kill(pid: c_int, signal: c_int) -> c_int;
    fn getppid() -> c_int;
    fn getpid() -> c_int;
    fn getuid() -> c_uint;
    fn setsid() -> c_int;
    fn setpgid(pid: c_int, group: c_int) -> c_int;
    fn socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
    fn ptrace(request: c_int, ...) -> c_long;
    fn fcntl(fd: c_int, command: c_int, ...) -> c_int;
    fn syscall(number: c_long, ...) -> c_long;
    fn chmod(path: *const c_char, mode: c_uint) -> c_int;
    fn truncate(path: *const c_char, len: i64) -> c_int;
    fn unshare(flags: c_int) -> c_int;
    fn setrlimit(resource: c_int, limit: *const [u64; 2]) -> c_int;
    fn prctl(option: c_int, ...) -> c_int;
    fn memfd_create(name: *const c_char, flags: c_uint) -> c_int;
    fn shmget(key: c_int, size: usize, flags: c_int) -> c_int;
    fn utimensat(dir: c_int, path: *const c_char, times: *const c_void, flags: c_int) -> c_int;
    fn open(path: *const c_char, flags: c_int, ...) -> c_int;
}

type Outcome = Result<String, std::io::Error>;

fn of(result: impl Into<i64>) -> Outcome {
    let result = result.into();
    if result < 0 {
        Err(std::io::Error::last_os_error())
    } else {
        Ok(String::new())
    }
}

fn done<T>(_: T) -> String {
    String::new()
}

/// Starts a process that ends at once and waits for it.
fn child(pid: c_int) -> Outcome {
    if pid == 0 {
        unsafe { _exit(0) }
    }
    if pid > 0 {
        unsafe { waitpid(pid, std::ptr::null_mut(), 0) };
    }
    of(pid)
}

fn echo() -> Outcome {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let server = std::thread::spawn(move || -> std::io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let mut word = [0; 4];
        stream.read_exact(&mut word)?;
        stream.write_all(&word)
    });
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(b"ping")?;
    let mut word = [0; 4];
    stream.read_exact(&mut word)?;
    server.join().expect("the server does not panic")?;
    Ok(String::from_utf8_lossy(&word).into_owned())
}

fn attack(name: &str, target: &str) -> Outcome {
    let path = CString::new(target).expect("no NUL");
    let parent = unsafe { getppid() };
    let connect = |address: &str| {
        let address: SocketAddr = address.parse().expect("an address");
        TcpStream::connect_timeout(&address, Duration::from_secs(5)).map(done)
    };
    unsafe {
        match name {
            "read" => std::fs::read(target).map(done),
            "list" => std::fs::read_dir(target).map(done),
            "write" => std::fs::write(target, "x").map(done),
            "append" => std::fs::OpenOptions::new().append(true).open(target).map(done),
            "remove" => std::fs::remove_file(target).map(done),
            "mkdir" => std::fs::create_dir(target).map(done),
            "symlink" => std::os::unix::fs::symlink("/etc/passwd", target).map(done),
            "chmod" => of(chmod(path.as_ptr(), 0o777)),
            "truncate" => of(truncate(path.as_ptr(), 0)),
            "open_trunc" => of(open(path.as_ptr(), 0o1000)),
            "touch" => of(utimensat(-100, path.as_ptr(), std::ptr::null(), 0)),
            "parent_environ" => std::fs::read(format!("/proc/{parent}/environ")).map(done),
            "self_mem" => std::fs::OpenOptions::new().write(true).open("/proc/self/mem").map(done),
            "tcp" => connect(target),
            "udp" => UdpSocket::bind("0.0.0.0:0").and_then(|it| it.send_to(b"x", target)).map(done),
            "bind" => TcpListener::bind("127.0.0.1:0").map(done),
            "unix" => std::os::unix::net::UnixListener::bind(target).map(done),
            "unix_socket" => of(socket(1, 1, 0)),
            "netlink" => of(socket(16, 3, 0)),
            "vsock" => of(socket(40, 1, 0)),
            "pair" => std::os::unix::net::UnixStream::pair().map(done),
            "echo" => echo(),
            "fork" => child(fork()),
            "vfork" => {
                // Its child would run on this stack: the raw call only where it is refused.
                if target == "refused" { child(vfork()) } else { child(fork()) }
            }
            "clone3" => child(syscall(435, [0_u64; 11].as_ptr(), 88_usize) as c_int),
            "spawn" => Command::new(target).status().map(|it| it.to_string()),
            "exec" => Err(Command::new(target).exec()),
            "exec_with" => Err(Command::new(target).arg("/bin/true").exec()),
            "execveat" => {
                let args = [path.as_ptr(), std::ptr::null()];
                let env = [std::ptr::null::<c_char>()];
                of(syscall(322, -100, path.as_ptr(), args.as_ptr(), env.as_ptr(), 0))
            }
            "x32" => child(syscall(0x4000_0000 | 57) as c_int),
            "setsid" => of(setsid()),
            "setpgid" => of(setpgid(0, 0)),
            "kill_parent" => of(kill(parent, 0)),
            "kill_all" => of(kill(-1, 0)),
            "tgkill_parent" => of(syscall(234, parent, parent, 0)),
            "tkill_parent" => of(syscall(200, parent, 0)),
            "sigqueue_parent" => of(syscall(129, parent, 0, [0_u8; 128].as_ptr())),
            "pidfd_parent" => of(syscall(434, parent, 0)),
            "setown_parent" => of(fcntl(0, 8, parent)),
            "prlimit_parent" => of(syscall(302, parent, 7, 0, [0_u64; 2].as_mut_ptr())),
            "ptrace" => of(ptrace(0)),
            "vm_read" => of(syscall(310, parent, 0, 0, 0, 0, 0)),
            "unshare" => of(unshare(0x1000_0000)),
            "mount" => of(syscall(165, path.as_ptr(), path.as_ptr(), path.as_ptr(), 0, 0)),
            "io_uring" => of(syscall(425, 1, [0_u8; 120].as_mut_ptr())),
            "bpf" => of(syscall(321, 0, 0, 0)),
            "keyctl" => of(syscall(250, 0, -3, 1)),
            "memfd" => of(memfd_create(c"x".as_ptr(), 0)),
            "shm" => of(shmget(0, 4096, 0o600)),
            "raise_limit" => of(setrlimit(7, &[1 << 20, 1 << 20])),
            "files" => {
                let mut files = Vec::new();
                for _ in 0..5000 {
                    files.push(std::fs::File::open("/dev/null")?);
                }
                Ok(String::new())
            }
            "memory" => {
                let mut all: Vec<Vec<u8>> = Vec::new();
                for _ in 0..64 {
                    let mut more = Vec::new();
                    more.try_reserve_exact(64 << 20).map_err(std::io::Error::other)?;
                    more.resize(64 << 20, 1);
                    all.push(more);
                }
                Ok(String::new())
            }
            "threads" => {
                let threads = (0..8).map(|n: u64| std::thread::spawn(move || n));
                let threads: Vec<_> = threads.collect();
                let sum: u64 = threads.into_iter().map(|it| it.join().expect("no panic")).sum();
                Ok(sum.to_string())
            }
            "fill" => {
                let mut file = std::fs::File::create(target)?;
                let chunk = vec![0_u8; 1 << 20];
                for _ in 0..64 {
                    file.write_all(&chunk)?;
                }
                Ok(String::new())
            }
            "spin" => loop {
                std::hint::spin_loop();
            },
            "stop" => of(kill(getpid(), 19)),
            "abort" => std::process::abort(),
            "panic" => panic!("as tests do"),
            "env" => {
                let names = std::env::vars().map(|(key, value)| format!("{key}={value};"));
                Ok(names.collect())
            }
            "stdin" => {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text)?;
                Ok(text)
            }
            "descriptors" => {
                let is_open = |fd: &c_int| fcntl(*fd, 1) >= 0;
                Ok((0..1024).filter(is_open).map(|fd| format!("{fd} ")).collect())
            }
            "identity" => {
                let header = [0x2008_0522_u32, 0];
                let mut sets = [0_u32; 6];
                of(syscall(125, header.as_ptr(), sets.as_mut_ptr()))?;
                Ok(format!("{} {sets:?} {}", getuid(), prctl(39, 0, 0, 0, 0)))
            }
            _ => Err(std::io::Error::other("no such attack")),
        }
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let name = args.next().expect("an attack");
    let target = args.next().unwrap_or_default();
    match attack(&name, &target) {
        Ok(what) => println!("done {what}"),
        Err(error) => println!("refused {error}"),
    }
}
