//! Requests, one after the other on each of several connections, and how much of the program's CPU
//! time they take.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// Concurrent connections, like those that a gateway keeps open.
const CONNECTIONS: usize = 8;

/// What to send, where, and for how long.
#[derive(Clone, Copy)]
pub struct Load<'a> {
    pub address: &'a str,
    pub request: &'a [u8],
    pub process: u32,
    pub seconds: f64,
}

pub struct Found {
    pub each_second: f64,
    /// The program's user and system time for one request.
    pub cpu_micros: f64,
    pub p50_micros: f64,
    pub p99_micros: f64,
}

trait Connection: Read + Write {}
impl<T: Read + Write> Connection for T {}

impl Load<'_> {
    pub fn run(self) -> Found {
        let (began, cpu) = (Instant::now(), cpu_seconds(self.process));
        let mut times: Vec<f64> = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(|| self.client())).collect();
            clients
                .into_iter()
                .flat_map(|client| client.join().unwrap())
                .collect()
        });
        let (took, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds(self.process) - cpu);
        times.sort_by(f64::total_cmp);
        let at = |share: f64| 1e6 * times[((times.len() - 1) as f64 * share) as usize];
        let count = times.len() as f64;
        Found {
            each_second: count / took,
            cpu_micros: 1e6 * cpu / count,
            p50_micros: at(0.5),
            p99_micros: at(0.99),
        }
    }

    /// The times of its requests, in seconds.
    fn client(&self) -> Vec<f64> {
        let mut connection: Box<dyn Connection> = match self.address.strip_prefix("unix:") {
            Some(path) => Box::new(UnixStream::connect(path).unwrap()),
            None => {
                let stream = TcpStream::connect(self.address).unwrap();
                stream.set_nodelay(true).unwrap();
                Box::new(stream)
            }
        };
        let (mut times, mut buffer) = (Vec::new(), [0; 16 * 1024]);
        let ends = Instant::now() + Duration::from_secs_f64(self.seconds);
        loop {
            let began = Instant::now();
            if began >= ends {
                return times;
            }
            connection.write_all(self.request).unwrap();
            // These answers have no body, and fit the buffer.
            let read = connection.read(&mut buffer).unwrap();
            assert!(
                buffer[..read].starts_with(b"HTTP/1.1 200") && buffer[..read].ends_with(b"\r\n\r\n"),
                "{}",
                String::from_utf8_lossy(&buffer[..read])
            );
            times.push(began.elapsed().as_secs_f64());
        }
    }
}

/// The user and system time of a process so far (proc(5): fields 14 and 15 of `stat`, in
/// hundredths).
pub fn cpu_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    fields[11..13]
        .iter()
        .map(|ticks| ticks.parse::<f64>().unwrap())
        .sum::<f64>()
        / 100.0
}
