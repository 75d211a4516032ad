//! The service: a page that knows nothing of tokens. It greets the user that the gateway names, and
//! shows what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use anyhow::Result;

/// Serves the page on a free port, for as long as this program runs.
pub(super) fn serve() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    std::thread::spawn(move || {
        listener
            .incoming()
            .map_while(Result::ok)
            .for_each(|stream| drop(answer(stream)))
    });
    Ok(address)
}

fn answer(stream: TcpStream) -> Result<()> {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        let values = lines
            .iter()
            .filter_map(|line| line.split_once(':'))
            .filter(|(own, _)| own.eq_ignore_ascii_case(name));
        values
            .map(|(_, value)| value.trim())
            .next()
            .filter(|value| !value.is_empty())
    };
    let length = header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    std::io::copy(&mut stream.by_ref().take(length), &mut std::io::sink())?;
    let identity = header("x-tokenseal-identity").map_or("no identity".to_owned(), |token| {
        format!("an identity of {} bytes", token.len())
    });
    let seen = if header("authorization").is_some() {
        ", and the client's own token"
    } else {
        ""
    };
    let body = format!(
        "hello, {} ({identity}{seen})",
        header("x-tokenseal-subject").unwrap_or("whoever you are")
    );
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    Ok(stream.get_mut().write_all((head + &body).as_bytes())?)
}
