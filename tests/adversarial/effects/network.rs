//@ what: it connects to a server on this machine
//@ needs: seccomp
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    let _ = std::net::TcpStream::connect("127.0.0.1:@PORT");
    if let Ok(socket) = std::net::UdpSocket::bind("127.0.0.1:0") { let _ = socket.send_to(b"owned", "127.0.0.1:@PORT"); panic!("WORKBOOK_LEAK socket") }
    if std::net::TcpListener::bind("127.0.0.1:0").is_ok() { panic!("WORKBOOK_LEAK listener") }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
