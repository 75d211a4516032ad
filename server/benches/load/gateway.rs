//! nginx in front of a plain page, with and without a check, under wrk.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::cases;

/// The goal: the median answer comes at most this many µs later.
const GOAL: f64 = 150.0;

struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        // Gracefully: its workers end with it.
        let _ = Command::new("kill")
            .args(["-QUIT", &self.0.id().to_string()])
            .status();
        let _ = self.0.wait();
    }
}

impl Nginx {
    /// A page at `/static`, and behind a check at `/orders/7`.
    fn start(folder: &Path, port: u16, serve: &str) -> Self {
        let serve = serve
            .strip_prefix("unix:")
            .map_or_else(|| serve.to_owned(), |path| format!("unix:{path}:"));
        let config = format!(
            r#"
            {user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
                uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
                upstream tokenseal {{ server {serve}; keepalive 64; }}
                server {{
                    listen 127.0.0.1:{port}; keepalive_requests 10000000;
                    location = /orders/7 {{
                        auth_request /.tokenseal;
                        auth_request_set $identity $upstream_http_x_tokenseal_identity;
                        add_header X-Seen $identity; alias {folder}/page;
                    }}
                    location = /static {{ alias {folder}/page; }}
                    location = /.tokenseal {{
                        internal; proxy_pass http://tokenseal/auth/nginx/orders; proxy_http_version 1.1;
                        proxy_set_header Connection ""; proxy_set_header X-Original-Method $request_method;
                        proxy_set_header X-Original-URI $request_uri; proxy_set_header X-Original-Host $host;
                        proxy_pass_request_body off; proxy_set_header Content-Length "";
                    }}
                }}
            }}"#,
            folder = folder.display(),
            // Started by root, its workers would run as another user, who may use neither the
            // socket nor the folder.
            user = if is_root() { "user root;" } else { "" },
        );
        std::fs::write(folder.join("page"), "page").unwrap();
        std::fs::write(
            folder.join("nginx.conf"),
            config.replace(
                &format!("server {serve};"),
                &format!("server {};", serve.trim_end_matches(':')),
            ),
        )
        .unwrap();
        let program = std::env::var_os("TOKENSEAL_NGINX").unwrap_or_else(|| "nginx".into());
        let child = Command::new(program)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stderr(Stdio::null())
            .spawn();
        let own = Self(child.unwrap_or_else(|error| {
            panic!("nginx does not start ({error}): install the package nginx-light")
        }));
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        own
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

pub fn compare(seconds: f64) {
    println!(
        "\n| nginx | connections | p50 µs without | p50 µs with a check | more | goal |\n| --- | --: | --: | --: | --: | --: |"
    );
    for case in cases::all().into_iter().filter(|case| case.goal.is_some()) {
        let started = case.start("Unix socket");
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let _nginx = Nginx::start(folder.path(), port, &started.serve.addresses[0]);
        for connections in [1, 8] {
            let measure = |path: &str| {
                wrk(
                    &format!("http://127.0.0.1:{port}{path}"),
                    connections,
                    seconds,
                    &started.token,
                )
            };
            let (without, with) = (measure("/static"), measure("/orders/7"));
            let more = with - without;
            let goal = if more <= GOAL {
                format!("{GOAL:.0}")
            } else {
                format!("{GOAL:.0}, not met")
            };
            println!(
                "| {} | {connections} | {without:.0} | {with:.0} | {more:.0} | {goal} |",
                case.name
            );
        }
    }
}

/// The median time of an answer, in µs.
fn wrk(url: &str, connections: u32, seconds: f64, token: &str) -> f64 {
    let output = Command::new("wrk")
        .args([
            "-t1",
            &format!("-c{connections}"),
            &format!("-d{}s", seconds.ceil()),
            "--latency",
        ])
        .args(["-H", &format!("Authorization: Bearer {token}"), url])
        .output()
        .unwrap_or_else(|error| panic!("wrk does not start ({error}): install the package wrk"));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("Non-2xx"), "{text}");
    let middle = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("50%"))
        .unwrap_or_else(|| panic!("{text}"))
        .trim()
        .to_owned();
    for (unit, micros) in [("us", 1.0), ("ms", 1e3), ("s", 1e6)] {
        if let Some(number) = middle.strip_suffix(unit) {
            return micros * number.parse::<f64>().unwrap();
        }
    }
    panic!("{middle}")
}
